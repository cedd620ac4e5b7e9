"""Jobs in their turn: taken up by a worker, ended by what came of them. What a job makes is its noun's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from panel.adapters.secrets import new_secret
from panel.db import db
from panel.domain.errors import Conflict, Forbidden, PanelError
from panel.models import Event, Job
from panel.models.jobs import JobKind, JobState
from panel.operations.audit import Author, record
from panel.queries.jobs import OPEN, open_job


def ask_for_job(
    event: Event, kind: JobKind, options: Mapping[str, Any], *, by: Author, document: str = ""
) -> Job:
    """Put a job in the queue; what the person waits for already is not made twice."""
    if by.person is None:
        raise Forbidden("access.sign_in")
    same = open_job(event, by.person, kind, options, document)
    if same is not None:
        return same
    job = Job(
        key=new_secret()[:16],
        event_id=event.id,
        person_id=by.person.id,
        kind=kind,
        document=document,
        options=dict(options),
        state=JobState.WAITING,
        asked_at=by.at,
    )
    db.session.add(job)
    record_job(job, f"{kind}.asked", by=by, options=job.options)
    return job


def claim_job(*, by: Author) -> Job | None:
    """The job that waits longest, now running; two workers never get the same one."""
    job = db.session.scalar(
        select(Job)
        .where(Job.state == JobState.WAITING)
        .order_by(Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if job is not None:
        job.state = JobState.RUNNING
        job.started_at = by.at
    return job


def end_job(job: Job, *, at: datetime) -> None:
    """What was asked for is there."""
    job.state = JobState.DONE
    job.ended_at = at


def fail_job(job: Job, error: PanelError, *, by: Author) -> None:
    """It can't be made; whoever asked is told why."""
    job.state = JobState.FAILED
    job.error = json.dumps([error.code, {key: str(value) for key, value in error.params.items()}])
    job.ended_at = by.at
    record_job(job, f"{job.kind}.failed", by=by, code=error.code)


def stop_document(job: Job, *, by: Author) -> None:
    """Whoever asked wants it no more: what only waits ends here, what is being made the worker ends."""
    if job.state not in OPEN:
        raise Conflict("job.ended")
    if job.state is JobState.WAITING:
        cancel_job(job, by=by)
    else:
        job.stopped = True


def cancel_job(job: Job, *, by: Author) -> None:
    """It ends without what was asked for, unless that was finished just now."""
    if job.state in OPEN:
        fail_job(job, Conflict("job.cancelled"), by=by)


def take_up_jobs() -> None:
    """What a worker left running when it died waits again."""
    db.session.execute(update(Job).where(Job.state == JobState.RUNNING).values(state=JobState.WAITING))


def record_job(job: Job, act: str, *, by: Author, **facts: object) -> None:
    """Record what became of a job on the event's chain."""
    if job.document:
        facts["document"] = job.document
    event = db.session.get_one(Event, job.event_id)
    record(act, event=event, zone=None, by=by, job=job.key, **facts)
