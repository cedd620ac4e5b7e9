"""Ranking and score sheets as spreadsheets: their formulas reckoned anew give the official figures."""

from __future__ import annotations

import csv
import io
import random
import re
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from panel.adapters.language import Language
from panel.db import db, writing
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Mark
from panel.operations.days import mark_no_show
from panel.operations.entries import store_entry
from panel.operations.finals import bring_in
from panel.operations.handouts import (
    plan_csv,
    plan_workbook,
    ranking_csv,
    ranking_workbook,
    sheets_csv,
    sheets_workbook,
)
from panel.operations.results import finalise_zone
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_presenter, find_zone
from panel.queries.plans import present_plan
from panel.queries.provinces import province_results
from panel.queries.results import zone_results
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import CODE, MARKS, NewEntry, entries_for, hand_in, refusal_of, score
from tests.finals import SMALL, author, give, small_event
from tests.formulas import Reckoner

ENGLISH = Language("en")
FORMULA = '=HYPERLINK("http://x")'
EXPORTERS = {"ranking": (ranking_workbook, ranking_csv), "sheets": (sheets_workbook, sheets_csv)}


def table(content: bytes, title: str) -> list[dict[str, object]]:
    """The rows of a leaf by their heads, formulas reckoned."""
    book = load_workbook(io.BytesIO(content))
    rows = Reckoner(book).rows(book[title])
    head = next(number for number, row in enumerate(rows) if row[0] == "Code")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def formulas(content: bytes, title: str) -> list[str]:
    leaf = load_workbook(io.BytesIO(content))[title]
    return [cell.value for row in leaf.rows for cell in row if cell.data_type == "f"]


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def act(event, by, kind: Act, seat: str, presenter: str, **parts: object) -> None:
    actor = Actor.CHAIR if kind is Act.ABSENT else Actor.AUTHOR
    with writing():
        entry = NewEntry(str(uuid4()), seat, presenter, kind, **parts)
        store_entry(event, entry, by=by, actor=actor, channel=Channel.TABLET)


@pytest.fixture
def judged(event, zone, by) -> None:
    """Any marks in กลุ่มโซนที่ ๑; one judge is recused, one absent, one amphoe did not appear."""
    dice = random.Random(6)
    act(event, by("z1-judge-2"), Act.RECUSE, "z1-judge-2", "3101", value={"reason": "kin"})
    act(event, by("z1-chair"), Act.ABSENT, "z1-judge-3", "3116", value={"reason": "ill"})
    away = {("z1-judge-2", "3101"), ("z1-judge-3", "3116")}
    with writing():
        for seat in ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4"):
            for presenter in [slot.presenter.code for slot in timed_slots(zone)]:
                if (seat, presenter) not in away:
                    marks = MARKS | {
                        "1.1": str(dice.randint(0, 20) / 2),
                        "2.3.1": str(dice.randint(0, 30) / 2),
                    }
                    submit = NewEntry(str(uuid4()), seat, presenter, Act.SUBMIT)
                    hand_in(event, [*entries_for(seat, presenter, marks), submit], by(seat))
        mark_no_show(find_slot(event.rounds[0], "3121"), by=by("z1-chair"), reason="Flood")


@pytest.fixture
def small(event, tmp_path, clock) -> None:
    """A final in which 40 % come from the zones, whose full marks are others."""
    small_event(tmp_path)
    give("z1", {"a": ("80", "84", "88"), "b": ("70", "74", "78"), "c": ("60", "64", "69")}, clock)
    give("z2", {"d": ("90", "91", "92"), "e": ("85", "86", "88"), "f": ("50", "51", "52")}, clock)
    for code in ("z1", "z2"):
        with writing():
            finalise_zone(find_zone(find_event(SMALL), code), by=author(f"{code}-chair", clock))
    with writing():
        bring_in(find_event(SMALL), ("b", "e", "a", "d"), by=author("organiser", clock))
    finals = {
        "b": ("40", "41", "42"),
        "e": ("35", "36", "36.5"),
        "a": ("45", "46", "47"),
        "d": ("44", "44", "45"),
    }
    give("final", finals, clock)


def test_a_zones_formulas_give_its_official_results(event, judged):
    rows = table(ranking_workbook(event, "z1", ENGLISH), "Zone 1")
    official = zone_results(find_zone(event, "z1"))
    assert [(row["Code"], row["Reckoned result"], row["Official rank"]) for row in rows] == [
        (each.code, each.result.value, each.rank_zone.place if each.rank_zone else None)
        for each in official.ranking
    ]
    assert [row["Equal to the official result"] for row in rows] == [True] * 4 + [None]
    assert [row["Place by the result alone"] for row in rows] == [1, 2, 3, 4, None]


def test_who_gives_no_marks_is_said_in_words_and_left_out(event, judged):
    rows = {row["Code"]: row for row in table(ranking_workbook(event, "z1", ENGLISH), "Zone 1")}
    judges = [head for head in rows["3101"] if str(head).startswith(("Chair", "Judge"))]
    said = {
        code: [row[judge] for judge in judges if isinstance(row[judge], str)] for code, row in rows.items()
    }
    assert said == {
        "3101": ["Recused"],
        "3116": ["Absent"],
        "3121": ["Did not appear"] * 5,
        "3115": [],
        "3103": [],
    }
    counts = {code: row["Sheets that count"] for code, row in rows.items()}
    assert counts == {"3101": 4, "3116": 4, "3121": 0, "3115": 5, "3103": 5}


def test_where_extremes_drop_out_the_formula_drops_them(event, judged):
    with writing():
        found = find_event(CODE)
        found.rules = found.rules | {"drop_extremes": True}
    content = ranking_workbook(find_event(CODE), "z1", ENGLISH)
    means = [each for each in formulas(content, "Zone 1") if "AVERAGE" in each or "MAX" in each]
    assert sorted("MAX" in each for each in means) == [False, False, True, True]  # four sheets are too few
    checks = [row["Equal to the official result"] for row in table(content, "Zone 1")]
    assert checks == [True] * 4 + [None]


def test_a_finals_formulas_take_the_zones_results_in(small):
    content = ranking_workbook(find_event(SMALL), None, ENGLISH)
    rows = table(content, "รอบชิงชนะเลิศ")
    assert [(row["Code"], str(float(row["Reckoned result"]))) for row in rows] == [
        ("d", "44.8"),
        ("a", "44.4"),
        ("b", "39.4"),
        ("e", "38.77"),
    ]
    assert [row["Equal to the official result"] for row in rows] == [True] * 4
    sums = [each for each in formulas(content, "รอบชิงชนะเลิศ") if "/100" in each]
    assert sums[0] == "=ROUND(G6*60/100+H6*50/100*40/100,2)"


@pytest.mark.parametrize("final", [False, True])
def test_the_provinces_figures_are_those_that_the_zones_leaves_reckon(request, event, judged, final):
    if final:
        request.getfixturevalue("small")
    found = find_event(SMALL if final else CODE)
    rows, province = table(ranking_workbook(found, None, ENGLISH), "Province"), province_results(found)
    assert [(row["Code"], row["Official result"], row["Official rank"]) for row in rows] == [
        (line.zoned.code, line.shown.result.value, line.rank.place if line.rank else None)
        for line in province.lines
    ]
    checks = [row["Equal to the official result"] for row in rows]
    assert checks == [True if line.shown.result.value is not None else None for line in province.lines]
    heads = ("Result of the final", "Result in the zone") if final else ("Result in the zone",)
    assert [head in rows[0] for head in ("Result of the final", "Result in the zone")] == [final, True]
    assert {row[head] is None for row in rows[:4] for head in heads} == {False}


def test_the_notice_on_scale_stands_above_the_provinces_order(event, judged):
    leaf = load_workbook(io.BytesIO(ranking_workbook(event, None, ENGLISH)))["Province"]
    assert [leaf.cell(row, 1).value for row in (1, 3, 4)] == [
        "Ranking – Province",
        "8 August 2025 · Draft",
        "Not on a common scale.",
    ]


def test_a_final_zone_says_its_version_and_digest_above_and_on_each_page(zones_final, event):
    leaf = load_workbook(io.BytesIO(ranking_workbook(event, "z2", Language("th"))))["กลุ่มโซนที่ ๒"]
    seal = zone_results(find_zone(event, "z2")).snapshot.digest[:12]
    assert leaf["A3"].value == f"8 สิงหาคม พ.ศ.\N{NO-BREAK SPACE}2568 · ฉบับที่ 1 · {seal}"
    assert leaf.oddFooter.left.text.endswith(f"ฉบับที่ 1 · {seal}")


def test_a_sheets_sums_give_its_criteria_and_its_total(event, judged):
    rows = table(sheets_workbook(event, "z1", ENGLISH), "Zone 1")
    presenters = {each.code: each for each in zone_results(find_zone(event, "z1")).presenters}
    for row in rows:
        sheet = presenters[row["Code"]].sheet(row["Seat"])
        counts = sheet.state.counts and row["Code"] != "3121"
        parts = [part.value if counts else None for part in sheet.outcome.parts.values()]
        items = [value for head, value in row.items() if re.match(r"\d", str(head))]
        assert sorted(map(str, items)) == sorted(map(str, parts))
        assert (row["Total"], row["Official total"]) == ((sheet.outcome.value if counts else None,) * 2)
        assert row["Equal to the official total"] is (True if counts else None)
    assert len(rows) == 25


def test_marks_are_numbers_and_items_have_their_wording(event, judged):
    book = load_workbook(io.BytesIO(sheets_workbook(event, "z1", ENGLISH)))
    assert book.sheetnames == ["Zone 1", "Criteria version 1"]
    row = next(row for row in book["Zone 1"].iter_rows(min_row=5) if row[5].value == "Submitted")
    assert {cell.data_type for cell in row[6:-1]} == {"n", "f"}
    assert [cell.value for cell in book["Criteria version 1"][3]][:2] == ["1", 20]


def test_long_csv_has_a_row_a_mark_and_one_a_sheet_without(event, judged, by):
    rows = read(sheets_csv(event, "z1", ENGLISH))
    assert rows[0] == [
        "Round",
        "Zone",
        "Code",
        "Amphoe",
        "Seat",
        "Judge",
        "Role",
        "State",
        "Item",
        "Mark",
        "Comment",
    ]
    recused = [row[7:] for row in rows if row[2:5:2] == ["3101", "z1-judge-2"]]
    assert recused == [["Recused", "", "", ""]]
    given = [row[7:] for row in rows if row[2:5:2] == ["3101", "z1-judge-1"]]
    assert [row[1] for row in given] == list(MARKS)
    assert given[1] == ["Submitted", "1.2", "7", ""]


def test_ranking_csv_is_a_row_a_presenter_in_words(event, judged):
    rows = read(ranking_csv(event, None, ENGLISH))
    assert rows[0][:6] == ["Round", "Zone", "Code", "Name", "State", "Result"]
    assert (len(rows), len(read(ranking_csv(event, "z1", ENGLISH)))) == (24, 6)
    [away] = [row for row in rows if row[2] == "3121"]
    assert away[3:] == ["Ban Dan", "Did not appear", "", "", "", "", ""]


def test_no_name_and_no_comment_becomes_a_formula(event, by):
    with writing():
        find_presenter(find_event(CODE), "3101").name_en = FORMULA
        find_person(find_event(CODE), "z1-judge-1").name = FORMULA
        find_zone(find_event(CODE), "z1").name_en = FORMULA
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", submit=False)
    act(event, by("z1-judge-1"), Act.COMMENT, "z1-judge-1", "3101", node="1", value=FORMULA)
    act(event, by("z1-judge-1"), Act.SUBMIT, "z1-judge-1", "3101")
    plan = present_plan(find_event(CODE))
    books = [plan_workbook(plan, ENGLISH), *(book(event, None, ENGLISH) for book, _ in EXPORTERS.values())]
    files = [plan_csv(plan, ENGLISH), *(file(event, None, ENGLISH) for _, file in EXPORTERS.values())]
    cells = [
        cell
        for book in books
        for leaf in load_workbook(io.BytesIO(book))
        for row in leaf.rows
        for cell in row
    ]
    said = [cell for cell in cells if cell.value == FORMULA]
    assert {(cell.data_type, cell.quotePrefix) for cell in said} == {("s", True)}
    assert not [cell for cell in cells if cell.data_type == "f" and "HYPERLINK" in cell.value]
    fields = [field for file in files for row in read(file) for field in row if "HYPERLINK" in field]
    assert (set(fields), len(said) > 20) == ({f"'{FORMULA}"}, True)


def test_there_is_no_spreadsheet_of_a_zone_in_which_nobody_presents(event, tmp_path):
    small = small_event(tmp_path)
    for make in (maker for makers in EXPORTERS.values() for maker in makers):
        assert refusal_of(make, small, "final", ENGLISH) == "document.empty"


def test_what_was_altered_behind_its_digest_leaves_no_building(zones_final, event):
    with writing():
        db.session.execute(update(Mark).values(value="1"))
    db.session.expire_all()
    for make in (maker for makers in EXPORTERS.values() for maker in makers):
        assert refusal_of(make, find_event(CODE), "z1", ENGLISH) == "result.altered"
