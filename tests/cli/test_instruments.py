"""`panel instrument`: a file checked and evaluated, without any database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from panel.cli import main
from tests.conftest import MARKS, REFERENCE

FILE = REFERENCE / "instrument.toml"


def instrument(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["instrument", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(MARKS))
    return path


def test_a_sound_file_is_summed_up():
    result = instrument("check", FILE)
    assert (result.exit_code, result.stdout) == (0, "growth-team: 11 indicators, 100 points\n")


def test_a_wrong_file_is_refused_with_its_place(tmp_path):
    path = tmp_path / "instrument.toml"
    path.write_text(FILE.read_text().replace('full = "15"', 'full = "16"', 1))
    result = instrument("check", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "instrument.toml: criteria[3].full: Expected 15, which those below give together, found 16.\n"
    )


def test_a_full_sheet_is_evaluated(answers):
    result = instrument("evaluate", FILE, answers)
    found = json.loads(result.stdout)
    assert (result.exit_code, found["value"], found["missing"], found["invalid"]) == (0, "80", [], {})
    assert {number: found["parts"][number] for number in ("1", "2", "3")} == {"1": "15", "2": "57", "3": "8"}


def test_a_sheet_with_a_gap_has_no_value(answers):
    answers.write_text(json.dumps(MARKS | {"3": None}))
    result = instrument("evaluate", FILE, answers)
    found = json.loads(result.stdout)
    assert (result.exit_code, found["value"], found["missing"]) == (0, None, ["3"])


def test_a_wrong_answer_is_named(answers):
    answers.write_text(json.dumps(MARKS | {"3": "11"}))
    result = instrument("evaluate", FILE, answers)
    found = json.loads(result.stdout)
    assert (result.exit_code, found["value"]) == (1, None)
    assert found["invalid"] == {"3": "Expected a mark from 0 to 10."}


@pytest.mark.parametrize("text", ["", "[]", "{", '"8"', "\xff"])
def test_answers_that_are_no_object_are_refused(answers, text):
    answers.write_bytes(text.encode("latin-1"))
    result = instrument("evaluate", FILE, answers)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == 'answers.json: expected a JSON object such as {"1.1": "8"}.\n'


def test_an_answer_to_nothing_is_refused(answers):
    answers.write_text('{"9.9": "8"}')
    result = instrument("evaluate", FILE, answers)
    assert (result.exit_code, result.stderr) == (1, "The instrument has no item 9.9.\n")


def test_files_that_are_not_there_are_refused(tmp_path):
    missing = tmp_path / "answers.json"
    assert instrument("evaluate", FILE, missing).stderr == f"{missing}: No such file or directory\n"
    assert instrument("check", tmp_path / "none.toml").stderr == (
        "none.toml: Expected this file in the folder, found none.\n"
    )
