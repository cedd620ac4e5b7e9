"""Paper sheets are filed whole, under two names; where the event wants them typed twice, by two people."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from panel.db import db, writing
from panel.domain.errors import PanelError
from panel.domain.events import Rules
from panel.domain.papers import PaperRule
from panel.domain.sheets import Act, Channel, State
from panel.models import Event, Mark, Record, Sheet, Typing
from panel.operations.entries import NewEntry
from panel.operations.papers import drop_typing, file_paper, file_typed_twice, keep_typing
from panel.queries.events import find_event
from panel.queries.sheets import sheet_page
from panel.queries.typings import find_typing
from tests.conftest import CODE, MARKS, entries_for, score

SEAT, PRESENTER, SECRETARY = "z1-judge-1", "3101", "z1-secretary"
FIELDS = {f"mark-{node}": mark for node, mark in MARKS.items()}


def submission() -> NewEntry:
    return NewEntry(str(uuid4()), SEAT, PRESENTER, Act.SUBMIT, value={"marks": MARKS})


def page():
    return sheet_page(find_event(CODE), "z1", SEAT, PRESENTER)


def the_sheet() -> Sheet:
    return db.session.scalars(select(Sheet)).one()


def acts() -> list[tuple[str, str]]:
    """What the log says of papers: the act and by whom."""
    rows = db.session.execute(select(Record.act, Record.person).order_by(Record.id))
    return [(act, person) for act, person in rows if "typ" in act]


def said(act: str) -> dict:
    return db.session.scalars(select(Record.body).where(Record.act == act)).one()


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(PanelError) as refused, writing():
        act(*args, **kwargs)
    return refused.value.code


def read_back(by, marks=MARKS, who=SECRETARY, reader="the judge") -> None:
    with writing():
        entries = entries_for(SEAT, PRESENTER, marks)
        file_paper(find_event(CODE), entries, submission(), by=by(who), read_back_by=reader)


class TestReadBack:
    def test_it_is_submitted_under_both_names(self, event: Event, by):
        read_back(by)
        sheet = the_sheet()
        assert (sheet.state, sheet.channel) == (State.SUBMITTED, Channel.PAPER)
        assert sheet.typed_by == f"{by(SECRETARY).person.name} / the judge"
        assert acts() == [("sheet.typed", SECRETARY)]
        assert said("sheet.typed")["names"] == [by(SECRETARY).person.name, "the judge"]

    def test_a_sheet_with_a_gap_is_not_filed_at_all(self, event: Event, by):
        with pytest.raises(PanelError) as refused:
            read_back(by, marks={"1.1": "8"})
        assert (refused.value.code, db.session.scalars(select(Mark)).all()) == ("sheet.gaps", [])

    def test_the_same_form_twice_files_one_sheet(self, event: Event, by):
        entries, end = entries_for(SEAT, PRESENTER), submission()
        for _ in range(2):
            with writing():
                file_paper(find_event(CODE), entries, end, by=by(SECRETARY), read_back_by="the judge")
        assert acts() == [("sheet.typed", SECRETARY)]

    def test_what_a_tablet_set_meanwhile_is_not_overrun(self, event: Event, by):
        score(event, by(SEAT), SEAT, PRESENTER, {"1.1": "5"}, submit=False)
        with pytest.raises(PanelError):
            read_back(by)
        assert {mark.node: mark.value for mark in db.session.scalars(select(Mark))} == {"1.1": "5"}

    def test_it_is_not_typed_twice(self, event: Event, by):
        assert refusal(keep_typing, page(), FIELDS, by=by(SECRETARY)) == "paper.other_rule"


@pytest.fixture
def twice(event: Event) -> None:
    with writing():
        find_event(CODE).rules = Rules(paper=PaperRule.TYPED_TWICE).to_json()


@pytest.fixture
def typed_once(twice, by) -> None:
    with writing():
        keep_typing(page(), FIELDS, by=by(SECRETARY))


def file_second(by, who="organiser", settled=()) -> None:
    with writing():
        typing = find_typing(page())
        assert typing is not None
        entries = entries_for(SEAT, PRESENTER)
        file_typed_twice(typing, entries, submission(), by=by(who), settled=settled)


class TestTypedTwice:
    def test_it_is_not_read_back(self, twice, by):
        end = submission()
        assert (
            refusal(file_paper, find_event(CODE), [], end, by=by(SECRETARY), read_back_by="the judge")
            == "paper.other_rule"
        )

    def test_the_first_typing_changes_nothing_on_the_sheet(self, typed_once, by):
        typing = find_typing(page())
        assert typing is not None
        assert (typing.person.code, typing.fields, db.session.scalars(select(Sheet)).all()) == (
            SECRETARY,
            FIELDS,
            [],
        )
        assert acts() == [("sheet.typed_once", SECRETARY)]

    def test_a_second_first_typing_is_refused(self, typed_once, by):
        assert refusal(keep_typing, page(), FIELDS, by=by("organiser")) == "paper.typed_meanwhile"

    def test_two_people_file_it_under_both_names(self, typed_once, by):
        file_second(by, settled=["mark-1.1"])
        names = [by(SECRETARY).person.name, by("organiser").person.name]
        assert (the_sheet().state, the_sheet().typed_by) == (State.SUBMITTED, " / ".join(names))
        assert (said("sheet.typed")["names"], said("sheet.typed")["settled"]) == (names, ["mark-1.1"])
        assert db.session.scalars(select(Typing)).all() == []

    def test_nobody_is_two_people(self, typed_once, by):
        with pytest.raises(PanelError) as refused:
            file_second(by, who=SECRETARY)
        assert refused.value.code == "paper.same_typist"
        assert db.session.scalars(select(Sheet)).all() == []

    def test_a_sheet_that_came_by_tablet_takes_no_typing(self, twice, event: Event, by):
        score(event, by(SEAT), SEAT, PRESENTER)
        assert refusal(keep_typing, page(), FIELDS, by=by(SECRETARY)) == "sheet.not_open"

    def test_a_sheet_that_came_by_tablet_meanwhile_is_not_filed_again(self, typed_once, event: Event, by):
        score(event, by(SEAT), SEAT, PRESENTER)
        with pytest.raises(PanelError):
            file_second(by)
        assert the_sheet().channel is Channel.TABLET

    def test_a_typing_is_dropped_with_a_record(self, typed_once, by):
        with writing():
            drop_typing(find_typing(page()), by=by("organiser"))
        assert find_typing(page()) is None
        assert acts()[-1] == ("sheet.typing_dropped", "organiser")
        assert said("sheet.typing_dropped")["typed_by"] == SECRETARY
