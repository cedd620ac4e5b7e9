"""Jobs by key, by person and in their turn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from panel.db import db
from panel.domain.documents import Choice
from panel.domain.errors import NotFound, PanelError
from panel.domain.events import EventState
from panel.models import Chain, Event, Job, Person, Round, Zone
from panel.models.jobs import JobKind, JobState

OPEN = (JobState.WAITING, JobState.RUNNING)


def find_job(key: str) -> Job:
    """Raises NotFound."""
    job = db.session.scalar(select(Job).where(Job.key == key))
    if job is None:
        raise NotFound("job.unknown")
    return job


def choice_of(job: Job) -> Choice:
    return Choice.from_json(job.document, job.options)


def failure_of(job: Job) -> PanelError | None:
    """Why a job failed."""
    if not job.error:
        return None
    code, params = json.loads(job.error)
    return PanelError(code, **params)


def jobs_of(event: Event, person: Person, kind: JobKind = JobKind.DOCUMENT, most: int = 10) -> Sequence[Job]:
    """What somebody asked for last, the latest first."""
    return db.session.scalars(
        select(Job)
        .where(Job.event_id == event.id, Job.person_id == person.id, Job.kind == kind)
        .order_by(Job.id.desc())
        .limit(most)
    ).all()


def open_job(
    event: Event, person: Person, kind: JobKind, options: Mapping[str, Any], document: str = ""
) -> Job | None:
    """The same that this person asked for already and does not have yet."""
    waiting = db.session.scalars(
        select(Job).where(
            Job.event_id == event.id,
            Job.person_id == person.id,
            Job.kind == kind,
            Job.document == document,
            Job.state.in_(OPEN),
            Job.stopped.is_(False),
        )
    )
    return next((job for job in waiting if job.options == options), None)


def stopped_documents(keys: Iterable[str]) -> Sequence[str]:
    """Those of these that whoever asked wants no more. A search for a plan ends by itself, with an answer."""
    return db.session.scalars(
        select(Job.key).where(Job.key.in_(keys), Job.kind == JobKind.DOCUMENT, Job.stopped.is_(True))
    ).all()


def zone_heads() -> dict[int, str]:
    """Of each zone of an open event, by id, the head of its chain: another one after every act."""
    chains = (
        select(Zone.id, Chain.head)
        .join(Round, Round.id == Zone.round_id)
        .join(Event, Event.id == Round.event_id)
        .join(Chain, (Chain.event_id == Event.id) & (Chain.name == Zone.code))
        .where(Event.state == EventState.OPEN)
        .order_by(Zone.id)
    )
    return dict(db.session.execute(chains).tuples().all())


def anything_waiting() -> bool:
    return db.session.scalar(select(Job.id).where(Job.state == JobState.WAITING).limit(1)) is not None
