"""What presenters bring on the web: handed in from a phone, opened by their own judges and nobody else's."""

from __future__ import annotations

from io import BytesIO

import pytest

from panel.db import db
from panel.domain.materials import MOST_BYTES
from panel.models import Material
from panel.operations.materials import set_deadline
from panel.operations.schedules import move_presenter, publish_plan
from panel.queries.events import find_round
from panel.queries.schedules import find_slot
from tests.conftest import CODE
from tests.files import pdf, picture
from tests.web.conftest import EVENT, page

AMPHOE = "amphoe-3101"
PUBLIC_PLAN = f'href="/plan/{CODE}"'
OWN = f"{EVENT}/presenting/3101"


@pytest.fixture
def bring(as_):
    """Somebody hands a file in by the form: bring("evidence", picture(), "map.png")."""

    def sent(kind, content, name="map.png", who=AMPHOE, presenter="3101", **more):
        data = {"file": (BytesIO(content), name), **more}
        return as_(who).post(f"{EVENT}/presenting/{presenter}/materials/{kind}", data=data)

    return sent


@pytest.fixture
def digest(app, bring):
    """Of an infographic that 3101 brought."""
    assert bring("infographic", picture(), title="Our year").location == OWN
    with app.app_context():
        return db.session.scalars(db.select(Material.digest)).one()


@pytest.mark.parametrize(
    ("kind", "content", "name", "told"),
    [
        ("infographic", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "Choose a photo"),
        ("slides", picture(), "a.pdf", "Choose a PDF."),
        ("slides", b"PK\x03\x04", "a.pptx", "in PowerPoint by File, Export, PDF"),
        ("evidence", b"<html><script>", "a.pdf", "Choose a photo"),
        ("evidence", pdf(201), "a.pdf", "1 to 200 pages"),
        ("evidence", b"", "", "Choose a file."),
    ],
)
def test_what_is_not_taken_is_told_on_the_form(bring, kind, content, name, told):
    answer = bring(kind, content, name)
    assert answer.status_code == 422
    assert told in page(answer)


def test_slides_of_many_pages_are_taken(bring, as_):
    assert bring("slides", pdf(60), "GROWTH.pdf").location == OWN
    assert "GROWTH" in page(as_(AMPHOE).get(OWN))


def test_more_than_the_room_for_a_file_is_refused_before_it_is_read(as_):
    sent = {"data": b"x" * (MOST_BYTES + 2**20), "content_type": "multipart/form-data; boundary=x"}
    answer = as_(AMPHOE).post(f"{OWN}/materials/evidence", **sent)
    assert answer.status_code == 413
    assert "20 MB" in page(answer)


def test_who_may_not_hand_in_may_not_send_so_much_either(app, as_):
    """Turned away before it is read: the room is the presenter's own."""
    sent = {"data": b"x" * (2**21 + 1), "content_type": "multipart/form-data; boundary=x"}
    app.config.update(WTF_CSRF_ENABLED=True)
    answers = [
        client.post(f"{OWN}/materials/evidence", **sent) for client in (app.test_client(), as_("z1-judge-1"))
    ]
    assert [answer.status_code for answer in answers] == [413, 413]


def test_a_presenter_who_tries_too_often_waits(bring, monkeypatch):
    monkeypatch.setattr("panel.web.materials.MOST_TRIES", 1)
    assert bring("evidence", b"x").status_code == 422
    assert "Too many attempts" in page(bring("evidence", picture()))
    assert bring("evidence", picture(), who="organiser").status_code == 302


def test_a_link_is_shown_with_its_host_and_opened_apart(as_):
    client = as_(AMPHOE)
    data = {"url": "https://youtu.be/abc", "title": "A year in three minutes"}
    assert client.post(f"{OWN}/materials/video", data=data).location == OWN
    shown = page(client.get(OWN))
    link = 'href="https://youtu.be/abc" target="_blank" rel="noopener noreferrer">A year in three minutes</a>'
    assert link in shown
    assert '<span class="soft small">youtu.be</span>' in shown
    assert (
        client.post(f"{OWN}/materials/video", data=data | {"url": "javascript:alert(1)"}).status_code == 422
    )


FILES = {
    "its own": ("/presenting/3101/files/{}", {"organiser", AMPHOE}),
    "its panel's": (
        "/zones/z1/presenters/3101/files/{}",
        {"organiser", "z1-chair", "z1-judge-1", "z1-secretary", "province-chair"},
    ),
}


@pytest.mark.parametrize("way", FILES)
@pytest.mark.parametrize(
    "who",
    [
        "organiser",
        "z1-chair",
        "z1-judge-1",
        "z1-secretary",
        "province-chair",
        "z2-judge-1",
        AMPHOE,
        "amphoe-3116",
        "amphoe-3110",
    ],
)
def test_a_file_is_opened_by_its_own_and_their_panel_alone(as_, digest, way, who):
    path, allowed = FILES[way]
    with as_(who).get(EVENT + path.format(digest)) as answer:
        assert answer.status_code == (200 if who in allowed else 403)
        assert (answer.data == picture()) is (who in allowed)


def test_another_zones_address_leads_to_nothing(as_, digest):
    assert as_("z2-judge-1").get(f"{EVENT}/zones/z2/presenters/3101/files/{digest}").status_code == 404
    assert as_("z2-judge-1").get(f"{EVENT}/zones/z2/presenters/3110/files/{digest}").status_code == 404


def test_a_file_comes_as_what_it_is_and_nothing_in_it_runs(as_, digest):
    with as_("z1-judge-1").get(f"{EVENT}/zones/z1/presenters/3101/files/{digest}") as answer:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["ETag"] == f'"{digest}"'


HEADERS = {
    "Content-Type": "image/png",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": "inline; filename=3101-infographic.png",
    "Cache-Control": "private, no-cache",
    "Panel-Person": f"{CODE}/z1-judge-1",
}


def test_who_has_it_is_not_sent_it_again_and_who_asks_for_a_part_gets_that(as_, digest):
    client, path = as_("z1-judge-1"), f"{EVENT}/zones/z1/presenters/3101/files/{digest}"
    with client.get(path, headers={"If-None-Match": f'"{digest}"'}) as answer:
        assert answer.status_code == 304
    with client.get(path, headers={"Range": "bytes=0-7"}) as part:
        assert (part.status_code, part.data) == (206, picture()[:8])


def test_a_judge_finds_it_beside_the_sheet_and_the_panel_in_a_list(as_, digest):
    path = f"{EVENT}/zones/z1/presenters/3101/files/{digest}"
    sheet = page(as_("z1-judge-1").get(f"{EVENT}/zones/z1/sheets/z1-judge-1/3101"))
    listed = page(as_("z1-secretary").get(f"{EVENT}/zones/z1/materials"))
    assert [path in shown and "Our year" in shown for shown in (sheet, listed)] == [True, True]
    assert "Our year" not in page(as_("z1-judge-1").get(f"{EVENT}/zones/z1/sheets/z1-judge-1/3116"))


def test_a_judges_list_names_small_files_to_be_kept(as_, digest):
    shown = page(as_("z1-judge-1").get(f"{EVENT}/zones/z1/sheets"))
    assert f'data-files="{EVENT}/zones/z1/presenters/3101/files/{digest} "' in shown


def test_it_is_taken_away_after_a_question(as_, digest):
    client, path = as_(AMPHOE), f"{OWN}/removals/{digest}"
    assert "Our year" in page(client.get(path))
    assert client.post(path).location == OWN
    assert client.get(f"{OWN}/files/{digest}").status_code == 404
    assert client.get(path).status_code == 404


def test_after_the_deadline_a_presenter_reads_and_an_organiser_changes(stage, clock, as_, digest):
    stage.run(lambda event: set_deadline(event, clock(), by=stage.by("organiser")), write=True)
    clock.forward(minutes=1)
    shown = page(as_(AMPHOE).get(OWN))
    assert ("Files could be handed in until 8 August 2025 09:10" in shown, "Replace…" in shown) == (
        True,
        False,
    )
    assert "Replace…" in page(as_("organiser").get(OWN))


@pytest.mark.parametrize("day", ["7 สิงหาคม 2568", "๗ ส.ค. ๒๕๖๘", "7/8/2568", "2025-08-07"])
def test_a_deadline_is_written_as_people_write(app, as_, day):
    client = as_("organiser")
    answer = client.post(f"{EVENT}/presenting/deadline", data={"day": day, "at": "16.30"})
    assert answer.location == f"{EVENT}/presenting"
    assert 'value="7 August 2025"' in page(client.get(f"{EVENT}/presenting"))
    assert "handed in until 7 August 2025 16:30" in page(as_(AMPHOE).get(OWN))


def test_a_deadline_that_is_none_is_refused(as_):
    answer = as_("organiser").post(f"{EVENT}/presenting/deadline", data={"day": "soon", "at": "16:30"})
    assert answer.status_code == 422
    assert "Write a day such as" in page(answer)


def test_a_presenter_comes_to_the_own_page_and_an_organiser_to_all(as_, digest):
    assert as_(AMPHOE).get("/", follow_redirects=True).request.path == OWN
    shown = page(as_("organiser").get(f"{EVENT}/presenting"))
    assert shown.count("/presenting/31") >= 23


def test_before_the_plan_is_published_no_time_is_told(as_):
    answer = as_(AMPHOE).get(OWN)
    assert "The plan is not published yet." in page(answer)
    assert ("09:00" in page(answer), PUBLIC_PLAN in answer.text) == (False, False)


def test_the_own_slot_its_hall_and_who_is_before_follow_the_plan(stage, as_):
    stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)
    client, path = as_("amphoe-3116"), f"{EVENT}/presenting/3116"
    shown = page(client.get(path))
    assert [words in shown for words in ("09:30–10:00", "Mueang Buri Ram 09:00–09:30")] == [True, True]
    assert client.get(path).text.count(PUBLIC_PLAN) == 2  # there, and above every page of theirs
    stage.run(lambda event: first(event, stage), write=True)
    shown = page(client.get(path))
    assert [words in shown for words in ("09:00–09:30", "Changed: was 09:30", "you are the first")] == [
        True
    ] * 3


def first(event, stage):
    slot = find_slot(find_round(event, "zones"), "3116")
    move_presenter(slot, to=slot.zone, position=1, by=stage.by("organiser"))


def test_practice_brings_nothing(as_):
    assert as_("organiser").get(f"{EVENT}/presenting/practice-z1").status_code == 404


@pytest.mark.parametrize("kind", ["sound", "Slides", "materials"])
def test_there_are_four_kinds(as_, kind):
    assert as_(AMPHOE).get(f"{OWN}/materials/{kind}").status_code == 404
