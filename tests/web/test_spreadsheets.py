"""Spreadsheets on the web: offered beside the papers, to whom those are, under names in Thai and ASCII."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from tests.conftest import CODE
from tests.web.conftest import EVENT

LIST, ALL, ZONE = f"{EVENT}/documents", f"{EVENT}/spreadsheets", f"{EVENT}/zones/z1/spreadsheets"
OWN = ("3101", "3116", "3115", "3121", "3103")


def statuses(client) -> list[int]:
    return [client.get(f"{place}/{name}").status_code for place in (ALL, ZONE) for name in NAMES]


NAMES = ("ranking.xlsx", "ranking.csv", "sheets.xlsx", "sheets.csv")


@pytest.mark.parametrize(
    ("who", "whole", "zone"),
    [
        ("organiser", 200, 200),
        ("z1-secretary", 403, 200),
        ("z2-secretary", 403, 403),
        ("z1-chair", 403, 403),
        ("z1-judge-1", 403, 403),
        ("province-chair", 403, 403),
    ],
)
def test_marks_are_for_whom_papers_with_marks_are(as_, stage, who, whole, zone):
    stage.score("z1-judge-1")
    assert statuses(as_(who)) == [whole] * 4 + [zone] * 4


def test_a_chair_has_them_once_the_own_sheets_are_in(as_, stage):
    chair = as_("z1-chair")
    assert ZONE not in chair.get(LIST).text
    for presenter in OWN:
        stage.score("z1-chair", presenter)
    assert statuses(chair) == [403] * 4 + [200] * 4
    assert [chair.get(LIST).text.count(f"{ZONE}/{name}") for name in NAMES] == [1] * 4


def test_an_open_sheet_tells_no_mark(as_, stage):
    stage.score("z1-judge-1", submit=False)
    lines = as_("organiser").get(f"{ZONE}/sheets.csv").text.splitlines()
    assert lines[2] == (
        "Zone groups,Zone 1,3101,Mueang Buri Ram,z1-judge-1,กรรมการคนที่ ๑ กลุ่มโซนที่ ๑,Judge,Draft,,,"
    )


def test_a_file_has_its_name_in_thai_and_in_ascii_and_is_kept_nowhere(as_):
    answer = as_("organiser").get(f"{ZONE}/ranking.xlsx?lang=en")
    plain, words = answer.headers["Content-Disposition"].removeprefix("attachment; ").split("; ")
    assert plain == f"filename={CODE}-ranking-z1.xlsx"
    assert unquote(words) == f"filename*=UTF-8''Ranking {CODE}-ranking-z1.xlsx"
    assert answer.headers["Cache-Control"] == "no-store"
    assert load_workbook(io.BytesIO(answer.data)).sheetnames == ["Zone 1"]


def test_there_is_no_spreadsheet_of_anything_else(as_):
    client = as_("organiser")
    assert [client.get(f"{ALL}/{name}").status_code for name in ("plan.xlsx", "ranking.ods")] == [404, 404]
