"""Reminding a judge of a sheet that is awaited."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from panel.db import db, writing
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Record
from panel.operations.days import mark_no_show
from panel.operations.entries import NewEntry, store_entry
from panel.operations.reminders import remind_judge
from panel.queries.reminders import reminders_of
from panel.queries.schedules import find_slot
from tests.conftest import refusal_of, score

SHEET = ("z1-judge-1", "3101")


def remind(zone, by, sheet=SHEET) -> None:
    with writing():
        remind_judge(zone, *sheet, by=by("z1-chair"))


def test_a_reminder_is_kept_while_the_sheet_is_open(event, zone, by, clock):
    remind(zone, by)
    assert reminders_of(zone) == {SHEET: clock()}
    score(event, by("z1-judge-1"), *SHEET)
    assert reminders_of(zone) == {}


def test_it_is_recorded(zone, by):
    remind(zone, by)
    record = db.session.scalars(select(Record).where(Record.act == "sheet.reminded")).one()
    assert (record.person, record.body) == ("z1-chair", {"seat": SHEET[0], "presenter": SHEET[1]})


def test_a_sheet_is_asked_for_once_a_minute(zone, by, clock):
    remind(zone, by)
    clock.forward(seconds=59)
    assert refusal_of(lambda: remind(zone, by)) == "reminder.too_soon"
    clock.forward(seconds=1)
    remind(zone, by)
    assert reminders_of(zone) == {SHEET: clock()}


def submitted(event, zone, by) -> None:
    score(event, by("z1-judge-1"), *SHEET)


def absent(event, zone, by) -> None:
    with writing():
        entry = NewEntry("00000000-0000-4000-8000-000000000001", *SHEET, Act.ABSENT, value={"reason": "ill"})
        store_entry(event, entry, by=by("z1-chair"), actor=Actor.CHAIR, channel=Channel.CHAIR)


def away(event, zone, by) -> None:
    with writing():
        mark_no_show(find_slot(zone, "3101"), by=by("z1-chair"), reason="flood")


@pytest.mark.parametrize("happened", [submitted, absent, away])
def test_nobody_is_reminded_of_what_is_not_awaited(event, zone, by, happened):
    happened(event, zone, by)
    assert refusal_of(lambda: remind(zone, by)) == "reminder.not_awaited"


def test_practice_is_not_awaited(zone, by):
    assert refusal_of(lambda: remind(zone, by, ("z1-judge-1", "practice-z1"))) == "reminder.not_awaited"
