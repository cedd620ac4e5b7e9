"""The event behind the pages: what tests of the web arrange, each act in an application context of its own.

A context that stayed open around a test client would share its `g` and its session with every request.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from flask import Flask

from panel.db import db, writing
from panel.domain.sheets import Act, Actor, Channel, HeldFor
from panel.models import Deposit, Event, Zone
from panel.operations.audit import Author
from panel.operations.entries import NewEntry, store_entry
from panel.operations.results import finalise_zone
from panel.queries.events import find_event, find_seat, find_zone
from tests.conftest import CODE, author_of, score, score_zone


class Stage:
    """Acts on the reference event; people and zones by code."""

    def __init__(self, app: Flask, clock: Callable) -> None:
        self.app = app
        self.clock = clock

    def run(self, act: Callable[[Event], Any], *, write: bool = False) -> Any:
        """Whatever `act` gives for the event; committed if it is a write."""
        with self.app.app_context():
            try:
                if not write:
                    return act(find_event(CODE))
                with writing():
                    return act(find_event(CODE))
            finally:
                db.session.remove()

    def by(self, code: str) -> Author:
        return author_of(code, self.clock())

    def zone(self, code: str = "z1") -> Zone:
        return find_zone(find_event(CODE), code)

    def score_zone(self, code: str = "z1") -> None:
        self.run(lambda event: score_zone(event, self.zone(code), self.by))

    def score(self, seat: str, presenter: str = "3101", marks: dict | None = None, **how: bool) -> None:
        self.run(lambda event: score(event, self.by(seat), seat, presenter, marks, **how))

    def act(self, by: str, seat: str, kind: Act, presenter: str = "3101", **parts: object) -> None:
        """One act on a sheet, as its author if `by` sits there, else as the chair."""
        actor = Actor.AUTHOR if by == seat and kind is not Act.RETURN else Actor.CHAIR
        entry = NewEntry(str(uuid4()), seat, presenter, kind, **parts)
        self.run(
            lambda event: store_entry(event, entry, by=self.by(by), actor=actor, channel=Channel.TABLET),
            write=True,
        )

    def hold(self, by: str, *entries: NewEntry, held_for: HeldFor = HeldFor.SIGNED_OUT) -> None:
        """Entries of a seat's author as they are kept at the door."""
        self.run(lambda event: hold(self.by(by), entries, held_for=held_for), write=True)

    def finalise(self, code: str = "z1") -> None:
        self.run(lambda event: finalise_zone(self.zone(code), by=self.by(f"{code}-chair")), write=True)


def hold(by: Author, entries: Sequence[NewEntry], *, held_for: HeldFor, device_id: int | None = None) -> None:
    """Keep entries at the door, in their order."""
    for counter, entry in enumerate(entries, start=1):
        deposit = Deposit(
            uuid=entry.uuid,
            seat=find_seat(find_event(CODE), entry.seat),
            presenter=entry.presenter,
            person_id=by.person.id if by.person else None,
            device_id=device_id,
            act=entry.act,
            node=entry.node,
            value=entry.value,
            base=entry.base,
            counter=counter,
            device_at=entry.device_at,
            stored_at=by.at,
            held_for=held_for,
            settlement="",
        )
        db.session.add(deposit)
