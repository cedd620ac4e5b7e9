"""A secretary's pages: a paper found by its code, typed in, checked by the event's rule, and its scan."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from sqlalchemy import select

from panel.adapters.secrets import paper_code
from panel.adapters.uploads import SCAN_BYTES
from panel.db import db
from panel.domain.events import Rules
from panel.domain.papers import PaperRule
from panel.domain.sheets import Act
from panel.models import Mark, Record, Sheet, Typing, Upload
from tests.conftest import CODE, MARKS, SECRET
from tests.files import pdf, picture
from tests.statements import counted
from tests.web.conftest import page

JUDGE, CHAIR, SECRETARY = "z1-judge-1", "z1-chair", "z1-secretary"
ZONE = f"/events/{CODE}/zones/z1"
LIST = f"{ZONE}/paper"
PAPER = f"{LIST}/{JUDGE}/3101"
SHEET = f"{ZONE}/sheets/{JUDGE}/3101"
READ = {"read_back_by": "the judge", "confirmed": "y"}


@pytest.fixture
def secretary(as_):
    return as_(SECRETARY)


def fields(html: str) -> dict[str, str]:
    """What the page's form would send, as a browser has it."""
    found = re.findall(
        r'<(?:input|textarea)[^>]*? name="([^"]+)"[^>]*?(?: value="([^"]*)"[^>]*)?>([^<]*)', html
    )
    kept = {name: unescape(value or text.strip()) for name, value, text in found}
    return {name: value for name, value in kept.items() if name not in {"language", "next", "scan"}}


def typed(client, **changes) -> dict[str, str]:
    """The typing page, filled in."""
    marks = {f"mark-{node}": mark for node, mark in MARKS.items()}
    return fields(client.get(PAPER).text) | marks | changes


def marks(stage) -> dict[str, str]:
    def given(_event):
        rows = db.session.execute(select(Mark.node, Mark.value).where(Mark.act == Act.MARK))
        return {node: value for node, value in rows if value is not None}

    return stage.run(given)


def sheets(stage) -> list[tuple]:
    def found(_event):
        return [(each.state, each.channel, each.typed_by) for each in db.session.scalars(select(Sheet))]

    return stage.run(found)


def names(stage, *codes: str) -> str:
    return " / ".join(stage.run(lambda _event: [stage.by(code).person.name for code in codes]))


def file_paper(client) -> None:
    assert client.post(PAPER + "/reading", data=typed(client, **READ)).status_code == 302


class TestCode:
    code = paper_code(SECRET, CODE, "zones", JUDGE, "3101")

    @pytest.mark.parametrize(
        ("person", "leads"),
        [(SECRETARY, PAPER), ("organiser", PAPER), (JUDGE, SHEET), (CHAIR, f"{SHEET}/view")],
    )
    def test_it_leads_each_to_their_page_of_the_sheet(self, as_, person, leads):
        client = as_(person)
        assert client.get(f"/paper/{self.code}").headers["Location"] == leads
        typed = self.code.lower().replace("-", " ")
        assert client.get("/paper", query_string={"code": typed}).headers["Location"] == leads

    @pytest.mark.parametrize("person", ["z1-judge-2", "z2-secretary", "province-chair"])
    def test_it_gives_no_right(self, as_, person):
        assert as_(person).get(f"/paper/{self.code}").status_code == 403

    def test_who_is_signed_out_signs_in_first(self, browser):
        answer = browser().get(f"/paper/{self.code}")
        assert answer.headers["Location"] == f"/sign-in?next=/paper/{self.code}"

    def test_a_sheet_that_is_in_is_read(self, stage, secretary):
        stage.score(JUDGE)
        assert secretary.get(f"/paper/{self.code}").headers["Location"] == f"{SHEET}/view"

    @pytest.mark.parametrize(
        ("code", "status", "words"),
        [
            (code[:-1] + ("3" if code[-1] != "3" else "4"), 400, "That is no code of a score sheet."),
            ("<b>", 400, "That is no code of a score sheet."),
            ("3333-3333", 404, "No sheet of this event has that code."),
        ],
    )
    def test_a_wrong_one_is_told_and_stays_in_the_box(self, secretary, code, status, words):
        answer = secretary.get("/paper", query_string={"code": code})
        assert (answer.status_code, words in page(answer)) == (status, True)
        assert re.search(r'id="code"[^>]* value="([^"]*)"[^>]* autofocus', answer.text)[1] == code.replace(
            "<", "&lt;"
        ).replace(">", "&gt;")

    @pytest.mark.parametrize("url", ["/paper", LIST])
    def test_the_box_waits_for_the_next_one(self, secretary, url):
        assert re.search(r'<input id="code"[^>]* autofocus', secretary.get(url).text)

    def test_one_that_two_sheets_share_opens_neither(self, secretary, monkeypatch):
        monkeypatch.setattr("panel.queries.typings.paper_code", lambda *_: "3333-3333")
        answer = secretary.get("/paper/3333-3333")
        assert (answer.status_code, "Two sheets of this event have that code." in page(answer)) == (409, True)

    def test_another_secret_makes_other_codes(self):
        assert paper_code("another secret", CODE, "zones", JUDGE, "3101") != self.code


class TestReadBack:
    def test_the_grid_offers_the_sheets_that_are_open(self, stage, secretary):
        stage.score(JUDGE)
        stage.act(CHAIR, "z1-judge-2", Act.ABSENT, value={"reason": "away"})
        shown = secretary.get(LIST).text
        offered = [
            f'href="{LIST}/{each}"' in shown for each in (f"{JUDGE}/3116", f"{JUDGE}/3101", "z1-judge-2/3101")
        ]
        assert offered == [True, False, False]

    def test_what_was_typed_is_read_back_before_it_is_stored(self, stage, secretary):
        shown = secretary.post(PAPER, data=typed(secretary, **{"comment-": "a good talk"})).text
        assert ("Marks as typed" in shown, "a good talk" in shown, marks(stage)) == (True, True, {})

    def test_a_paper_is_submitted_under_both_names(self, stage, secretary):
        answer = secretary.post(PAPER + "/reading", data=typed(secretary, **READ))
        assert answer.headers["Location"] == LIST
        assert sheets(stage) == [("submitted", "paper", f"{names(stage, SECRETARY)} / the judge")]
        assert marks(stage) == MARKS

    def test_both_names_are_shown(self, as_, stage, secretary):
        file_paper(secretary)
        both = f"{names(stage, SECRETARY)} / the judge"
        for client, url in ((as_(JUDGE), SHEET), (secretary, f"{SHEET}/view")):
            assert f"Typed in from paper, under the names of {both}" in page(client.get(url))
        assert f"From paper: {both}" in page(secretary.get(LIST))

    def test_the_reader_of_the_last_sheet_is_named_again(self, secretary):
        file_paper(secretary)
        other = PAPER.replace("3101", "3116")
        form = fields(secretary.get(other).text) | {f"mark-{node}": mark for node, mark in MARKS.items()}
        shown = secretary.post(other, data=form).text
        assert re.search(r'name="read_back_by"[^>]* value="([^"]*)"', shown)[1] == "the judge"

    @pytest.mark.parametrize(("changes", "words"), [
        ({"confirmed": "y"}, "Name who read the marks back."),
        ({"read_back_by": "the judge"}, "Confirm that the sheet was read back."),
    ])  # fmt: skip
    def test_it_must_be_read_back(self, stage, secretary, changes, words):
        answer = secretary.post(PAPER + "/reading", data=typed(secretary, **changes))
        assert (answer.status_code, words in page(answer), marks(stage)) == (422, True, {})

    @pytest.mark.parametrize(
        ("mark", "words"), [("", "Type the mark."), ("11", "Expected a mark from 0 to 10.")]
    )
    @pytest.mark.parametrize("url", [PAPER, PAPER + "/reading"])
    def test_a_gap_or_a_wrong_mark_goes_back_to_typing(self, stage, secretary, url, mark, words):
        answer = secretary.post(url, data=typed(secretary, **READ, **{"mark-1.1": mark}))
        assert answer.status_code == 422
        assert f'<a href="#mark-1.1">1.1</a>: {words}' in answer.text
        assert marks(stage) == {}

    @pytest.mark.parametrize(
        ("total", "status"), [("", 200), ("80", 200), ("๘๐.๐", 200), ("81", 422), ("x", 422)]
    )
    def test_the_total_on_the_paper_is_compared(self, secretary, total, status):
        answer = secretary.post(PAPER, data=typed(secretary, total=total))
        assert (answer.status_code, "The marks give 80." in page(answer)) == (status, status == 422)

    def test_a_mistake_is_corrected_with_all_that_was_typed(self, secretary):
        answer = secretary.post(PAPER, data=typed(secretary, correct="1", total="80", **{"mark-1.1": "9"}))
        kept = fields(answer.text)
        assert (kept["mark-1.1"], kept["mark-3"], kept["total"]) == ("9", "8", "80")

    def test_it_takes_the_place_of_a_draft_on_a_tablet(self, stage, secretary):
        stage.score(JUDGE, marks={"1.1": "5", "3": "8"}, submit=False)
        assert "has set 2 marks on a tablet" in secretary.get(PAPER).text
        file_paper(secretary)
        assert marks(stage) == MARKS

    def test_a_tablet_that_was_quicker_is_not_overrun(self, stage, secretary):
        form = typed(secretary, **READ)
        stage.score(JUDGE, marks={"1.1": "5"}, submit=False)
        answer = secretary.post(PAPER + "/reading", data=form)
        assert (answer.status_code, marks(stage)) == (422, {"1.1": "5"})
        assert "The marks on the server differ" in page(answer)

    def test_a_sheet_that_is_in_takes_no_paper(self, stage, secretary):
        stage.score(JUDGE)
        assert secretary.get(PAPER).status_code == 409

    @pytest.mark.parametrize("person", [JUDGE, CHAIR, "z2-secretary"])
    def test_nobody_else_types_papers(self, as_, person):
        client = as_(person)
        assert [client.get(url).status_code for url in (LIST, PAPER)] == [403, 403]
        urls = [PAPER + path for path in ("/reading", "/typing", "/comparison", "/scans")]
        assert [client.post(url).status_code for url in urls] == [403] * 4

    def test_a_secretary_types_for_the_own_zone_only(self, secretary):
        assert secretary.get(f"{LIST}/z2-judge-1/3111").status_code == 404

    def test_the_list_takes_the_same_few_queries_however_much_came_on_paper(self, secretary):
        with counted() as few:
            secretary.get(LIST)
        file_paper(secretary)
        secretary.post(PAPER + "/scans", data={"scan": (io.BytesIO(picture()), "front.png")})
        with counted() as many:
            secretary.get(LIST)
        assert len(many) <= len(few) + 2


@pytest.fixture
def twice(stage):
    def ruled(event):
        event.rules = Rules(paper=PaperRule.TYPED_TWICE).to_json()

    stage.run(ruled, write=True)


@pytest.fixture
def organiser(as_):
    return as_("organiser")


def type_it(client, **changes):
    return client.post(PAPER + "/typing", data=typed(client, **changes))


@pytest.mark.usefixtures("twice")
class TestTypedTwice:
    def test_the_first_typing_is_kept_and_shown_in_the_list(self, stage, secretary, organiser):
        assert type_it(secretary).headers["Location"] == LIST
        said = f"Typed once by {names(stage, SECRETARY)} at 09:10"
        assert [said in page(each.get(LIST)) for each in (secretary, organiser)] == [True, True]
        assert (marks(stage), sheets(stage)) == ({}, [])

    def test_the_second_sees_empty_boxes(self, secretary, organiser):
        type_it(secretary)
        boxes = {
            name: text for name, text in fields(organiser.get(PAPER).text).items() if name[:5] == "mark-"
        }
        assert boxes == {f"mark-{node}": "" for node in MARKS}

    def test_two_typings_that_agree_are_filed_under_both_names(self, stage, secretary, organiser):
        type_it(secretary)
        type_it(organiser)
        assert sheets(stage) == [("submitted", "paper", names(stage, SECRETARY, "organiser"))]
        assert marks(stage) == MARKS

    def test_only_what_differs_is_shown_and_typed_again(self, stage, secretary, organiser):
        type_it(secretary, **{"mark-1.1": "7", "comment-": "good"})
        shown = page(type_it(organiser, **{"mark-3": "9", "comment-": "good\r\ntalk"}))
        compared = re.findall(r'name="second-([^"]+)" value="([^"]*)"', shown)
        assert compared == [("mark-1.1", "8"), ("mark-3", "9"), ("comment-", "good\ntalk")]
        assert marks(stage) == {}
        form = fields(shown)
        assert (form["mark-1.1"], form["mark-3"], form["mark-1.2"]) == ("", "", "7")
        form |= {"mark-1.1": "8", "mark-3": "8", "comment-": "good talk"}
        assert organiser.post(PAPER + "/comparison", data=form).headers["Location"] == LIST
        assert sheets(stage) == [("submitted", "paper", names(stage, SECRETARY, "organiser"))]
        assert marks(stage) == MARKS
        said = stage.run(
            lambda _event: db.session.scalars(select(Record.body).where(Record.act == "sheet.typed")).one()
        )
        assert said["settled"] == ["mark-1.1", "mark-3", "comment-"]

    @pytest.mark.parametrize("mark", ["", "11"])
    def test_what_differs_must_be_decided(self, stage, secretary, organiser, mark):
        type_it(secretary, **{"mark-1.1": "7"})
        form = fields(type_it(organiser).text) | {"mark-1.1": mark}
        answer = organiser.post(PAPER + "/comparison", data=form)
        assert (answer.status_code, sheets(stage)) == (422, [])
        assert re.findall(r'name="second-([^"]+)"', answer.text) == ["mark-1.1"]

    @pytest.mark.parametrize("changes", [{"mark-1.2": "0"}, {"typing": "0"}])
    def test_nothing_else_is_changed_meanwhile(self, stage, secretary, organiser, changes):
        type_it(secretary, **{"mark-1.1": "7"})
        form = fields(type_it(organiser).text) | {"mark-1.1": "8"} | changes
        answer = organiser.post(PAPER + "/comparison", data=form)
        assert (answer.status_code, sheets(stage)) == (422, [])
        assert "The first typing is not the one you saw any more." in page(answer)

    def test_the_first_typist_waits_for_another_person(self, secretary):
        type_it(secretary)
        assert secretary.get(PAPER).headers["Location"] == PAPER + "/typing"
        assert "Another person" in page(secretary.get(PAPER + "/typing"))

    def test_a_typing_is_dropped(self, stage, secretary):
        type_it(secretary)
        assert secretary.post(PAPER + "/typing/removal").headers["Location"] == LIST
        assert stage.run(lambda _event: db.session.scalars(select(Typing)).all()) == []
        assert secretary.get(PAPER + "/typing").status_code == 404

    def test_a_typing_whose_sheet_came_by_tablet_is_told_and_dropped(self, stage, secretary, organiser):
        type_it(secretary)
        stage.score(JUDGE)
        assert organiser.get(PAPER).headers["Location"] == PAPER + "/typing"
        assert "The sheet came in another way meanwhile" in page(organiser.get(PAPER + "/typing"))
        assert "It came in another way: drop the typing" in page(organiser.get(LIST))
        assert organiser.post(PAPER + "/typing/removal").status_code == 302

    def test_it_is_not_read_back(self, stage, secretary):
        answer = secretary.post(PAPER + "/reading", data=typed(secretary, **READ))
        assert (answer.status_code, sheets(stage)) == (422, [])


class TestScans:
    URL = PAPER + "/scans"

    @pytest.fixture(autouse=True)
    def filed(self, secretary):
        file_paper(secretary)

    def attach(self, client, content, name="front.png", url=URL):
        head = f'--x\r\nContent-Disposition: form-data; name="scan"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + b"\r\n--x--\r\n"
        return client.post(url, data=body, content_type="multipart/form-data; boundary=x")

    def digests(self, stage) -> list[str]:
        return stage.run(lambda _event: [each.digest for each in db.session.scalars(select(Upload))])

    def test_a_picture_is_shown_and_runs_nothing(self, stage, secretary):
        self.attach(secretary, picture("JPEG"))
        [digest] = self.digests(stage)
        with secretary.get(f"{SHEET}/scans/{digest}") as answer:
            assert (answer.data, answer.mimetype) == (picture("JPEG"), "image/jpeg")
        assert answer.headers["Content-Disposition"] == "inline; filename=z1-judge-1-3101.jpeg"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_a_pdf_is_saved_not_opened(self, stage, secretary):
        self.attach(secretary, pdf(2), "front.png")
        [digest] = self.digests(stage)
        with secretary.get(f"{SHEET}/scans/{digest}") as answer:
            pass
        assert answer.headers["Content-Disposition"] == "attachment; filename=z1-judge-1-3101.pdf"
        assert answer.mimetype == "application/pdf"

    def test_it_comes_with_the_reading_too(self, stage, secretary):
        other = PAPER.replace("3101", "3116")
        form = fields(secretary.get(other).text) | {f"mark-{node}": mark for node, mark in MARKS.items()}
        form |= READ | {"scan": (io.BytesIO(picture()), "front.png")}
        assert secretary.post(other + "/reading", data=form).status_code == 302
        assert len(self.digests(stage)) == 1

    def test_a_reading_with_a_bad_scan_files_nothing(self, stage, secretary):
        other = PAPER.replace("3101", "3116")
        form = fields(secretary.get(other).text) | {f"mark-{node}": mark for node, mark in MARKS.items()}
        form |= READ | {"scan": (io.BytesIO(b"<html>"), "front.png")}
        answer = secretary.post(other + "/reading", data=form)
        assert (answer.status_code, len(sheets(stage))) == (422, 1)
        assert "Choose a photo (JPEG or PNG) or a PDF." in page(answer)

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"<html>", "Choose a photo (JPEG or PNG) or a PDF."),
            (picture()[:-9], "The file can't be read"),
            (pdf(21), "The PDF must have 1 to 20 pages."),
            (b"\x89PNG" + b"0" * SCAN_BYTES, "The file is too large: at most 10 MB."),
        ],
    )
    def test_what_is_no_scan_is_refused_in_words(self, stage, secretary, content, words):
        answer = self.attach(secretary, content)
        assert (answer.status_code, words in page(answer), self.digests(stage)) == (422, True, [])

    def test_no_file_is_told(self, secretary):
        answer = secretary.post(self.URL, data={})
        assert (answer.status_code, "Choose a file." in page(answer)) == (422, True)

    def test_more_than_a_request_holds_is_refused(self, secretary):
        answer = self.attach(secretary, b"0" * (SCAN_BYTES + 2**20))
        assert (answer.status_code, "at most 10 MB" in page(answer)) == (413, True)

    def test_room_is_made_before_anything_reads_the_request(self, app, secretary):
        app.config["WTF_CSRF_ENABLED"] = True
        answer = self.attach(secretary, b"0" * 3 * 2**20)
        assert (answer.status_code, "This page was open for too long" in page(answer)) == (400, True)

    def test_other_pages_take_no_such_request(self, secretary):
        answer = self.attach(secretary, b"0" * 3 * 2**20, url=PAPER.replace("3101", "3116"))
        assert (answer.status_code, "at most 2 MB" in page(answer)) == (413, True)

    @pytest.mark.parametrize(
        ("person", "status"),
        [(JUDGE, 200), ("organiser", 200), (CHAIR, 403), ("z1-judge-2", 403), ("z2-secretary", 403)],
    )
    def test_it_is_seen_by_whom_its_marks_are_not_hidden_from(self, as_, stage, secretary, person, status):
        self.attach(secretary, picture())
        [digest] = self.digests(stage)
        with as_(person).get(f"{SHEET}/scans/{digest}") as answer:
            assert answer.status_code == status

    def test_a_chair_sees_it_once_the_own_sheet_is_in(self, as_, stage, secretary):
        self.attach(secretary, picture())
        [digest] = self.digests(stage)
        stage.score(CHAIR)
        chair = as_(CHAIR)
        assert f'src="{SHEET}/scans/{digest}"' in chair.get(f"{SHEET}/view").text
        with chair.get(f"{SHEET}/scans/{digest}") as answer:
            assert answer.status_code == 200

    def test_its_judge_sees_it_on_the_own_sheet(self, as_, stage, secretary):
        self.attach(secretary, picture())
        [digest] = self.digests(stage)
        assert f'src="{SHEET}/scans/{digest}"' in as_(JUDGE).get(SHEET).text

    def test_the_list_and_the_page_lead_to_it(self, stage, secretary):
        assert "Attach a scan" in secretary.get(LIST).text
        self.attach(secretary, picture(), "<b>.png")
        [digest] = self.digests(stage)
        assert "Scans: 1" in page(secretary.get(LIST))
        shown = secretary.get(self.URL).text
        assert (f'src="{SHEET}/scans/{digest}"' in shown, "&lt;b&gt;.png" in shown) == (True, True)

    def test_it_is_removed_with_a_reason(self, stage, secretary):
        self.attach(secretary, picture())
        [digest] = self.digests(stage)
        url = f"{self.URL}/{digest}/removal"
        assert "removed for good" in secretary.get(url).text
        assert "Give a reason." in page(secretary.post(url, data={"reason": " "}))
        assert secretary.post(url, data={"reason": "another sheet's"}).headers["Location"] == self.URL
        assert self.digests(stage) == []
        assert secretary.get(f"{SHEET}/scans/{digest}").status_code == 404

    @pytest.mark.parametrize("digest", ["0" * 64, "..", "nothing"])
    def test_nothing_else_can_be_fetched(self, secretary, digest):
        assert secretary.get(f"{SHEET}/scans/{digest}").status_code == 404
