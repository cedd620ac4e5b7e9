"""The middle of a day, as every page may meet it: zone 1 half way, zone 2 final, zone 3 opened again, zone 4
untouched; a plan that changed since it was published; papers made, failed and waiting."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import uuid4

from panel.adapters.uploads import CheckedFile, staged
from panel.adapters.uploads import Kind as FileKind
from panel.adapters.workbooks import read_sheet
from panel.domain.documents import Choice, Document
from panel.domain.errors import PanelError
from panel.domain.events import Break, Rules, Window
from panel.domain.imports import Sheet
from panel.domain.imports.columns import Sort
from panel.domain.letterheads import Signatory, Signed
from panel.domain.materials import MaterialKind
from panel.domain.panels import Role
from panel.domain.papers import PaperRule
from panel.domain.planning import Constraint, Core, Cost, Impossible, Kind, Wish
from panel.domain.planning.answers import answer_to_json
from panel.domain.planning.terms import Terms
from panel.domain.publications import Readership, Scope
from panel.domain.schedules import Excuse, Request, WayOut
from panel.domain.sheets import Act
from panel.models import Event, Job
from panel.operations.accounts import set_pin
from panel.operations.days import mark_no_show
from panel.operations.documents import ask_for_document, finish_document
from panel.operations.entries import NewEntry
from panel.operations.finals import Terms as FinalTerms
from panel.operations.finals import set_up_final
from panel.operations.imports import keep_import
from panel.operations.jobs import claim_job, fail_job
from panel.operations.letterheads import save_signatory
from panel.operations.materials import bring_file, bring_link
from panel.operations.panels import Appointment, replace_seat
from panel.operations.papers import file_paper, keep_typing
from panel.operations.plans import ask_for_plan, ask_for_zoning, finish_plan, note_progress
from panel.operations.publications import publish_results
from panel.operations.results import reopen_zone
from panel.operations.schedules import insert_break, publish_plan, start_zone
from panel.operations.signed_copies import attach_copy
from panel.operations.uploads import attach_scan
from panel.queries.events import find_presenter, find_seat
from panel.queries.schedules import find_slot
from panel.queries.sheets import sheet_page
from panel.queries.snapshots import current_snapshot
from tests.conftest import MARKS, SECRET, entries_for
from tests.files import picture
from tests.queries.test_planning import plan_from
from tests.stages import Stage


def play(stage: Stage) -> None:
    name_signatories(stage)
    score_first_zone(stage)
    finish_others(stage)
    plan_anew(stage)
    type_papers(stage)
    sign(stage)
    bring_materials(stage)
    ask_for_papers(stage)
    ask_for_plans(stage)
    upload_lists(stage)
    set_up_a_final(stage)
    publish_second_zone(stage)


def name_signatories(stage: Stage) -> None:
    """One, who signs the letter and certificates."""
    office = Signatory(
        name="รองผู้ว่าราชการจังหวัด",
        name_en="A deputy governor",
        position="ปฏิบัติราชการแทน ผู้ว่าราชการจังหวัดบุรีรัมย์",
        position_en="For the Governor of Buriram",
        signs=frozenset({Signed.LETTER, Signed.CERTIFICATES}),
    )
    stage.run(lambda event: save_signatory(event, None, office, by=stage.by("organiser")), write=True)


def publish_second_zone(stage: Stage) -> None:
    """Its ranking to everybody, and to each amphoe its own result."""
    for what in ((Scope.RANKING, Readership.PUBLIC), (Scope.FEEDBACK, Readership.PRESENTERS)):
        stage.run(partial(_publish, stage, *what), write=True)


def _publish(stage: Stage, scope: Scope, readership: Readership, event: Event) -> None:
    by = stage.by("organiser")
    publish_results(event, stage.zone("z2"), scope=scope, readership=readership, shown_from=by.at, by=by)


def set_up_a_final(stage: Stage) -> None:
    """Nobody comes into it yet: two zones are open."""
    terms = FinalTerms(name="รอบชิงชนะเลิศ", name_en="Final round", top=2, carry=40, venue="buriram", start=840)
    stage.run(lambda event: set_up_final(event, terms, by=stage.by("organiser")), write=True)


def score_first_zone(stage: Stage) -> None:
    for presenter in ("3101", "3116", "3115"):
        stage.score("z1-chair", presenter)
    stage.score("z1-judge-1")
    stage.score("z1-judge-1", "3116", {"1.1": "5", "2.3.1": "9"}, submit=False)
    stage.score("z1-judge-1", "3116", {"1.1": "7"}, submit=False)  # from another device: stale
    stage.score("z1-judge-1", "3115", submit=False)
    stage.act("z1-judge-1", "z1-judge-1", Act.MARK, node="1.1", value="9")  # late
    stage.hold("z1-judge-1", *entries_for("z1-judge-1", "3116", {"1.2": "6"}))
    stage.score("z1-judge-2")
    stage.act("z1-chair", "z1-judge-2", Act.RETURN, value={"reason": "ข้อ ๑.๑ สูงกว่าที่นำเสนอ"})
    stage.act("z1-chair", "z1-judge-3", Act.ABSENT, value={"reason": "ไปราชการ"})
    stage.act("z1-judge-4", "z1-judge-4", Act.RECUSE, value={"reason": "ญาติ"})
    stage.run(
        lambda _: mark_no_show(find_slot(stage.zone(), "3103"), by=stage.by("z1-chair"), reason="น้ำท่วม"),
        write=True,
    )


def type_papers(stage: Stage) -> None:
    """One that is in, with its scan, and one that was typed once."""
    by, seat, settings = "z1-secretary", "z1-judge-3", stage.app.extensions["panel_settings"]
    scan = CheckedFile(picture(size=(210, 297)), FileKind.PNG, "ใบคะแนน.png")

    def file(event: Event) -> None:
        end = NewEntry(str(uuid4()), seat, "3116", Act.SUBMIT)
        entries = entries_for(seat, "3116")
        sheet = file_paper(event, entries, end, by=stage.by(by), read_back_by="กรรมการคนที่ ๓")
        attach_scan(sheet, scan, by=stage.by(by), settings=settings)

    def keep(event: Event) -> None:
        page, rules = sheet_page(event, "z1", seat, "3115"), event.rules
        event.rules = Rules(paper=PaperRule.TYPED_TWICE).to_json()
        keep_typing(page, {f"mark-{node}": mark for node, mark in MARKS.items()}, by=stage.by(by))
        event.rules = rules

    for act in (file, keep):
        stage.run(act, write=True)


def sign(stage: Stage) -> None:
    """What zone 2's panel signed is scanned."""
    settings = stage.app.extensions["panel_settings"]
    copy = CheckedFile(picture("JPEG", size=(210, 297)), FileKind.JPEG, "ใบสรุปคะแนน-ลงนาม.jpg")

    def attach(_event: Event) -> None:
        snapshot = current_snapshot(stage.zone("z2"))
        assert snapshot is not None
        with staged(settings, copy.content) as place:
            attach_copy(snapshot, copy, place, by=stage.by("z2-secretary"))

    stage.run(attach, write=True)


def finish_others(stage: Stage) -> None:
    stage.act("z2-chair", "z2-chair", Act.COMMENT, "3111", node="", value="นำเสนอดีมาก")
    for zone in ("z2", "z3"):
        stage.score_zone(zone)
        stage.finalise(zone)
    stage.run(lambda _: reopen_zone(stage.zone("z3"), by=stage.by("z3-chair"), reason="พิมพ์ผิด"), write=True)
    for code in ("z2-chair", "z3-chair"):
        stage.run(lambda _, by=code: set_pin(stage.by(by).person, "hash", by=stage.by(by)), write=True)


def plan_anew(stage: Stage) -> None:
    by = "organiser"
    stage.run(lambda event: publish_plan(event, by=stage.by(by)), write=True)
    stage.run(lambda _: start_zone(stage.zone("z4"), at=510, by=stage.by(by)), write=True)
    noon = Break("พักกลางวัน", Window(720, 780), "z4")
    stage.run(lambda event: insert_break(event, noon, by=stage.by(by)), write=True)
    successor = Appointment("กรรมการผู้มาแทน", "กรรมการ", None, Role.JUDGE, scores=True)
    stage.run(
        lambda event: replace_seat(find_seat(event, "z4-judge-4"), successor, by=stage.by(by), secret=SECRET),
        write=True,
    )


def bring_materials(stage: Stage) -> None:
    """A picture and a link of the first amphoe."""
    settings = stage.app.extensions["panel_settings"]
    file = CheckedFile(picture(size=(320, 240), colour="teal"), FileKind.PNG, "ภาพรวมอำเภอ.png")

    def bring(event: Event) -> None:
        presenter, by = find_presenter(event, "3101"), stage.by("amphoe-3101")
        with staged(settings, file.content) as place:
            kind = MaterialKind.INFOGRAPHIC
            bring_file(presenter, kind, file, place, title="", by=by, settings=settings)
        bring_link(presenter, url="https://youtu.be/abc", title="หนึ่งปีในสามนาที", by=by, settings=settings)

    stage.run(bring, write=True)


def ask_for_papers(stage: Stage) -> None:
    def ask(person: str, document: str) -> None:
        choice = Choice(Document(document), zone="z1")
        stage.run(lambda event: ask_for_document(event, choice, by=stage.by(person)), write=True)

    def made(_: Event) -> None:
        finish_document(claim_job(by=stage.by("organiser")), "plan.pdf", b"", by=stage.by("organiser"))

    def failed(_: Event) -> None:
        fault = PanelError("document.crashed")
        fail_job(claim_job(by=stage.by("organiser")), fault, by=stage.by("organiser"))

    ask("organiser", "plan")
    stage.run(made, write=True)
    ask("organiser", "blank-sheets")
    stage.run(failed, write=True)
    ask("z1-chair", "blank-sheets")


def upload_lists(stage: Stage) -> None:
    """A list that says something else than the plan, and one in which much is wrong."""
    lists = {
        "อำเภอ.csv": "รหัส,อำเภอ,ชื่ออังกฤษ,กลุ่มโซน,ไม่ก่อน\n"
        "3108,บ้านกรวด,Ban Kruat,กลุ่มโซนที่ ๔,๑๐.๐๐ น.\n9901,อำเภอใหม่,New district,กลุ่มโซนที่ 4,\n",
        "ผิด.csv": "รหัส,อำเภอ,ชื่ออังกฤษ,กลุ่มโซน,ไม่ก่อน\n"
        "3111,สตึก,Satuek,กลุ่มโซนที่ ๓,25.00\n9901,อำเภอใหม่,New district,กลุ่มโซนที่ ๙,\n",
    }
    for name, text in lists.items():
        sheet = read_sheet(Sort.PRESENTERS, text.encode())

        def keep(event: Event, sheet: Sheet = sheet, name: str = name) -> None:
            by = stage.by("organiser")
            assert by.person is not None
            keep_import(event, sheet, file=name, remove=False, of=by.person, at=by.at)

        stage.run(keep, write=True)


def ask_for_plans(stage: Stage) -> None:
    """A plan, clashes without one, a division into zones, and a search under way."""

    def ask(event: Event, seed: int) -> Job:
        return ask_for_plan(event, Terms(seed=seed), by=stage.by("organiser"))

    def answer(event: Event) -> None:
        by = stage.by("organiser")
        plan = replace(
            plan_from(event, 510),
            costs=(Cost(Wish.MISSED, 1, 1), Cost(Wish.END, 690, 660)),
            excused=frozenset({Excuse("z4-judge-1", "3108")}),
            refused=(Request("3120", "zones", 600, None),),
        )
        start = Constraint(Kind.START, zone="z4", window=Window(540, 1440))
        way = WayOut("way.start_zone", {"zone": "z4", "start_time": 510})
        core = Core((Constraint(Kind.DAY, zone="z4", window=Window(510, 990)), start), 30, (way,))
        finish_plan(ask(event, 1), answer_to_json(plan), by=by)
        finish_plan(ask(event, 2), answer_to_json(Impossible((core,))), by=by)
        zones = ask_for_zoning(event, Terms(free=True), {"3108": "z4"}, by=by)
        finish_plan(zones, {"zones": {"3120": "z1"}}, by=by)
        progress = {"wish": "end", "value": 720, "bound": 690, "plans": 3, "seconds": 4.2}
        note_progress(ask(event, 3), progress)

    stage.run(answer, write=True)
