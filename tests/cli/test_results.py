"""`panel results`: for people a table, for programs JSON and CSV, for the office a workbook."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

from panel.db import writing
from panel.operations.days import mark_no_show
from panel.operations.results import finalise_zone
from panel.queries.events import find_event, find_presenter, find_zone
from panel.queries.rankings import WORDS
from panel.queries.schedules import find_slot
from tests.conftest import CODE, MARKS, score, score_zone

SHEET_KEYS = ["seat", "person", "role", "channel", "state", "reason", "marks", "total"]
PRESENTER_KEYS = [
    "code",
    "name",
    "zone",
    "state",
    "result",
    "rank_zone",
    "rank_province",
    "grade",
    "decided_by",
    "sheets",
]


@pytest.fixture
def finalised(event, zone, by) -> None:
    """กลุ่มโซนที่ ๑ is finalised; its fourth amphoe did not appear."""
    score_zone(event, zone, by)
    with writing():
        slot = find_slot(event.rounds[0], "3121")
        assert slot is not None
        mark_no_show(slot, by=by("z1-chair"), reason="Flood")
    with writing():
        finalise_zone(find_zone(event, "z1"), by=by("z1-chair"))


def export(panel) -> dict:
    return json.loads(panel("results", CODE, "--format", "json").stdout)


@pytest.mark.usefixtures("finalised")
def test_the_table_is_aligned_in_order_of_rank(panel):
    lines = panel("results", CODE).stdout.splitlines()
    assert [re.split(" {2,}", line)[2:9] for line in lines[:6]] == [
        ["Code", "Name", "State", "Result", "Rank in zone", "Rank in province", "Decided by"],
        ["3101", "Mueang Buri Ram", "Complete", "80.00", "1", "1", "decided by the result"],
        ["3116", "Huai Rat", "Complete", "79.00", "2", "2", "decided by the result"],
        ["3115", "Phlapphla Chai", "Complete", "78.00", "3", "3", "decided by the result"],
        ["3103", "Krasang", "Complete", "76.00", "4", "4", "decided by the result"],
        ["3121", "Ban Dan", "Did not appear", "-", "-", "-", "-"],
    ]
    column = lines[0].index("Decided by")
    assert {line[column - 2 : column] for line in lines} == {"  "}
    assert len(lines) == 24


def test_thai_columns_are_as_wide_as_they_look(panel):
    lines = panel("--lang", "th", "results", CODE).stdout.splitlines()
    seen = [re.sub("[ัิ-ฺ็-๎]", "", line) for line in lines]
    assert len({line.index("31") for line in seen[1:]}) == 1


@pytest.mark.usefixtures("finalised")
def test_json_has_the_stable_shape(panel):
    found = export(panel)
    assert list(found) == ["event", "instrument", "version", "rounds"]
    assert (found["event"], found["instrument"], found["version"]) == (CODE, "growth-team", 1)
    [round_] = found["rounds"]
    assert sorted(round_) == sorted(["code", "instrument", "version", "zones", "presenters"])
    assert [sorted(each) for each in round_["zones"]] == [
        sorted(["code", "name", "provisional", "version", "digest"])
    ] * 4
    assert {tuple(sorted(each)) for each in round_["presenters"]} == {tuple(sorted(PRESENTER_KEYS))}
    sheets = [sheet for presenter in round_["presenters"] for sheet in presenter["sheets"]]
    assert {tuple(sorted(sheet)) for sheet in sheets} == {tuple(sorted(SHEET_KEYS))}
    assert {tuple(sheet["marks"]) for sheet in sheets} == {tuple(MARKS)}


@pytest.mark.usefixtures("finalised")
def test_json_has_exact_decimals_as_strings_and_null_for_what_is_missing(panel):
    [round_] = export(panel)["rounds"]
    presenters = {each["code"]: each for each in round_["presenters"]}
    first = {key: value for key, value in presenters["3101"].items() if key != "sheets"}
    assert first == {
        "code": "3101",
        "name": "เมืองบุรีรัมย์",
        "zone": "z1",
        "state": "complete",
        "result": "80.00",
        "rank_zone": 1,
        "rank_province": 1,
        "grade": None,
        "decided_by": "result",
    }
    assert presenters["3101"]["sheets"][1] == {
        "seat": "z1-judge-1",
        "person": "z1-judge-1",
        "role": "judge",
        "channel": "tablet",
        "state": "confirmed",
        "reason": None,
        "marks": MARKS,
        "total": "80",
    }
    assert (presenters["3111"]["result"], presenters["3111"]["sheets"][0]["marks"]["1.1"]) == (None, None)
    assert (presenters["3121"]["state"], presenters["3121"]["rank_zone"]) == ("no_show", None)
    zones = {each["code"]: each for each in round_["zones"]}
    assert (zones["z1"]["provisional"], zones["z1"]["version"], len(zones["z1"]["digest"])) == (False, 1, 64)
    assert (zones["z2"]["provisional"], zones["z2"]["version"], zones["z2"]["digest"]) == (True, None, None)


@pytest.mark.usefixtures("finalised")
def test_csv_is_for_excel_and_for_programs(panel):
    content = panel("results", CODE, "--format", "csv").stdout_bytes
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[:2] == [
        list(WORDS),
        ["zones", "z1", "3101", "Mueang Buri Ram", "complete", "80.00", "1", "1", "result", ""],
    ]
    assert len(rows) == 24


def test_a_name_can_not_become_a_formula(panel, event):
    with writing():
        presenter = find_presenter(find_event(CODE), "3101")
        presenter.name_en = '=HYPERLINK("http://x")'
    row = panel("results", CODE, "--format", "csv").stdout.splitlines()[1]
    assert row.split(",")[3:5] == ['"\'=HYPERLINK(""http://x"")"', "provisional"]


@pytest.mark.usefixtures("finalised")
def test_a_workbook_holds_numbers(panel, tmp_path):
    path = tmp_path / "results.xlsx"
    assert panel("results", CODE, "--format", "xlsx", "-o", str(path)).stdout == ""
    rows = list(load_workbook(path).active.values)
    assert rows[0] == tuple(WORDS)
    assert rows[1] == ("zones", "z1", "3101", "Mueang Buri Ram", "complete", 80, 1, 1, "result", None)


@pytest.mark.parametrize("form", ["table", "json", "csv", "xlsx"])
def test_a_file_holds_what_stdout_would(panel, event, by, tmp_path, form):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "8"}, submit=False)
    path = tmp_path / "results"
    assert panel("results", CODE, "--format", form, "-o", str(path)).stdout_bytes == b""
    shown = panel("results", CODE, "--format", form).stdout_bytes
    assert (path.read_bytes() == shown) or form == "xlsx"
    assert len(path.read_bytes()) == pytest.approx(len(shown), abs=4)


@pytest.mark.usefixtures("finalised")
@pytest.mark.parametrize(("document", "lines"), [("ranking", 6), ("sheets", 226)])
def test_ranking_and_sheets_are_written_as_spreadsheets(panel, tmp_path, document, lines):
    for name in ("file.xlsx", "file.csv"):
        options = ("--zone", "z1", "--lang", "en", "-o", str(tmp_path / name))
        done = panel("spreadsheet", CODE, document, *options)
        assert (done.exit_code, done.output) == (0, "")
    assert load_workbook(tmp_path / "file.xlsx").sheetnames[0] == "Zone 1"
    assert len((tmp_path / "file.csv").read_text("utf-8-sig").splitlines()) == lines


def test_a_spreadsheet_is_of_a_known_kind_or_no_file(panel, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = panel("spreadsheet", CODE, "ranking", "-o", "file.ods")
    assert (done.exit_code, done.stderr) == (1, "file.ods: expected a name that ends in .xlsx or .csv.\n")
    assert not (tmp_path / "file.ods").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere",), "There is no event nowhere."),
        ((CODE, "-o", "/nowhere/results"), "/nowhere/results: No such file or directory"),
    ],
)
def test_what_is_refused_is_one_line_on_stderr(panel, arguments, words):
    result = panel("results", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{words}\n")
