"""What stands on the papers: figures, words, signatures, drafts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from panel.adapters.secrets import paper_code
from panel.db import db
from panel.domain.errors import Conflict, Invalid, NotFound
from panel.domain.sheets import Act
from panel.models import Mark, Snapshot
from panel.operations.certifications import certify_province
from panel.operations.days import mark_no_show
from panel.operations.results import reopen_zone
from panel.operations.schedules import move_presenter, publish_plan
from panel.queries.documents import find_document
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import CODE
from tests.documents.conftest import squeezed

pytestmark = pytest.mark.pdf


def test_the_plan_is_a_draft_until_it_is_published(stage, draw):
    assert draw("plan").says("DRAFT")
    stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)
    plan = draw("plan", lang="th")
    assert not plan.says("DRAFT") and not plan.says("ร่าง")
    for words in (
        "แผนปฏิบัติการประเมินผลสำเร็จการขับเคลื่อน",
        "ระดับกลุ่มโซนอำเภอ",
        "วันที่ ๘ สิงหาคม ๒๕๖๘",
        "บร ๐๐๑๙/ว ๕๑๗๒",
        "ห้องประชุมที่ว่าการอำเภอพุทไธสง",
        "เมืองบุรีรัมย์",
        "๐๙.๓๐–๑๐.๐๐",
    ):
        assert plan.says(words), words


def test_a_plan_that_changed_since_is_a_draft_again(stage, draw):
    stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)

    def swap(event):
        slot = find_slot(stage.zone(), "3101")
        move_presenter(slot, to=stage.zone(), position=2, by=stage.by("organiser"))

    stage.run(swap, write=True)
    assert draw("plan").says("DRAFT")


def test_a_sheet_holds_the_whole_rubric_with_marks_and_sums_on_one_page(stage, draw):
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, value="ควรเพิ่มหลักฐานเชิงประจักษ์")
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, node="2.1", value="โดดเด่นมาก")
    stage.score("z1-judge-1")
    sheet = draw("sheets", lang="th")
    [page] = sheet.pages
    for words in (
        "เกณฑ์ชี้วัดการประเมินผลสำเร็จการขับเคลื่อนข้อเสนอนวัตกรรมริเริ่มสร้างสรรค์",
        "๘๖๖๐/๒๕๖๘",
        "ผลสำเร็จในการจัดตั้งและพัฒนากลไกขับเคลื่อนภารกิจ๒๐๑๕",
        "ผลสำเร็จตามตัวชี้วัดระดับความสำเร็จ (Milestone)๗๐๕๗",
        "๑๐๐๘๐",
        "เมืองบุรีรัมย์",
        "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑",
        "ควรเพิ่มหลักฐานเชิงประจักษ์",
        "โดดเด่นมาก",
    ):
        assert squeezed(words) in page, words


def test_a_sheet_is_printed_once_it_was_submitted_and_a_draft_without_digest_while_it_was_taken_back(
    stage, draw
):
    stage.score("z1-judge-1", submit=False)
    with pytest.raises(Conflict, match=r"document\.empty"):
        draw("sheets")
    stage.act("z1-judge-1", "z1-judge-1", Act.SUBMIT)
    assert draw("sheets").says("Verification code") and not draw("sheets").says("DRAFT")
    stage.act("z1-judge-1", "z1-judge-1", Act.WITHDRAW)
    assert draw("sheets").says("DRAFT") and not draw("sheets").says("Verification code")


def test_who_recused_signs_a_sheet_with_the_reason_and_no_table(stage, draw):
    stage.act("z1-judge-1", "z1-judge-1", Act.RECUSE, value={"reason": "ญาติทำงานในอำเภอนี้"})
    sheet = draw("sheets", seat="z1-judge-1")
    assert sheet.says("gives no marks (recused: ญาติทำงานในอำเภอนี้)")
    assert not sheet.says("Full mark")


def test_the_summary_has_every_total_the_mean_and_the_rank(stage, draw):
    stage.score_zone()
    stage.finalise()
    summary = draw("summary", zone="z1")
    [page] = summary.pages
    assert "1MueangBuriRam808080808080.001" in page
    assert "5Krasang767676767676.005" in page
    assert page.count("Signed") == 6
    assert not summary.says("DRAFT")


def test_recusals_absences_and_no_shows_are_said_with_their_reasons(stage, draw):
    stage.act("z1-judge-1", "z1-judge-1", Act.RECUSE, value={"reason": "คู่สมรส"})
    stage.act("z1-chair", "z1-judge-2", Act.ABSENT, value={"reason": "ลาป่วย"})
    for seat in ("z1-chair", "z1-judge-3", "z1-judge-4"):
        stage.score(seat)
    stage.run(
        lambda event: mark_no_show(find_slot(stage.zone(), "3116"), by=stage.by("z1-chair"), reason="น้ำท่วม"),
        write=True,
    )
    summary = draw("summary", zone="z1")
    assert summary.says("1 Mueang Buri Ram 80 recused absent 80 80 80.00 1")
    assert summary.says("2 Huai Rat - - - - - - -")
    assert summary.says("recused: คู่สมรส") and summary.says("absent (ลาป่วย)")
    assert summary.says("Huai Rat: Did not appear")


def test_results_show_marks_by_judge_and_the_edition_without_names_names_no_judge(stage, draw):
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, value="ดีเยี่ยม")
    stage.score_zone()
    stage.finalise()
    full = draw("results", zone="z1", presenter="3101")
    assert full.says("กรรมการคนที่ 1") or full.says("กรรมการคนที่ ๑")
    assert full.says("2.3.1") and full.says("15 12 12 12 12 12 12.00")
    unnamed = draw("results", zone="z1", presenter="3101", names=False)
    assert unnamed.says("ดีเยี่ยม") and unnamed.says("15 12 12 12 12 12 12.00")
    assert not unnamed.says("กรรมการคนที่")


def test_the_ranking_says_which_step_decided_and_that_zones_have_no_common_scale(stage, draw):
    def nobody_came(event):
        for zone in ("z1", "z2", "z3", "z4"):
            for slot in timed_slots(stage.zone(zone)):
                if slot.presenter.code not in {"3101", "3116"}:
                    mark_no_show(slot, by=stage.by(f"{zone}-chair"), reason="น้ำท่วม")

    stage.run(nobody_came, write=True)
    for seat in ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4"):
        stage.score(seat, "3101")
        stage.score(seat, "3116")
    for zone in ("z1", "z2", "z3", "z4"):
        stage.finalise(zone)
    ranking = draw("ranking")
    zones, province = ranking.pages[:4], "".join(ranking.pages[4:])
    assert [page.count("Notonacommonscale.") for page in zones] == [0, 0, 0, 0]
    assert province.count("Notonacommonscale.") == 1 and "jointrank" in province
    assert "ประธานกรรมการระดับจังหวัด" in province
    assert "DRAFT" in province and "DRAFT" not in "".join(zones)


def test_the_province_is_a_draft_until_it_is_certified(stage, zones_final, draw):
    stage.run(lambda event: certify_province(event, by=stage.by("province-chair")), write=True)
    ranking = draw("ranking")
    assert not ranking.says("DRAFT")
    assert ranking.says("Certified on 8 August 2025 09:10 by ประธานกรรมการระดับจังหวัด.")


def test_an_earlier_version_is_printed_as_it_was_and_says_that_it_no_longer_holds(stage, draw):
    stage.score_zone()
    stage.finalise()
    final = {name: draw(name, zone="z1", version=1) for name in ("ranking", "summary", "results")}
    stage.run(
        lambda event: reopen_zone(stage.zone(), by=stage.by("z1-chair"), reason="พิมพ์คะแนนผิด"), write=True
    )
    stage.act("z1-chair", "z1-judge-1", Act.RETURN, value={"reason": "look again"})
    for name, words in {
        "ranking": "1 Mueang Buri Ram 80.00",
        "summary": "1 Mueang Buri Ram 80 80 80 80 80 80.00 1",
        "results": "15 12 12 12 12 12 12.00",
    }.items():
        earlier = draw(name, zone="z1", version=1)
        assert (final[name].says("SUPERSEDED"), final[name].says(words)) == (False, True)
        assert (earlier.says("SUPERSEDED"), earlier.says(words)) == (True, True)
        assert earlier.says("Reopened on 8 August 2025 09:10: พิมพ์คะแนนผิด")
    assert draw("ranking", zone="z1").says("DRAFT")


def test_a_version_that_holds_is_the_paper_of_today(stage, draw):
    stage.score_zone()
    stage.finalise()
    for name in ("ranking", "summary", "results"):
        assert draw(name, zone="z1", version=1).text == draw(name, zone="z1").text


@pytest.mark.parametrize(
    ("document", "options", "refusal", "code"),
    [
        ("summary", {}, Invalid, "document.version_of_zone"),
        ("ranking", {}, NotFound, "certification.no_version"),
        ("ranking", {"zone": "z1", "version": 2}, NotFound, "result.no_version"),
        ("sheets", {"zone": "z1"}, Invalid, "document.not_by"),
    ],
)
def test_a_version_that_is_not_there_is_refused(stage, draw, document, options, refusal, code):
    stage.score_zone()
    stage.finalise()
    with pytest.raises(refusal) as told:
        draw(document, **({"version": 1} | options))
    assert told.value.code == code


def test_a_version_that_was_changed_is_not_printed(stage, draw):
    stage.score_zone()
    stage.finalise()
    changed = update(Snapshot).values(body={"presenters": []})
    stage.run(lambda event: db.session.execute(changed), write=True)
    with pytest.raises(Conflict) as told:
        draw("ranking", zone="z1", version=1)
    assert told.value.code == "result.version_altered"


def test_a_province_with_an_open_zone_is_a_draft(stage, draw):
    stage.score_zone()
    stage.finalise()
    ranking = draw("ranking")
    assert "DRAFT" not in ranking.pages[0] and "DRAFT" in ranking.pages[1] and "DRAFT" in ranking.pages[4]


def test_blank_sheets_name_themselves_and_hold_no_marks(stage, draw):
    stage.score("z1-judge-1")
    blank = draw("blank-sheets", zone="z1", seat="z1-judge-1", presenter="3101")
    [page] = blank.pages
    assert "z1-judge-1×3101" in page and "2.5.1" in page and "DRAFT" not in page
    assert "10080" not in page


@pytest.mark.parametrize(
    ("base_url", "words"),
    [
        ("https://panel.example", "scan the QR code or type"),
        ("http://127.0.0.1:8000", "To type this sheet in, type"),  # a QR code would lead nowhere
    ],
)
@pytest.mark.parametrize("lang", ["en", "th"])
def test_a_blank_sheet_bears_its_code_on_its_one_page(app, draw, base_url, words, lang):
    settings = replace(app.extensions["panel_settings"], base_url=base_url)
    app.extensions["panel_settings"] = settings
    blank = draw("blank-sheets", zone="z1", seat="z1-judge-1", presenter="3101", lang=lang)
    [page] = blank.pages
    assert paper_code(settings.secret_key, CODE, "zones", "z1-judge-1", "3101") in page
    assert lang == "th" or squeezed(words) in page
    assert max(box[3] for box in blank.boxes) < 841.89 - 12
    assert blank == draw("blank-sheets", zone="z1", seat="z1-judge-1", presenter="3101", lang=lang)


def test_marks_that_changed_after_finalising_are_not_printed_as_final(stage, draw):
    stage.score_zone()
    stage.finalise()
    stage.run(lambda event: db.session.execute(update(Mark).values(value="1")), write=True)
    for document in ("sheets", "summary", "results", "ranking"):
        with pytest.raises(Conflict) as refusal:
            draw(document, zone="z1")
        assert refusal.value.code == "result.altered"


def test_nothing_begun_gives_nothing_to_print(draw):
    with pytest.raises(Conflict) as refusal:
        draw("sheets")
    assert refusal.value.code == "document.empty"


@pytest.mark.parametrize(
    ("document", "options", "error"),
    [
        ("summary", {"seat": "z1-chair"}, Invalid),
        ("ranking", {"presenter": "3101"}, Invalid),
        ("sheets", {"zone": "z9"}, NotFound),
        ("sheets", {"presenter": "9999"}, NotFound),
        ("sheets", {"seat": "nobody"}, NotFound),
    ],
)
def test_a_choice_that_fits_nothing_is_refused(draw, document, options, error):
    with pytest.raises(error):
        draw(document, **options)


def test_an_unknown_document_is_refused_with_those_there_are():
    with pytest.raises(NotFound) as refusal:
        find_document("leaflet")
    known = "plan, door, access-slips, blank-sheets, sheets, summary, results, ranking, brief, "
    known += "certificates, letter, pack"
    assert refusal.value.params["known"] == known
