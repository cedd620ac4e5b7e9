"""A document that was asked for: how far it is, and that it is wanted no more."""

from __future__ import annotations

from panel.models.jobs import JobState
from panel.operations.jobs import cancel_job, claim_job, end_job
from panel.operations.plans import note_progress
from panel.queries.jobs import find_job, stopped_documents
from tests.conftest import CODE

LIST = f"/events/{CODE}/documents"


def asked(client) -> tuple[str, str]:
    """The job's key and its page."""
    answer = client.post(LIST, data={"document": "pack", "zone": "", "lang": "th"})
    key = answer.headers["Location"].rsplit("/", 1)[1]
    return key, f"/events/{CODE}/jobs/{key}"


def running(stage, key: str, **progress: int) -> None:
    stage.run(lambda event: claim_job(by=stage.by("organiser")), write=True)
    if progress:
        stage.run(lambda event: note_progress(find_job(key), progress), write=True)


def state(stage, key: str) -> tuple[JobState, bool]:
    return stage.run(lambda event: (find_job(key).state, find_job(key).stopped))


def test_how_far_a_pack_is_stands_in_a_bar(as_, stage):
    organiser = as_("organiser")
    key, page = asked(organiser)
    assert "<progress" not in organiser.get(page).text
    running(stage, key, done=12, all=142)
    shown = organiser.get(page).text
    assert '<progress value="12" max="142"' in shown and "12 of 142" in shown


def test_what_still_waits_is_cancelled_at_once(as_, stage):
    organiser = as_("organiser")
    _, page = asked(organiser)
    assert organiser.post(f"{page}/cancellation").status_code == 302
    told = organiser.get(page)
    assert "Cancelled" in told.text and "Refresh" not in told.headers and "Save the file" not in told.text
    assert stage.run(lambda event: claim_job(by=stage.by("organiser"))) is None


def test_what_is_being_made_is_the_workers_to_end(as_, stage):
    organiser = as_("organiser")
    key, page = asked(organiser)
    running(stage, key)
    organiser.post(f"{page}/cancellation")
    assert state(stage, key) == (JobState.RUNNING, True)
    assert stage.run(lambda event: list(stopped_documents([key, "another"]))) == [key]
    assert "It is being cancelled." in organiser.get(page).text
    stage.run(lambda event: cancel_job(find_job(key), by=stage.by("organiser")), write=True)
    assert "It was cancelled." in organiser.get(page).text


def test_what_is_ready_is_not_cancelled_any_more(as_, stage):
    organiser = as_("organiser")
    key, page = asked(organiser)
    stage.run(lambda event: end_job(find_job(key), at=stage.clock()), write=True)
    assert organiser.post(f"{page}/cancellation").status_code == 409
    stage.run(lambda event: cancel_job(find_job(key), by=stage.by("organiser")), write=True)
    assert state(stage, key) == (JobState.DONE, False)


def test_only_who_asked_and_organisers_cancel(as_, stage):
    key, page = asked(as_("organiser"))
    assert as_("z1-secretary").post(f"{page}/cancellation").status_code == 404
    assert state(stage, key) == (JobState.WAITING, False)
