"""The governor's page, and the page on which a judge signs once for all sheets."""

from __future__ import annotations

import pytest

from panel.domain.documents import Numerals
from panel.domain.errors import Invalid
from panel.operations.certifications import certify_province
from tests.documents.conftest import squeezed

pytestmark = pytest.mark.pdf


def test_the_governor_reads_on_one_page_who_is_first_and_how_far_that_goes(stage, zones_final, draw):
    [page] = draw("brief").pages
    for words in (
        "DRAFT",
        "Zone 1 Mueang Buri Ram 80.00 5 Finalised",
        "First by the figures alone: read the notice before choosing.",
        "Not on a common scale.",
        "The province's ranking is not certified",
    ):
        assert squeezed(words) in page, words
    stage.run(lambda event: certify_province(event, by=stage.by("province-chair")), write=True)
    brief = draw("brief")
    assert not brief.says("DRAFT")
    assert brief.says("Nothing: all zones are finalised and the ranking is certified.")
    assert brief.says("Certified on 8 August 2025 09:10 by ประธานกรรมการระดับจังหวัด.")


def test_what_is_still_open_is_named_zone_by_zone(stage, draw):
    stage.score("z1-judge-1")
    [page] = draw("brief").pages
    assert squeezed("Zone 1: not finalised, sheets not submitted yet: 24") in page
    assert squeezed("Zone 4: not finalised, sheets not submitted yet: 30") in page


def test_the_brief_is_of_the_whole(draw):
    with pytest.raises(Invalid):
        draw("brief", zone="z1")


def test_a_judge_signs_once_for_all_sheets_each_by_its_code(stage, draw):
    stage.score("z1-judge-1", "3101")
    stage.score("z1-judge-1", "3116")
    options = {"seat": "z1-judge-1", "lang": "th"}
    *sheets, last = draw("sheets", one_signature=True, **options).pages
    assert [page.count("ลงชื่อ") for page in (*sheets, last)] == [0, 0, 1]
    codes = [page.split(squeezed("รหัสตรวจสอบ"))[1][:12] for page in draw("sheets", **options).pages]
    assert [code in last for code in codes] == [True, True]
    assert "๑เมืองบุรีรัมย์๘๐๑" in last


def test_thai_papers_have_arabic_digits_by_choice_in_their_foot_too(stage, draw):
    stage.score("z1-judge-1")
    sheet = draw("sheets", lang="th", numerals=Numerals.ARABIC)
    assert not set("๐๑๒๓๔๕๖๗๘๙") & set(sheet.text)
    assert sheet.says("หน้า 1 จาก 1") and sheet.says("8 สิงหาคม พ.ศ. 2568")
