"""`panel audit verify`: the log proved whole, or what is broken first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update

from panel.db import db, writing
from panel.models import Chain, Mark, Record, Snapshot
from panel.operations.certifications import certify_province
from panel.operations.results import finalise_zone, reopen_zone
from panel.queries.events import find_zone
from tests.conftest import CODE, score, score_zone


def in_chain(name: str) -> object:
    return Record.chain_id == select(Chain.id).where(Chain.name == name).scalar_subquery()


@pytest.fixture
def played(event, zone, by) -> None:
    """กลุ่มโซนที่ ๑ was scored and finalised."""
    score_zone(event, zone, by)
    with writing():
        finalise_zone(find_zone(event, "z1"), by=by("z1-chair"))


@pytest.mark.usefixtures("played")
def test_a_whole_log_is_said_to_be_whole(panel):
    result = panel("audit", "verify", CODE)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{CODE}: the log is whole\n", "")


TAMPERED: list[tuple[str, Callable[[], object], str]] = [
    (
        "a record is changed",
        lambda: update(Record).where(in_chain("z1"), Record.sequence == 3).values(person="organiser"),
        f"{CODE}: z1: record 3 does not hold",
    ),
    (
        "what a record is found by is changed",
        lambda: update(Record).where(in_chain("z1"), Record.sequence == 3).values(said="0" * 64),
        f"{CODE}: z1: record 3 does not hold",
    ),
    (
        "a record is taken out",
        lambda: delete(Record).where(in_chain("z1"), Record.sequence == 5),
        f"{CODE}: z1: record 5 does not hold",
    ),
    (
        "the event's chain is changed",
        lambda: update(Record).where(in_chain("_event"), Record.sequence == 1).values(act="event.opened"),
        f"{CODE}: event: record 1 does not hold",
    ),
    (
        "a head is changed",
        lambda: update(Chain).where(Chain.name == "z1").values(head="0" * 64),
        f"{CODE}: z1: head does not hold",
    ),
    (
        "a mark is changed",
        lambda: update(Mark).where(Mark.node == "1.1").values(value="9"),
        f"{CODE}: z1: mark 1.1 does not hold",
    ),
]


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize(("tamper", "words"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED])
def test_what_is_broken_is_named(panel, tamper, words):
    with writing():
        db.session.execute(tamper())
    result = panel("audit", "verify", CODE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr.splitlines()


def test_marks_that_differ_from_what_was_finalised_are_named(panel, played, event):
    with writing():
        db.session.execute(delete(Mark).where(Mark.node == "3"))
    lines = panel("audit", "verify", CODE).stderr.splitlines()
    assert f"{CODE}: The marks of Zone 1 no longer give the digest that was finalised." in lines


@pytest.fixture
def certified(event, by, zones_final) -> None:
    """All zones are final, and the province is certified."""
    with writing():
        certify_province(event, by=by("province-chair"))


def test_a_certification_whose_places_were_changed_is_named(panel, certified):
    with writing():
        found = db.session.scalars(select(Snapshot).where(Snapshot.zone_id.is_(None))).one()
        found.body = found.body | {"places": found.body["places"][::-1]}
    assert panel("audit", "verify", CODE).stderr.splitlines() == [
        f"{CODE}: The province's ranking is no longer the one that was certified.",
        f"{CODE}: What was frozen as certification 1 was changed since.",
    ]


def test_a_version_that_was_changed_is_named_though_it_no_longer_holds(panel, event, zone, by, played):
    with writing():
        reopen_zone(find_zone(event, "z1"), by=by("z1-chair"), reason="a mark was mistyped")
    assert panel("audit", "verify", CODE).exit_code == 0
    with writing():
        db.session.execute(update(Snapshot).values(body={"presenters": []}))
    assert panel("audit", "verify", CODE).stderr.splitlines() == [
        f"{CODE}: What was frozen as version 1 of Zone 1 was changed since."
    ]


def test_another_key_does_not_prove_the_log(panel, event, by, monkeypatch):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    monkeypatch.setenv("PANEL_SECRET_KEY", "another secret key")
    assert panel("audit", "verify", CODE).stderr.splitlines() == [
        f"{CODE}: event: record 1 does not hold",
        f"{CODE}: z1: record 1 does not hold",
    ]


def test_an_event_that_is_not_there_is_refused(panel):
    result = panel("audit", "verify", "nowhere")
    assert (result.exit_code, result.stderr) == (1, "There is no event nowhere.\n")
