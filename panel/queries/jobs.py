"""Jobs by key, by person and in their turn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from panel.db import db
from panel.domain.documents import Choice
from panel.domain.errors import NotFound, PanelError
from panel.models import Event, Job, Person
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


def anything_waiting() -> bool:
    return db.session.scalar(select(Job.id).where(Job.state == JobState.WAITING).limit(1)) is not None
