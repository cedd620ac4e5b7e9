"""Publishing what is final, and withdrawing it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from panel.db import db, writing
from panel.domain.errors import Conflict, Invalid
from panel.domain.publications import Readership, Scope
from panel.models import Mark, Publication, Record
from panel.operations.publications import publish_results, withdraw_publication
from panel.operations.results import finalise_zone
from panel.queries.publications import due, publications_of
from panel.queries.readings import rankings_for
from tests.conftest import refusal_of, score_zone


@pytest.fixture
def final(event, zone, by) -> None:
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))


@pytest.fixture
def publish(event, by):
    """publish(zone): its ranking to everybody, unless told otherwise."""

    def act(zone, scope=Scope.RANKING, readership=Readership.PUBLIC, **later: float) -> Publication:
        at = by("organiser").at + timedelta(**later)
        with writing():
            return publish_results(
                event, zone, scope=scope, readership=readership, shown_from=at, by=by("organiser")
            )

    return act


def test_a_final_ranking_is_shown_to_everybody_and_that_is_recorded(event, zone, final, publish, by):
    publish(zone)
    [ranking] = rankings_for(event, Readership.PUBLIC, by("organiser").at)
    assert [str(line.value) for line in ranking.lines] == ["80.00", "79.00", "78.00", "77.00", "76.00"]
    record = db.session.scalars(select(Record).where(Record.act == "results.published")).one()
    assert (record.body["what"]["zone"], record.body["what"]["readership"]) == ("z1", "public")


def test_what_is_for_later_is_not_shown_before(event, zone, final, publish, by, clock):
    publish(zone, hours=1)
    clock.forward(minutes=59)
    assert due(event, Scope.RANKING, Readership.PUBLIC, clock()) == []
    clock.forward(minutes=1)
    assert len(due(event, Scope.RANKING, Readership.PUBLIC, clock())) == 1


def test_what_is_for_presenters_the_public_does_not_read(event, zone, final, publish, clock):
    publish(zone, readership=Readership.PRESENTERS)
    readers = {reader: len(due(event, Scope.RANKING, reader, clock())) for reader in Readership}
    assert readers == {Readership.PRESENTERS: 1, Readership.PUBLIC: 0}


def test_only_what_is_final_is_published(event, zone, publish):
    assert refusal_of(lambda: publish(zone)) == "result.not_finalised"
    assert refusal_of(lambda: publish(None)) == "publication.not_certified"


def test_feedback_is_never_for_everybody(zone, final, publish):
    assert refusal_of(lambda: publish(zone, Scope.FEEDBACK)) == "publication.feedback_is_own"


def test_the_same_is_not_published_twice(zone, final, publish):
    publish(zone)
    assert refusal_of(lambda: publish(zone)) == "publication.already"


def test_a_time_that_has_passed_is_now(zone, final, publish, clock):
    assert publish(zone, hours=-3).shown_from == clock()


def test_withdrawing_needs_a_reason_and_is_done_once(event, zone, final, publish, by, clock):
    publication = publish(zone)
    with pytest.raises(Invalid), writing():
        withdraw_publication(publication, by=by("organiser"), reason="")
    with writing():
        withdraw_publication(publication, by=by("organiser"), reason="too early")
    assert due(event, Scope.RANKING, Readership.PUBLIC, clock()) == []
    with pytest.raises(Conflict, match=r"publication\.withdrawn"), writing():
        withdraw_publication(publication, by=by("organiser"), reason="again")
    publish(zone)
    assert [each.withdrawn_reason for each in publications_of(event)] == ["too early", ""]


def test_marks_changed_behind_what_is_final_are_not_shown(event, zone, final, publish, clock):
    publish(zone)
    with writing():
        db.session.execute(update(Mark).where(Mark.node == "1.1").values(value="1"))
    assert rankings_for(event, Readership.PUBLIC, clock()) == ()
