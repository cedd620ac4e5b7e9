"""The pages of a sheet: its judge's, its chair's, the secretary's, without a line of script."""

import re
from contextlib import contextmanager
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import event as events
from sqlalchemy import select

from panel.db import db, writing
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Entry, Mark, Presenter, Seat, Sheet, Slot
from panel.operations.audit import Author
from panel.operations.days import mark_no_show
from panel.operations.entries import NewEntry, store_entries
from panel.operations.panels import Appointment, replace_seat
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_seat
from tests.conftest import CODE, MARKS, MORNING, SECRET, score
from tests.web.conftest import read

JUDGE, CHAIR, SECRETARY, FIRST, SECOND = "z1-judge-1", "z1-chair", "z1-secretary", "3101", "3116"
ZONE = f"/events/{CODE}/zones/z1"
LIST = f"{ZONE}/sheets"


def sheet_url(seat=JUDGE, presenter=FIRST, zone="z1"):
    return f"/events/{CODE}/zones/{zone}/sheets/{seat}/{presenter}"


SHEET = sheet_url()
TAPS = 11 + 11 + 3 * 6 + 11 + 6 + 16 + 16 + 11 + 11
"""The marks that can be tapped on a sheet of the reference event."""


@contextmanager
def laid_down(app, *, write=True):
    """The database, for arranging and looking."""
    with app.app_context():
        if write:
            with writing():
                yield find_event(CODE)
        else:
            yield find_event(CODE)


def who(event, person):
    return Author(find_person(event, person), MORNING, b"key")


def given(app, seat=JUDGE, presenter=FIRST, marks=MARKS, *, submit=True):
    with app.app_context():
        event = find_event(CODE)
        score(event, who(event, seat), seat, presenter, marks, submit=submit)


def marks(app, act=Act.MARK):
    with laid_down(app, write=False):
        rows = db.session.execute(select(Mark.node, Mark.value).where(Mark.act == act))
        return {node: value for node, value in rows if value is not None}


def the_sheet(app, seat=JUDGE):
    with laid_down(app, write=False):
        sheet = db.session.scalars(select(Sheet).join(Sheet.seat).where(Seat.code == seat)).one()
        return sheet.state, sheet.reason, sheet.channel, sheet.typed_by


def entries(app):
    with laid_down(app, write=False):
        return db.session.execute(select(Entry.node, Entry.value, Entry.status).order_by(Entry.id)).all()


def text(response, status=200):
    assert response.status_code == status, response.text
    return response.text


def form_of(client, url):
    """What the page's sheet would send, as a browser has it."""
    page = text(client.get(url))
    fields = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', page))
    fields |= dict.fromkeys(re.findall(r'<textarea[^>]*? name="([^"]+)"', page), "")
    fields |= dict(re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>([^<]+)</textarea>', page))
    return {name: unescape(value) for name, value in fields.items() if name != "language"}


@pytest.fixture
def judge(as_):
    return as_(JUDGE)


class TestList:
    def names(self, page):
        return re.findall(r'class="slot-name">(?:<a [^>]*>)?([^<]+)<', page)

    def test_now_and_next_stand_first_and_practice_apart(self, judge, clock):
        clock.forward(hours=1)
        page = text(judge.get(LIST))
        assert self.names(page) == [
            "Phlapphla Chai", "Ban Dan", "Mueang Buri Ram", "Huai Rat", "Krasang", "Practice district",
        ]  # fmt: skip
        assert page.index(">Now<") < page.index(">Next<") < page.index("The others")

    def test_on_another_day_the_plan_is_in_its_order(self, judge, clock):
        clock.forward(days=1)
        page = text(judge.get(LIST))
        assert self.names(page)[:2] == ["Mueang Buri Ram", "Huai Rat"]
        assert "slot-now" not in page

    def test_each_slot_says_how_its_sheet_stands(self, app, judge):
        given(app)
        given(app, presenter=SECOND, marks={"1.1": "7.5", "3": "2"}, submit=False)
        page = text(judge.get(LIST))
        assert "Submitted" in page
        assert "In progress: 2 of 11" in page
        assert "<strong>80</strong>" in page
        assert "<strong>9.5</strong>" in page
        assert "1 of 5 submitted" in page

    def test_a_returned_sheet_says_why(self, app, judge):
        given(app)
        rule(app, Act.RETURN, reason="Item 3 was read from another sheet")
        assert "Item 3 was read from another sheet" in text(judge.get(LIST))

    def test_the_home_amphoe_is_recused_by_the_system(self, app, judge):
        with laid_down(app) as event:
            find_person(event, JUDGE).home = FIRST
        page = text(judge.get(LIST))
        assert "Your home amphoe: you do not judge it" in page
        assert f'href="{SHEET}"' not in page
        assert "0 of 4 submitted" in page

    def test_a_no_show_is_shown(self, app, judge):
        with laid_down(app) as event:
            slot = db.session.scalars(select(Slot).join(Presenter).where(Presenter.code == FIRST)).one()
            mark_no_show(slot, by=who(event, CHAIR), reason="the road was under water")
        assert "Did not appear" in text(judge.get(LIST))

    def test_what_a_predecessor_judged_is_not_judged_again(self, app, as_):
        given(app)
        with laid_down(app) as event:
            old = find_seat(event, JUDGE)
            new = Appointment("a stand-in", "", None, old.role, True)
            code = replace_seat(old, new, by=who(event, CHAIR), secret=SECRET).code
        page = text(as_(code).get(LIST))
        assert page.count("Judged by the one before you in this seat") == 1
        assert "0 of 4 submitted" in page

    def test_it_takes_the_same_few_queries_however_much_is_marked(self, app, judge):
        def queries():
            with counted(app) as statements:
                text(judge.get(LIST))
            return len(statements)

        few = queries()
        for presenter in (FIRST, SECOND, "3115", "3121"):
            given(app, presenter=presenter)
        assert queries() <= few + 1
        assert few <= 20


@contextmanager
def counted(app):
    """The statements that run inside."""
    statements = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    events.listen(engine, "before_cursor_execute", note)
    yield statements
    events.remove(engine, "before_cursor_execute", note)


def rule(app, act, seat=JUDGE, presenter=FIRST, reason="a reason"):
    with laid_down(app) as event:
        entry = NewEntry(str(uuid4()), seat, presenter, act, value={"reason": reason})
        store_entries(event, [entry], by=who(event, CHAIR), actor=Actor.CHAIR, channel=Channel.CHAIR)


class TestSheet:
    def test_it_names_the_amphoe_and_asks_for_every_item(self, judge):
        page = text(judge.get(SHEET))
        assert "<h1>Mueang Buri Ram</h1>" in page
        assert [f'id="indicator-{node}"' in page for node in MARKS] == [True] * 11
        assert re.findall(r'name="tap" value="2\.1\.1=(\d+)"', page) == ["0", "1", "2", "3", "4", "5"]
        assert re.findall(r'<textarea[^>]* name="(comment[^"]+)"', page) == [
            "comment-1", "comment-2", "comment-3", "comment-",
        ]  # fmt: skip

    def test_a_tap_saves_its_mark_and_everything_typed(self, app, judge):
        form = form_of(judge, SHEET) | {"mark-1.2": "7.5", "comment-2": "clear", "tap": "1.1=8"}
        response = judge.post(SHEET, data=form)
        assert response.headers["Location"].endswith("#indicator-1.1")
        assert marks(app) == {"1.1": "8", "1.2": "7.5"}
        assert marks(app, Act.COMMENT) == {"2": "clear"}
        page = text(judge.get(SHEET))
        assert 'data-mark="8" aria-pressed="true"' in page
        assert re.search(r'data-part="grand-total"[^>]*>15.5<', page)

    def test_a_tap_goes_before_the_box_beside_it(self, app, judge):
        judge.post(SHEET, data=form_of(judge, SHEET) | {"mark-1.1": "3", "tap": "1.1=8"})
        assert marks(app) == {"1.1": "8"}

    def test_a_double_tap_is_one_entry(self, app, judge):
        form = form_of(judge, SHEET) | {"tap": "1.1=8"}
        judge.post(SHEET, data=form)
        judge.post(SHEET, data=form)
        assert entries(app) == [("1.1", "8", "stored")]

    def test_only_what_was_changed_becomes_an_entry(self, app, judge):
        judge.post(SHEET, data=form_of(judge, SHEET) | {"mark-1.1": "8", "mark-1.2": "7"})
        judge.post(SHEET, data=form_of(judge, SHEET) | {"mark-1.2": "6"})
        assert entries(app) == [("1.1", "8", "stored"), ("1.2", "7", "stored"), ("1.2", "6", "stored")]

    def test_a_mark_is_cleared_by_an_empty_box(self, app, judge):
        judge.post(SHEET, data=form_of(judge, SHEET) | {"mark-1.1": "8"})
        judge.post(SHEET, data=form_of(judge, SHEET) | {"mark-1.1": " "})
        assert marks(app) == {}

    def test_thai_digits_are_taken(self, app, judge):
        judge.post(SHEET, data=form_of(judge, SHEET) | {"mark-1.1": "๗.๕"})
        assert marks(app) == {"1.1": "7.5"}

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("10.5", "Expected a mark from 0 to 10."),
            ("7.3", "Expected a mark from 0 to 10 in steps of 0.5."),
            ("eight", "Expected a number from 0 to 10."),
            ("-1", "Expected a number from 0 to 10."),
            ("<b>", "Expected a number from 0 to 10."),
        ],
    )
    def test_what_can_not_be_a_mark_is_refused_at_its_field_and_stays_typed(self, app, judge, typed, words):
        form = form_of(judge, SHEET) | {"mark-1.1": typed, "mark-1.2": "7", "comment-1": "a thought"}
        page = text(judge.post(SHEET, data=form), 422)
        assert f'<a href="#mark-1.1">1.1</a>: {words}' in page
        assert re.search(r'id="mark-1.1-error">.*?' + re.escape(words), page)
        assert re.search(r'name="mark-1.1"[^>]*value="([^"]*)"', page)[1] == typed.replace("<b>", "&lt;b&gt;")
        assert re.search(r'name="mark-1.2"[^>]*value="([^"]*)"', page)[1] == "7"
        assert "a thought</textarea>" in page
        assert marks(app) == {}

    def test_a_form_without_its_key_is_refused(self, app, judge):
        page = text(judge.post(SHEET, data=form_of(judge, SHEET) | {"key": "x", "tap": "1.1=8"}), 422)
        assert "The entry can&#39;t be read" in page
        assert marks(app) == {}

    def test_what_another_device_changed_is_a_conflict_with_two_buttons(self, app, judge):
        form = form_of(judge, SHEET)
        judge.post(SHEET, data=form | {"tap": "1.1=8"})
        judge.post(SHEET, data=form | {"tap": "1.1=5", "key": str(uuid4())})
        assert marks(app) == {"1.1": "8"}
        page = text(judge.get(SHEET))
        assert ("Keep 8" in page, "Take 5" in page) == (True, True)

    @pytest.mark.parametrize(("take", "mark"), [("1", "5"), ("0", "8")])
    def test_the_author_settles_a_conflict(self, app, judge, take, mark):
        form = form_of(judge, SHEET)
        judge.post(SHEET, data=form | {"tap": "1.1=8"})
        judge.post(SHEET, data=form | {"tap": "1.1=5", "key": str(uuid4())})
        url = re.search(r'formaction="([^"]+)"', judge.get(SHEET).text)[1]
        assert judge.post(url, data={"take": take}).headers["Location"] == SHEET
        assert marks(app) == {"1.1": mark}
        assert "Which one counts?" not in judge.get(SHEET).text

    @pytest.mark.parametrize(
        ("person", "status"), [("z1-judge-2", 403), (CHAIR, 403), (SECRETARY, 403), ("organiser", 403)]
    )
    def test_nobody_else_settles_a_conflict(self, app, judge, as_, person, status):
        form = form_of(judge, SHEET)
        judge.post(SHEET, data=form | {"tap": "1.1=8"})
        judge.post(SHEET, data=form | {"tap": "1.1=5", "key": str(uuid4())})
        url = re.search(r'formaction="([^"]+)"', judge.get(SHEET).text)[1]
        assert as_(person).post(url, data={"take": "1"}).status_code == status
        assert marks(app) == {"1.1": "8"}

    def test_a_field_that_was_not_touched_does_not_clash(self, app, judge):
        form = form_of(judge, SHEET)
        judge.post(SHEET, data=form | {"tap": "1.1=8"})
        judge.post(SHEET, data=form | {"tap": "1.2=7"})
        assert marks(app) == {"1.1": "8", "1.2": "7"}
        assert "Which one counts?" not in judge.get(SHEET).text

    def test_a_submitted_sheet_is_read_only(self, app, judge):
        given(app)
        page = text(judge.get(SHEET))
        assert "Submitted, saved 09:10, with 80 points." in page
        assert re.findall(r'<button class="tap"[^>]*"( disabled|)>', page) == [" disabled"] * TAPS
        assert page.count(" readonly>") == 11 + 4

    def test_a_mark_sent_too_late_waits_for_the_chair(self, app, judge):
        form = form_of(judge, SHEET)
        given(app)
        judge.post(SHEET, data=form | {"tap": "1.1=0"})
        assert marks(app) == MARKS
        assert "1 of your changes could not be taken at once" in judge.get(SHEET).text

    def test_practice_says_that_it_counts_nowhere(self, judge):
        assert "Practice: it counts nowhere" in text(judge.get(sheet_url(presenter="practice-z1")))

    @pytest.mark.parametrize(
        "url",
        [
            sheet_url(presenter="3111"),
            sheet_url(presenter="nobody"),
            sheet_url(presenter="3111") + "/submission",
        ],
    )
    def test_an_amphoe_of_another_zone_has_no_sheet_here(self, judge, url):
        assert judge.get(url).status_code == 404


class TestSubmission:
    URL = SHEET + "/submission"

    def form(self, judge, **changes):
        form = form_of(judge, self.URL) | changes
        return {name: value for name, value in form.items() if value is not None}

    def test_it_shows_every_mark_and_asks_which_amphoe_was_heard(self, app, judge):
        given(app, submit=False)
        page = text(judge.get(self.URL))
        assert "<h1>Mueang Buri Ram</h1>" in page
        assert "<strong>80</strong>" in page
        assert re.findall(r'name="heard"[^>]*value="(\w+)"', page) == ["3101", "3116", "3115", "3121", "3103"]
        assert "checked" not in page

    def test_a_sheet_is_submitted(self, app, judge):
        given(app, submit=False)
        response = judge.post(self.URL, data=self.form(judge, heard=FIRST))
        assert response.headers["Location"] == LIST
        assert the_sheet(app)[0] == "submitted"

    def test_a_double_tap_submits_once(self, app, judge):
        given(app, submit=False)
        form = self.form(judge, heard=FIRST)
        assert [judge.post(self.URL, data=form).status_code for _ in range(2)] == [302, 302]
        assert the_sheet(app)[0] == "submitted"

    @pytest.mark.parametrize(
        ("heard", "words"),
        [(SECOND, "You confirmed another amphoe than this sheet&#39;s."), (None, "Choose the amphoe.")],
    )
    def test_another_amphoe_or_none_is_refused(self, app, judge, heard, words):
        given(app, submit=False)
        form = self.form(judge, heard=heard)
        assert words in text(judge.post(self.URL, data=form), 422)
        assert the_sheet(app)[0] == "draft"

    def test_gaps_are_named_and_linked(self, app, judge):
        given(app, marks={node: mark for node, mark in MARKS.items() if node != "2.4.1"}, submit=False)
        page = text(judge.get(self.URL))
        assert f'href="{SHEET}#indicator-2.4.1"' in page
        assert 'name="heard"' not in page
        refused = judge.post(self.URL, data={"key": str(uuid4()), "heard": FIRST, "marks": "{}"})
        assert "Not every item has a mark: 2.4.1." in text(refused, 422)

    def test_marks_that_changed_since_they_were_shown_are_not_submitted(self, app, judge):
        given(app, submit=False)
        form = self.form(judge, heard=FIRST)
        judge.post(SHEET, data=form_of(judge, SHEET) | {"tap": "1.1=0"})
        assert "The marks on the server differ" in text(judge.post(self.URL, data=form), 422)
        assert the_sheet(app)[0] == "draft"

    def test_a_practice_sheet_is_submitted_under_its_own_name(self, app, judge):
        given(app, presenter="practice-z1", submit=False)
        url = sheet_url(presenter="practice-z1") + "/submission"
        assert judge.post(url, data=form_of(judge, url) | {"heard": "practice-z1"}).status_code == 302

    def test_conflicts_are_settled_first(self, app, judge):
        form = form_of(judge, SHEET)
        given(app, submit=False)
        judge.post(SHEET, data=form | {"tap": "1.1=5"})
        page = text(judge.get(self.URL))
        assert "Some fields hold two answers" in page
        assert 'name="heard"' not in page


def test_a_submission_is_withdrawn_and_changed(app, judge):
    given(app)
    assert judge.post(SHEET + "/withdrawal").headers["Location"] == SHEET
    judge.post(SHEET, data=form_of(judge, SHEET) | {"tap": "1.1=9"})
    assert (the_sheet(app)[0], marks(app)["1.1"]) == ("draft", "9")


def test_what_is_not_submitted_can_not_be_withdrawn(judge):
    assert judge.post(SHEET + "/withdrawal").status_code == 409


def test_a_judge_recuses_with_a_reason(app, judge):
    assert "Give a reason." in text(judge.post(SHEET + "/recusal", data={"reason": " "}), 422)
    assert judge.post(SHEET + "/recusal", data={"reason": "my brother works there"}).status_code == 302
    assert the_sheet(app)[:2] == ("recused", "my brother works there")
    assert "my brother works there" in judge.get(SHEET).text


class TestRulings:
    @pytest.fixture
    def chair(self, as_):
        return as_(CHAIR)

    @pytest.mark.parametrize(
        ("resource", "submitted", "state"),
        [("return", True, "returned"), ("absence", False, "absent"), ("exclusion", False, "recused")],
    )
    def test_the_chair_rules_with_a_reason(self, app, chair, resource, submitted, state):
        given(app, submit=submitted)
        url = f"{SHEET}/{resource}"
        assert "Mueang Buri Ram" in text(chair.get(url))
        assert "Give a reason." in text(chair.post(url, data={"reason": ""}), 422)
        assert chair.post(url, data={"reason": "so it was"}).headers["Location"] == f"{ZONE}/board"
        assert the_sheet(app)[:2] == (state, "so it was")

    def test_the_chair_restores_what_was_set_aside(self, app, chair):
        rule(app, Act.ABSENT)
        assert chair.post(f"{SHEET}/restoration", data={"reason": "came after all"}).status_code == 302
        assert the_sheet(app)[0] == "draft"

    def test_a_ruling_at_the_wrong_moment_is_told_on_the_page(self, chair):
        page = text(chair.post(f"{SHEET}/return", data={"reason": "too early"}), 422)
        assert "too early</textarea>" in page

    @pytest.mark.parametrize("resource", ["return", "absence", "exclusion", "restoration"])
    @pytest.mark.parametrize("person", [JUDGE, SECRETARY, "z2-chair", "organiser", "province-chair"])
    def test_nobody_else_rules(self, as_, resource, person):
        client = as_(person)
        url = f"{SHEET}/{resource}"
        assert [client.get(url).status_code, client.post(url, data={"reason": "x"}).status_code] == [403, 403]

    def test_a_chair_rules_in_the_own_zone_only(self, app, chair):
        url = f"{ZONE}/sheets/z2-judge-1/3111/absence"
        assert chair.post(url, data={"reason": "x"}).status_code in {404, 422}
        with laid_down(app, write=False):
            assert db.session.scalars(select(Sheet)).all() == []

    def test_a_late_entry_is_not_its_authors_to_settle(self, app, judge):
        form = form_of(judge, SHEET)
        given(app)
        judge.post(SHEET, data=form | {"tap": "1.1=0"})
        with laid_down(app, write=False):
            uuid = db.session.scalars(select(Entry.uuid).where(Entry.status == "late")).one()
        assert judge.post(f"{ZONE}/entries/{uuid}/settlement", data={"take": "1"}).status_code == 404
        assert marks(app)["1.1"] == "8"


class TestView:
    URL = SHEET + "/view"

    def test_a_chair_sees_it_once_the_own_sheet_is_in(self, app, as_):
        given(app)
        chair = as_(CHAIR)
        assert chair.get(self.URL).status_code == 403
        given(app, seat=CHAIR)
        assert "13" in read(chair.get(self.URL))

    @pytest.mark.parametrize(("person", "status"), [
        (SECRETARY, 200), ("organiser", 200), (JUDGE, 403), ("z1-judge-2", 403), ("z2-chair", 403),
    ])  # fmt: skip
    def test_who_else_sees_it(self, app, as_, person, status):
        given(app)
        assert as_(person).get(self.URL).status_code == status


@pytest.mark.parametrize(
    "person", ["z1-judge-2", CHAIR, SECRETARY, "z2-judge-1", "organiser", "province-chair"]
)
@pytest.mark.parametrize("path", ["", "/submission", "/recusal"])
def test_a_sheet_is_its_authors_alone(as_, person, path):
    client = as_(person)
    assert [client.get(SHEET + path).status_code, client.post(SHEET + path).status_code] == [403, 403]
    assert client.post(SHEET + "/withdrawal").status_code == 403


@pytest.mark.parametrize(
    ("person", "status"),
    [(JUDGE, 200), (CHAIR, 200), (SECRETARY, 403), ("z2-judge-1", 403), ("organiser", 403)],
)
def test_the_list_is_for_those_who_score_here(as_, person, status):
    assert as_(person).get(LIST).status_code == status
