"""The audit log's pen: `record` appends one act to its chain and bumps the revision that live pages watch."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from panel.adapters.statements import Prepared
from panel.db import db
from panel.domain.audit import EVENT_CHAIN, START, Line, sealed
from panel.models import Chain, Event, Person, Record, Zone

_CHAIN = db.metadata.tables["chain"]
_BUMP = Prepared(
    update(_CHAIN)
    .where(_CHAIN.c.event_id == bindparam("of_event"), _CHAIN.c.name == bindparam("of_name"))
    .values(revision=_CHAIN.c.revision + 1)
)


@dataclass(frozen=True)
class Author:
    """Who acts (None: the system or the command line), when, and the key that seals the record of it."""

    person: Person | None
    at: datetime
    key: bytes


def record(act: str, *, event: Event, by: Author, zone: Zone | None = None, **body: object) -> str:
    """Append `act` to the zone's chain, or to the event's, and return its new head.

    `body` is plain JSON, without marks.
    """
    chain = lock_chain(event, zone.code if zone else EVENT_CHAIN)
    sequence = 1 + (
        db.session.scalar(select(func.max(Record.sequence)).where(Record.chain_id == chain.id)) or 0
    )
    person = by.person.code if by.person else ""
    line = Line(sequence=sequence, act=act, person=person, at=by.at, body=body)
    chain.head = sealed(line, before=chain.head, key=by.key)
    chain.revision += 1
    db.session.add(
        Record(
            chain_id=chain.id,
            sequence=sequence,
            act=act,
            person=person,
            at=by.at,
            body=body,
            digest=chain.head,
        )
    )
    db.session.flush()
    return chain.head


def lock_chain(event: Event, name: str) -> Chain:
    """The chain's row, held until the transaction ends: two writers can't take one sequence number."""
    statement = select(Chain).where(Chain.event_id == event.id, Chain.name == name)
    statement = statement.with_for_update().execution_options(populate_existing=True)
    chain = db.session.scalar(statement)
    if chain is None:
        with suppress(IntegrityError), db.session.begin_nested():  # another writer may begin it just now
            db.session.add(Chain(event_id=event.id, name=name, head=START, revision=0))
        chain = db.session.scalars(statement).one()
    return chain


def bump_chain(connection: Connection, event_id: int, name: str) -> None:
    """Hold the chain's row and raise its revision by one statement: every mark comes this way."""
    if _BUMP.run(connection, {"of_event": event_id, "of_name": name}) == 0:
        lock_chain(db.session.get_one(Event, event_id), name).revision += 1
        db.session.flush()
