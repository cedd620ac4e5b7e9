"""Documents on the web: what is offered to whom, asking, fetching, and what a digest on paper stands for."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from panel.db import db
from panel.domain.documents import Choice, Document
from panel.domain.errors import Conflict
from panel.domain.sheets import Act
from panel.models import Job, Mark, Record, Snapshot
from panel.operations.accounts import note_slips
from panel.operations.certifications import certify_province
from panel.operations.documents import file_name, finish_document
from panel.operations.jobs import fail_job
from panel.operations.results import reopen_zone
from panel.operations.schedules import publish_plan
from panel.queries.documents import papers
from panel.queries.jobs import find_job
from tests.conftest import CODE
from tests.statements import counted

LIST = f"/events/{CODE}/documents"
MARKED = ("Score sheets", "Summary of marks", "Evaluation results", "Ranking", "Set of all documents")


def ask(client, **fields):
    return client.post(LIST, data={"document": "plan", "zone": "", "lang": "th"} | fields)


def jobs(stage) -> list[tuple[str, dict, str]]:
    return stage.run(
        lambda event: [
            (job.document, job.options, job.state.value) for job in db.session.scalars(select(Job))
        ]
    )


def key_of(answer) -> str:
    return answer.headers["Location"].rsplit("/", 1)[1]


def test_an_organiser_is_offered_everything_for_the_whole_and_each_zone(as_):
    page = as_("organiser").get(LIST).text
    assert page.count("<section") == 5
    for title in ("Action plan", "Door sheet", "Blank score sheets", *MARKED):
        assert page.count(f'<th scope="row">{title}</th>') == 5


def test_digits_and_one_signature_are_part_of_what_is_asked_for(as_, stage):
    organiser = as_("organiser")
    page = organiser.get(f"{LIST}?numerals=arabic").text
    assert 'name="numerals" value="arabic"' in page and 'name="numerals" value="thai"' not in page
    assert ask(organiser, document="blank-sheets", numerals="arabic").status_code == 302
    assert ask(organiser, document="sheets", once="1").status_code == 302
    assert [(options["numerals"], options["one_signature"]) for _, options, _ in jobs(stage)] == [
        ("arabic", False),
        ("thai", True),
    ]


def test_the_governor_s_page_is_offered_of_the_whole_alone(as_):
    organiser = as_("organiser")
    assert organiser.get(LIST).text.count('<th scope="row">Summary for the governor</th>') == 1
    assert ask(organiser, document="brief", zone="z1").status_code == 403


def test_a_chair_gets_papers_with_marks_only_when_the_own_sheets_are_in(as_, stage):
    chair = as_("z1-chair")
    page = chair.get(LIST).text
    assert [page.count(f'<th scope="row">{title}</th>') for title in ("Action plan", *MARKED)] == [
        1,
        0,
        0,
        0,
        0,
        0,
    ]
    assert ask(chair, document="summary", zone="z1").status_code == 403
    for presenter in ("3101", "3116", "3115", "3121", "3103"):
        stage.score("z1-chair", presenter)
    page = chair.get(LIST).text
    assert [page.count(f'<th scope="row">{title}</th>') for title in ("Action plan", *MARKED)] == [
        1,
        1,
        1,
        1,
        1,
        1,
    ]
    assert ask(chair, document="summary", zone="z1").status_code == 302


@pytest.mark.parametrize(
    ("who", "zone", "document", "status"),
    [
        ("organiser", "", "pack", 302),
        ("organiser", "z3", "sheets", 302),
        ("z1-secretary", "z1", "sheets", 302),
        ("z1-secretary", "z1", "door", 302),
        ("z1-secretary", "z2", "door", 403),
        ("z1-judge-1", "z1", "door", 403),
        ("z1-secretary", "z2", "plan", 403),
        ("z1-secretary", "", "plan", 403),
        ("z1-chair", "z1", "blank-sheets", 302),
        ("z1-chair", "z2", "blank-sheets", 403),
        ("z1-judge-1", "z1", "plan", 403),
        ("province-chair", "", "plan", 302),
        ("province-chair", "", "ranking", 403),
    ],
)
def test_asking_is_for_whom_it_is_offered(as_, stage, who, zone, document, status):
    assert ask(as_(who), zone=zone, document=document).status_code == status
    assert len(jobs(stage)) == (status == 302)


def test_a_province_seat_prints_the_ranking_once_all_zones_are_final(as_, zones_final):
    assert ask(as_("province-chair"), document="ranking").status_code == 302


@pytest.mark.parametrize("fields", [{"document": "leaflet"}, {"lang": "xx"}, {"document": ""}])
def test_what_is_not_on_the_list_is_refused(as_, stage, fields):
    assert ask(as_("organiser"), **fields).status_code == 400
    assert jobs(stage) == []


def test_asking_keeps_a_job_and_an_audit_record_and_asking_twice_is_once(as_, stage):
    organiser = as_("organiser")
    first = ask(organiser, document="results", zone="z1", lang="en", unnamed="1")
    again = ask(organiser, document="results", zone="z1", lang="en", unnamed="1")
    assert key_of(first) == key_of(again)
    choice = Choice(Document.RESULTS, zone="z1", lang="en", names=False, asker="organiser")
    assert jobs(stage) == [("results", choice.to_json(), "waiting")]
    [act] = stage.run(
        lambda event: db.session.scalars(select(Record.act).where(Record.act.startswith("document."))).all()
    )
    assert act == "document.asked"


def test_a_waiting_job_looks_again_by_itself_and_a_finished_one_gives_its_file(app, as_, stage):
    organiser = as_("organiser")
    key = key_of(ask(organiser, document="plan"))
    waiting = organiser.get(f"/events/{CODE}/jobs/{key}")
    assert waiting.headers["Refresh"] == "2" and "Waiting" in waiting.text
    assert organiser.get(f"/events/{CODE}/jobs/{key}/file").status_code == 404
    folder = app.extensions["panel_settings"].instance / "documents"
    folder.mkdir()
    (folder / f"{key}.pdf").write_bytes(b"%PDF")
    stage.run(
        lambda event: finish_document(find_job(key), f"{key}.pdf", b"%PDF", by=stage.by("organiser")),
        write=True,
    )
    done = organiser.get(f"/events/{CODE}/jobs/{key}")
    assert "Refresh" not in done.headers and "Save the file" in done.text
    with organiser.get(f"/events/{CODE}/jobs/{key}/file") as file:
        assert (file.data, file.mimetype) == (b"%PDF", "application/pdf")
    assert file.headers["Content-Disposition"] == (
        "attachment; filename=plan.pdf; filename*=UTF-8''Action%20plan%20plan.pdf"
    )


def test_slips_are_the_organisers_and_of_the_own_zone_the_secretarys(as_):
    row = '<th scope="row">Access slips'
    cast = {who: as_(who) for who in ("organiser", "z1-secretary", "z1-chair", "province-chair")}
    assert [client.get(LIST).text.count(row) for client in cast.values()] == [5, 1, 0, 0]
    refused = (("z1-secretary", "z2"), ("z1-secretary", ""), ("z1-chair", "z1"), ("province-chair", ""))
    answers = [ask(cast[who], document="access-slips", zone=zone).status_code for who, zone in refused]
    assert answers == [403] * 4


def test_slips_are_made_for_whoever_asks_and_fetched_once(app, as_, stage):
    secretary = as_("z1-secretary")
    key = key_of(ask(secretary, document="access-slips", zone="z1", loopback="1"))
    asked = Choice(Document.ACCESS_SLIPS, zone="z1", asker="z1-secretary", loopback=True)
    assert jobs(stage) == [("access-slips", asked.to_json(), "waiting")]
    folder = app.extensions["panel_settings"].instance / "documents"
    folder.mkdir()
    (folder / file_name(key, asked)).write_bytes(b"%PDF")
    stage.run(
        lambda event: finish_document(
            find_job(key), file_name(key, asked), b"%PDF", by=stage.by("organiser"), slips={"z1-judge-1": 1}
        ),
        write=True,
    )
    assert "is gone after it" in secretary.get(f"/events/{CODE}/jobs/{key}").text
    with secretary.get(f"/events/{CODE}/jobs/{key}/file") as file:
        assert (file.data, file.headers["Cache-Control"]) == (b"%PDF", "no-store")
    assert (list(folder.iterdir()), secretary.get(f"/events/{CODE}/jobs/{key}/file").status_code) == ([], 404)


def test_the_secretarys_page_tells_whose_slip_is_printed(as_, stage, clock):
    def note(event):
        note_slips(event, {"z1-judge-1": 1}, by=stage.by("organiser"))

    secretary, page = as_("z1-secretary"), f"/events/{CODE}/zones/z1/persons"
    before = secretary.get(page).text
    stage.run(note, write=True)
    after = secretary.get(page).text
    assert [text.count("slip not printed") for text in (before, after)] == [6, 5]
    assert "Print the slips" in after


def test_a_failed_job_says_why(as_, stage):
    organiser = as_("organiser")
    key = key_of(ask(organiser, document="sheets"))
    error = Conflict("document.empty", document="sheets")
    stage.run(lambda event: fail_job(find_job(key), error, by=stage.by("organiser")), write=True)
    page = organiser.get(f"/events/{CODE}/jobs/{key}").text
    assert "There is nothing to print in Score sheets yet." in page and "Save the file" not in page


def test_a_job_is_for_who_asked_and_for_organisers(as_):
    key = key_of(ask(as_("z1-secretary"), zone="z1"))
    for who, status in (("z1-secretary", 200), ("organiser", 200), ("z1-chair", 404), ("z2-secretary", 404)):
        assert as_(who).get(f"/events/{CODE}/jobs/{key}").status_code == status, who


def digest_of(stage) -> str:
    return stage.run(lambda event: db.session.scalars(select(Snapshot.digest)).first())


def test_a_digest_is_current_then_outdated_with_the_reason_and_shows_no_marks(app, as_, stage):
    stage.score_zone()
    stage.finalise()
    seal = digest_of(stage)
    public = app.test_client()
    with public.session_transaction() as session:
        session["lang"] = "en"
    for code in (seal, seal[:12], seal[:12].upper()):
        page = public.get(f"/verify/{code}")
        assert page.status_code == 200 and "the version that holds now" in page.text
    assert "80.00" not in page.text and "76.00" not in page.text
    stage.run(lambda event: reopen_zone(stage.zone(), by=stage.by("z1-chair"), reason="พิมพ์ผิด"), write=True)
    page = public.get(f"/verify/{seal}").text
    assert "an earlier version" in page and "พิมพ์ผิด" in page


@pytest.mark.parametrize(
    "code", ["0" * 64, "0" * 12, "abc", "x" * 12, "0" * 65, "%25%25%25%25%25%25%25%25%25%25%25%25"]
)
def test_an_unknown_digest_is_said_to_be(app, code):
    assert app.test_client().get(f"/verify/{code}").status_code == 404


def test_marks_that_changed_behind_the_log_are_told(app, stage):
    stage.score_zone()
    stage.finalise()
    stage.run(lambda event: db.session.execute(update(Mark).values(value="1")), write=True)
    client = app.test_client()
    with client.session_transaction() as session:
        session["lang"] = "en"
    assert "no longer those" in client.get(f"/verify/{digest_of(stage)}").text


def sealed(stage, document: Document, **options) -> str:
    settings = stage.app.extensions["panel_settings"]
    return stage.run(lambda event: papers(event, Choice(document, **options), settings)[-1].stamp.digest)


def test_sheets_plans_and_the_province_can_be_verified_too(as_, stage):
    stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, value="ดี")
    stage.score("z1-judge-1")
    organiser = as_("organiser")
    sheet = sealed(stage, Document.SHEETS)
    assert "the version that holds now" in organiser.get(f"/verify/{sheet}").text
    assert "the version that holds now" in organiser.get(f"/verify/{sealed(stage, Document.PLAN)}").text
    stage.act("z1-judge-1", "z1-judge-1", Act.WITHDRAW)
    assert "an earlier version" in organiser.get(f"/verify/{sheet}").text


def test_the_province_is_known_once_certified_and_outdated_after(as_, stage, zones_final, clock):
    assert sealed(stage, Document.RANKING) == ""
    stage.run(lambda event: certify_province(event, by=stage.by("province-chair")), write=True)
    seal = sealed(stage, Document.RANKING)
    organiser = as_("organiser")
    assert "the version that holds now" in organiser.get(f"/verify/{seal}").text
    clock.forward(minutes=1)
    stage.run(lambda event: reopen_zone(stage.zone("z4"), by=stage.by("z4-chair"), reason="แก้"), write=True)
    assert "an earlier version" in organiser.get(f"/verify/{seal}").text


def test_the_list_costs_the_same_however_much_was_scored(as_, stage):
    organiser = as_("organiser")
    stage.score("z1-chair")
    with counted() as before:
        organiser.get(LIST)
    for zone in ("z2", "z3"):
        stage.score_zone(zone)
    with counted() as after:
        organiser.get(LIST)
    assert len(after) == len(before) <= 25
