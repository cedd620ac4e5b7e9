"""What presenters bring: files and links handed in, replaced, taken away, and the deadline for all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath

from panel.adapters.uploads import CheckedFile, Kind, Staged
from panel.config import Settings
from panel.db import db
from panel.domain.audit import EVENT_CHAIN
from panel.domain.errors import Conflict
from panel.domain.materials import MOST_TOGETHER, MaterialKind, checked_link, refuse_late
from panel.models import Event, Material, Person, Presenter
from panel.operations.audit import Author, lock_chain, record
from panel.operations.uploads import forget_unused
from panel.queries.materials import all_final, materials_of

TAKES: Mapping[MaterialKind, frozenset[Kind]] = {
    MaterialKind.INFOGRAPHIC: frozenset(Kind),
    MaterialKind.SLIDES: frozenset({Kind.PDF}),
    MaterialKind.EVIDENCE: frozenset(Kind),
}
"""What a file of each kind may be."""


def bring_file(
    presenter: Presenter,
    kind: MaterialKind,
    file: CheckedFile,
    staged: Staged,
    *,
    title: str,
    by: Author,
    settings: Settings,
) -> None:
    """Hand a file in; of what there is one of, in the place of the one before. Without a title it bears the
    file's name."""
    person = _permitted(presenter, by)
    others, gone = _beside(presenter, kind)
    if any(each.digest == staged.digest for each in others):
        raise Conflict("material.twice")
    if sum(each.size for each in others) + len(file.content) > MOST_TOGETHER:
        raise Conflict("material.too_much", most=MOST_TOGETHER // 2**20)
    for each in gone:
        _drop(each, by, settings)
    staged.keep()
    name = file.name.replace("\x00", "")[:200]
    _add(
        presenter,
        Material(
            kind=kind,
            title=title or PurePath(name).stem,
            digest=staged.digest,
            media_type=file.kind.value,
            size=len(file.content),
            name=name,
        ),
        person,
        by,
    )


def bring_link(presenter: Presenter, *, url: str, title: str, by: Author, settings: Settings) -> None:
    """Hand a link to a video in, in the place of the one before."""
    url = checked_link(url)
    person = _permitted(presenter, by)
    for each in _beside(presenter, MaterialKind.VIDEO)[1]:
        _drop(each, by, settings)
    _add(presenter, Material(kind=MaterialKind.VIDEO, title=title, url=url), person, by)


def remove_material(material: Material, *, by: Author, settings: Settings) -> None:
    """Take it away; its bytes go too, unless somebody else brought the same."""
    _permitted(material.presenter, by)
    _drop(material, by, settings)


def set_deadline(event: Event, until: datetime | None, *, by: Author) -> None:
    """Until when presenters hand things in by themselves; None: until their zone is final."""
    event.materials_until = until
    record("materials.deadline", event=event, by=by, until=until.isoformat() if until else None)


def _permitted(presenter: Presenter, by: Author) -> Person:
    """Who acts, if anything may still be changed. Bytes come and go by one hand at a time."""
    event = db.session.get_one(Event, presenter.event_id)
    lock_chain(event, EVENT_CHAIN)
    if by.person is None:
        raise Conflict("material.nobody")
    refuse_late(
        at=by.at, until=event.materials_until, final=all_final(presenter), organiser=by.person.organiser
    )
    return by.person


def _beside(presenter: Presenter, kind: MaterialKind) -> tuple[Sequence[Material], Sequence[Material]]:
    """What the presenter has beside one more of that kind, and what gives way to it. Raises Conflict."""
    have = materials_of(presenter)
    same = [each for each in have if each.kind is kind]
    if kind.most == 1:
        return [each for each in have if each not in same], same
    if len(same) >= kind.most:
        raise Conflict("material.too_many", most=kind.most)
    return have, []


def _add(presenter: Presenter, material: Material, person: Person, by: Author) -> None:
    material.event_id, material.presenter = presenter.event_id, presenter
    material.person, material.at = person, by.at
    db.session.add(material)
    _record("material.brought", material, by)


def _drop(material: Material, by: Author, settings: Settings) -> None:
    _record("material.removed", material, by)
    db.session.delete(material)
    if material.digest:
        forget_unused(material.digest, settings)
    db.session.flush()


def _record(act: str, material: Material, by: Author) -> None:
    record(
        act,
        event=db.session.get_one(Event, material.event_id),
        by=by,
        presenter=material.presenter.code,
        kind=material.kind.value,
        title=material.title,
        digest=material.digest,
        url=material.url,
    )
