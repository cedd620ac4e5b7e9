"""A rehearsal: a whole day over real HTTP, the same for the same seed, on a copy."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from panel.domain.numbers import half_up
from tests.conftest import REFERENCE
from tests.finals import SMALL, small_folder

EVENT = """
[event]
title = "การประเมินอำเภอ"
short_title = "การประเมินอำเภอ"
province = "บุรีรัมย์"
organiser = "สำนักงานจังหวัด"
[day]
date = 2025-08-08
start = "08:30"
end = "16:30"
present = 15
questions = 15
[rules]
drop_extremes = false
ties = ["2"]
[[venues]]
code = "hall"
name = "ห้องประชุม"
[[venues]]
code = "annex"
name = "ห้องประชุมเล็ก"
[[rounds]]
code = "zone"
kind = "zone"
name = "ระดับกลุ่มโซน"
[[zones]]
code = "z1"
round = "zone"
name = "กลุ่มโซนที่ ๑"
venue = "hall"
start = "08:30"
presenters = ["1", "2", "3"]
[[zones]]
code = "z2"
round = "zone"
name = "กลุ่มโซนที่ ๒"
venue = "annex"
start = "08:30"
presenters = ["4", "5", "6"]
"""


@pytest.fixture
def small_event(tmp_path: Path) -> str:
    """Two zones of three amphoe and five judges each."""
    folder = tmp_path / "small-day"
    folder.mkdir()
    presenters = "".join(f'[[presenters]]\ncode = "{n}"\nname = "ที่ {n}"\n' for n in range(1, 7))
    (folder / "event.toml").write_text(EVENT + presenters, encoding="utf-8")
    shutil.copy(REFERENCE / "instrument.toml", folder)
    rows = ["seat,zone,role,person,name,position,home,scores"]
    for zone in ("z1", "z2"):
        for seat in ("chair", "judge-1", "judge-2", "judge-3", "judge-4", "secretary"):
            rows.append(f"{zone}-{seat},{zone},{seat.split('-')[0]},{zone}-{seat},{seat} {zone},,,")
    (folder / "committee.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(folder)


@pytest.fixture
def rehearse(panel, small_event, tmp_path):
    """rehearse(seed, name): what a rehearsal left in the folder of that name."""
    panel("event", "load", small_event)

    def play(seed: int, name: str) -> Path:
        result = panel("rehearse", "small-day", "--seed", str(seed), "-o", str(tmp_path / name))
        assert result.exit_code == 0, result.stderr
        return tmp_path / name

    return play


def presenters(folder: Path) -> list[dict]:
    return json.loads((folder / "results.json").read_text("utf-8"))["rounds"][0]["presenters"]


@pytest.mark.slow
@pytest.mark.pdf
def test_one_seed_plays_one_day_and_its_results_follow_from_its_marks(rehearse, panel):
    first, again = rehearse(7, "first"), rehearse(7, "again")
    assert (first / "results.json").read_bytes() == (again / "results.json").read_bytes()
    assert sorted(path.stem for path in first.glob("*.pdf")) == [
        *("pack", "plan", "ranking", "results-z1", "results-z2", "sheets-z1", "sheets-z2", "summary")
    ]
    found = presenters(first)
    for presenter in found:
        totals = [
            sum(Fraction(mark) for mark in sheet["marks"].values())
            for sheet in presenter["sheets"]
            if sheet["state"] == "confirmed"
        ]
        expected = None if presenter["state"] == "no_show" else str(half_up(sum(totals) / len(totals)))
        assert presenter["result"] == expected
    sheets = [sheet for presenter in found for sheet in presenter["sheets"]]
    assert {"recused", "absent", "confirmed"} <= {sheet["state"] for sheet in sheets}
    assert {"tablet", "paper", "form", "chair"} == {sheet["channel"] for sheet in sheets if sheet["channel"]}
    assert [presenter["state"] for presenter in found].count("no_show") == 1
    assert [presenter["decided_by"] for presenter in found].count("joint") == 2
    assert "small-day" in panel("event", "list").stdout
    assert "-\t" not in panel("results", "small-day", "--format", "json").stdout


@pytest.mark.slow
@pytest.mark.pdf
def test_a_final_is_played_after_the_zones(panel, tmp_path):
    panel("event", "load", str(small_folder(tmp_path)))
    result = panel("rehearse", SMALL, "-o", str(tmp_path / "played"))
    assert result.exit_code == 0, result.stderr
    found = json.loads((tmp_path / "played" / "results.json").read_text("utf-8"))
    assert [zone["provisional"] for round_ in found["rounds"] for zone in round_["zones"]] == [False] * 3
    places = [line["place"] for line in found["province"]["places"]]
    assert (found["province"]["round"], places) == (
        "final",
        [1, 2, 3, 4, 5, None],
    )  # two share a second place
    assert (tmp_path / "played" / "results-final.pdf").is_file()


def test_a_folder_that_holds_something_else_is_left_alone(panel, small_event, tmp_path):
    panel("event", "load", small_event)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    result = panel("rehearse", "small-day", "-o", str(tmp_path / "mine"))
    assert (result.exit_code, (tmp_path / "mine" / "letter.txt").read_text()) == (1, "keep")
    assert "is not empty" in result.stderr
