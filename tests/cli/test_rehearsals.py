"""A rehearsal: a whole day over real HTTP, the same for the same seed, on a copy."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from panel.domain.numbers import half_up
from tests.finals import SMALL, small_folder

MORE = ("judge-3", "judge-4", "secretary")
"""Beside chair and two judges, on the panel of each zone: all turns of a day need so many."""


@pytest.fixture
def rehearse(panel, tmp_path):
    """rehearse(seed, name): what a rehearsal left in the folder of that name."""
    panel("event", "load", str(small_folder(tmp_path, *MORE)))

    def play(seed: int, name: str, *options: str) -> Path:
        result = panel("rehearse", SMALL, "--seed", str(seed), "-o", str(tmp_path / name), *options)
        assert result.exit_code == 0, result.stderr
        return tmp_path / name

    return play


def check_results(presenters: list[dict]) -> None:
    """They follow from the marks, on paper."""
    for presenter in presenters:
        totals = [
            sum(Fraction(mark) for mark in sheet["marks"].values())
            for sheet in presenter["sheets"]
            if sheet["state"] == "confirmed"
        ]
        expected = None if presenter["state"] == "no_show" else str(half_up(sum(totals) / len(totals)))
        assert presenter["result"] == expected


def check_turns(presenters: list[dict]) -> None:
    """Everything that a day may bring came about."""
    sheets = [sheet for presenter in presenters for sheet in presenter["sheets"]]
    assert {"recused", "absent", "confirmed"} <= {sheet["state"] for sheet in sheets}
    assert {"tablet", "paper", "form", "chair"} == {sheet["channel"] for sheet in sheets if sheet["channel"]}
    assert [presenter["state"] for presenter in presenters].count("no_show") == 1
    assert [presenter["decided_by"] for presenter in presenters].count("joint") == 2


def check_final(export: dict) -> None:
    """It was played after the zones, and gives the first places."""
    assert [zone["provisional"] for round_ in export["rounds"] for zone in round_["zones"]] == [False] * 3
    assert export["province"]["round"] == "final"
    assert [line["place"] for line in export["province"]["places"]] == [1, 2, 3, 4, 5, None]


@pytest.mark.slow
@pytest.mark.pdf
def test_one_seed_plays_one_day_whole_and_its_results_follow_from_its_marks(rehearse, panel):
    first, again = rehearse(7, "first"), rehearse(7, "again", "--without-papers")
    assert (first / "results.json").read_bytes() == (again / "results.json").read_bytes()
    papers = [sorted(path.stem for path in folder.glob("*.pdf")) for folder in (first, again)]
    assert papers == [["brief", "pack", "plan", "ranking", "summary"], []]
    export = json.loads((first / "results.json").read_text("utf-8"))
    check_results(export["rounds"][0]["presenters"])
    check_turns(export["rounds"][0]["presenters"])
    check_final(export)
    assert SMALL in panel("event", "list").stdout
    assert "-\t" not in panel("results", SMALL, "--format", "json").stdout


def test_a_folder_that_holds_something_else_is_left_alone(panel, tmp_path):
    panel("event", "load", str(small_folder(tmp_path)))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    result = panel("rehearse", SMALL, "-o", str(tmp_path / "mine"))
    assert (result.exit_code, (tmp_path / "mine" / "letter.txt").read_text()) == (1, "keep")
    assert "is not empty" in result.stderr
