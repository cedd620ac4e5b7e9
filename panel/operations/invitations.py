"""Letting presenters in: one person each, by whose link an amphoe sees its slot and brings its materials."""

from __future__ import annotations

from sqlalchemy import select, update

from panel.db import db
from panel.models import Event, Person, Presenter
from panel.operations.audit import Author, record
from panel.operations.panels import add_person


def invite_missing(event: Event, *, by: Author, secret: str) -> list[Person]:
    """By hand, for an event that was loaded before presenters were let in; answers with who is new."""
    new = invite_presenters(event, secret=secret)
    record("presenters.invited", event=event, by=by, persons=[person.code for person in new])
    return new


def invite_presenters(event: Event, *, secret: str) -> list[Person]:
    """A person for each presenter who has none yet, practice left out; answers with who is new. Whoever was
    renamed is called by the new name; somebody back whom the folder had left out keeps the old link."""
    db.session.flush()
    persons = db.session.scalars(select(Person).where(Person.event_id == event.id)).all()
    bringers = {person.presents_id: person for person in persons}
    known = {person.code: person for person in persons}
    new = []
    for presenter in event.presenters:
        if presenter.practice:
            continue
        person = bringers.get(presenter.id)
        if person is None:
            code = f"amphoe-{presenter.code}"
            person = known.get(code) or add_person(event, code, secret=secret, name=presenter.name)
            person.presents = presenter
            new.append(person)
        person.name = f"อำเภอ{presenter.name}"
    db.session.flush()
    return new


def uninvite(presenter: Presenter) -> None:
    """Who was let in for a presenter that is taken out brings nothing any more. The person stays, for the
    audit log names it."""
    db.session.execute(update(Person).where(Person.presents_id == presenter.id).values(presents_id=None))
