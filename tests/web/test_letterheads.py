"""The letterhead: an emblem of which only the pixels reach papers, and the name blocks below them; and what
organisers fill in on a letter and for certificates."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from panel.adapters.uploads import EMBLEM_BYTES, EMBLEM_SIDE, check_emblem, upload_path
from panel.db import writing
from panel.domain.documents import Document
from panel.domain.letterheads import MOST_SIGNATORIES
from panel.models import Job, Record, Snapshot
from panel.queries.events import find_event
from panel.queries.jobs import choice_of
from panel.queries.letterheads import Heading
from tests.conftest import CODE, refusal_of
from tests.files import pdf, picture
from tests.web.conftest import EVENT, page

LETTERHEAD = f"{EVENT}/letterhead"
DEPUTY = {
    "name": "รองผู้ว่าราชการจังหวัด",
    "name_en": "A deputy governor",
    "position": "รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน\r\n\r\n ผู้ว่าราชการจังหวัดบุรีรัมย์ ",
    "position_en": "",
    "signs": ["letter", "brief"],
}


@pytest.fixture
def organiser(as_):
    return as_("organiser")


@pytest.fixture
def upload(organiser):
    """upload(content): an organiser hands an emblem in."""

    def sent(content, name="emblem.png"):
        return organiser.post(LETTERHEAD, data={"file": (io.BytesIO(content), name)})

    return sent


@pytest.fixture
def kept(app):
    """The bytes that papers show; None without an emblem."""

    def read():
        with app.app_context():
            digest = find_event(CODE).emblem
            return upload_path(app.extensions["panel_settings"], digest).read_bytes() if digest else None

    return read


def talkative() -> bytes:
    """A picture that says more than its pixels."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "<script>alert(1)</script>")
    file = io.BytesIO()
    Image.new("RGBA", (1500, 300), (0, 0, 0, 128)).save(file, "PNG", pnginfo=said, icc_profile=b"profile")
    return file.getvalue()


def bomb() -> bytes:
    """A hundred million pixels in a few kilobytes."""
    file = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(file, "PNG")
    return file.getvalue()


def test_an_emblem_is_kept_as_its_pixels_and_no_larger_than_papers_need(upload, kept, organiser):
    assert upload(talkative()).location == LETTERHEAD
    drawn = Image.open(io.BytesIO(kept()))
    assert (drawn.size, drawn.info) == ((EMBLEM_SIDE, EMBLEM_SIDE // 5), {})
    assert drawn.getpixel((0, 0)) == (0, 0, 0, 128)
    with organiser.get(f"{LETTERHEAD}/emblem") as shown:
        assert shown.data == kept()


def test_papers_carry_the_emblem_in_themselves(upload, app):
    upload(picture("JPEG"))
    with app.app_context():
        heading = Heading.of(find_event(CODE), app.extensions["panel_settings"])
    assert heading.emblem.startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "PNG or JPEG"),
        (pdf(), "PNG or JPEG"),
        (b"PK\x03\x04", "PNG or JPEG"),
        (picture()[:60], "can't be read"),
        (bomb(), "at most 20 million pixels"),
        (b"", "PNG or JPEG"),
    ],
    ids=["script", "pdf", "office", "broken", "bomb", "none"],
)
def test_what_is_no_emblem_is_refused_on_the_form(upload, kept, content, told):
    answer = upload(content)
    assert answer.status_code == 422
    assert told in page(answer)
    assert kept() is None


def test_an_emblem_of_more_than_two_megabytes_is_refused_unread():
    assert refusal_of(check_emblem, b"\x89PNG\r\n\x1a\n" + bytes(EMBLEM_BYTES), "") == "upload.too_large"


def test_another_emblem_takes_the_place_of_the_one_before_whose_bytes_go(upload, kept, app):
    upload(picture(colour="red"))
    with app.app_context():
        before = upload_path(app.extensions["panel_settings"], find_event(CODE).emblem)
    upload(picture(colour="blue"))
    assert Image.open(io.BytesIO(kept())).getpixel((0, 0)) == (0, 0, 255)
    assert not before.exists()


def test_the_bytes_stay_as_long_as_a_version_that_was_frozen_shows_them(
    zones_final, upload, kept, organiser, app
):
    upload(picture())
    with app.app_context(), writing():
        event = find_event(CODE)
        path = upload_path(app.extensions["panel_settings"], event.emblem)
        frozen = Snapshot.query.first()
        frozen.names = {**frozen.names, "emblem": event.emblem}
    organiser.post(f"{LETTERHEAD}/emblem/removal")
    assert kept() is None
    assert path.exists()


def test_an_emblem_is_taken_away_after_a_question(upload, kept, organiser):
    upload(picture())
    assert "bear no emblem" in page(organiser.get(f"{LETTERHEAD}/emblem/removal"))
    assert organiser.post(f"{LETTERHEAD}/emblem/removal").location == LETTERHEAD
    assert kept() is None
    assert organiser.get(f"{LETTERHEAD}/emblem").status_code == 404


def test_a_signatory_is_added_changed_and_taken_away_and_each_act_is_recorded(organiser, app):
    organiser.post(f"{LETTERHEAD}/signatories/new", data=DEPUTY)
    changed = DEPUTY | {"name_en": "Deputy governor", "signs": ["certificates"]}
    organiser.post(f"{LETTERHEAD}/signatories/1", data=changed)
    assert "Deputy governor" in page(organiser.get(LETTERHEAD))
    organiser.post(f"{LETTERHEAD}/signatories/1/removal")
    with app.app_context():
        assert find_event(CODE).signatories == []
        rows = Record.query.filter(Record.act.startswith("letterhead.")).order_by(Record.id)
        assert [(row.act, row.body.get("documents")) for row in rows] == [
            ("letterhead.signatory", ["letter", "brief"]),
            ("letterhead.signatory", ["certificates"]),
            ("letterhead.signatory_removed", None),
        ]


def test_a_position_keeps_its_lines_and_no_blank_ones(organiser, app):
    organiser.post(f"{LETTERHEAD}/signatories/new", data=DEPUTY)
    with app.app_context():
        [row] = find_event(CODE).signatories
    assert row["position"] == "รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน\nผู้ว่าราชการจังหวัดบุรีรัมย์"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("position", "a\nb\nc\nd"),
        ("position", "a\x07"),
        ("signs", ["plan"]),
    ],
)
def test_a_name_block_that_papers_have_no_room_for_is_told(organiser, app, field, value):
    answer = organiser.post(f"{LETTERHEAD}/signatories/new", data=DEPUTY | {field: value})
    assert answer.status_code == 422
    with app.app_context():
        assert find_event(CODE).signatories == []


def test_there_are_no_more_signatories_than_papers_have_room_for(organiser):
    for _ in range(MOST_SIGNATORIES):
        assert organiser.post(f"{LETTERHEAD}/signatories/new", data=DEPUTY).location == LETTERHEAD
    answer = organiser.post(f"{LETTERHEAD}/signatories/new", data=DEPUTY)
    assert answer.status_code == 422
    assert "room for 6 signatories" in page(answer)
    assert organiser.get(f"{LETTERHEAD}/signatories/7").status_code == 404


def test_a_letter_is_asked_for_with_what_was_filled_in(organiser, app):
    sent = {"about": "result", "form": "memo", "lang": "th", "number": "บร 0019/1", "date": "1/8/2568"}
    answer = organiser.post(f"{EVENT}/documents/letter", data=sent)
    assert "/jobs/" in answer.location
    with app.app_context():
        choice = choice_of(Job.query.one())
    assert choice.document is Document.LETTER
    assert choice.fields == {key: value for key, value in sent.items() if key != "lang"}


@pytest.mark.parametrize(
    ("url", "sent", "told"),
    [
        ("letter", {"about": "plan", "form": "external", "date": "tomorrow"}, "a day such as"),
        ("letter", {"about": "plan", "form": "external", "references": "x" * 700}, "at most 600 characters"),
        ("certificates", {"whose": "", "ranks": "first"}, "ranks such as 1-3"),
        ("certificates", {"whose": "/province", "ranks": "1"}, "are certified first"),
    ],
)
def test_what_can_not_be_filled_in_is_told_on_the_form(organiser, app, url, sent, told):
    answer = organiser.post(f"{EVENT}/documents/{url}", data={"lang": "th", **sent, "preview": "1"})
    assert answer.status_code == 422
    assert told in page(answer)
    with app.app_context():
        assert Job.query.count() == 0


def test_it_is_shown_who_gets_a_certificate_before_any_is_made(zones_final, organiser, app):
    sent = {"whose": "z4", "ranks": "2", "lang": "en"}
    shown = organiser.post(f"{EVENT}/documents/certificates", data=sent | {"preview": "1"})
    assert "Who gets one: 1" in page(shown)
    assert "Non Din Daeng" in page(shown)
    made = organiser.post(f"{EVENT}/documents/certificates", data=sent)
    assert "/jobs/" in made.location
    with app.app_context():
        choice = choice_of(Job.query.one())
    assert (choice.zone, choice.fields) == ("z4", {"ranks": "2"})


def test_the_list_of_documents_takes_no_press_for_what_is_filled_in(organiser):
    sent = {"document": "letter", "zone": "", "lang": "th"}
    assert organiser.post(f"{EVENT}/documents", data=sent).status_code == 403
