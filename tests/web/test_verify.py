"""`/verify/DIGEST`, for a stranger with a phone: what holds, what held until when, what was altered."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from panel.db import db
from panel.domain.audit import digest
from panel.models import Entry, Mark, PlanVersion, Record, Snapshot
from panel.operations.schedules import publish_plan
from panel.queries.exports import zone_body
from panel.queries.results import zone_results
from panel.web import pace
from tests.web.conftest import page

ALTERED = "no longer those that this document stands for"


def seal_of(stage, zone: str = "z1") -> str:
    """The digest of a finalised zone."""
    return stage.run(
        lambda event: db.session.scalars(
            select(Snapshot.digest).where(Snapshot.zone_id == stage.zone(zone).id)
        ).one()
    )


def test_a_plan_that_was_published_anew_says_until_when_it_held(browser, stage, clock):
    for _ in range(2):
        stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)
        stage.run(lambda event: setattr(event, "date", date(2025, 8, 9)), write=True)
        clock.forward(minutes=30)
    first, second = stage.run(lambda event: db.session.scalars(select(PlanVersion.digest)).all())
    earlier = page(browser().get(f"/verify/{first[:12]}"))
    assert "an earlier version" in earlier and "8 August 2025 09:40" in earlier
    assert "the version that holds now" in page(browser().get(f"/verify/{second[:12]}"))


def test_the_page_says_what_to_compare_and_shows_no_mark(browser, stage, zones_final):
    text = page(browser().get(f"/verify/{seal_of(stage)}"))
    assert "Result of the zone" in text and "Compare this with the paper" in text
    assert "80.00" not in text and "z1-judge-1" not in text


@pytest.mark.parametrize("node", ["1.1", "3"])
def test_a_mark_that_was_changed_after_finalising_is_told_of_its_zone_alone(
    browser, stage, zones_final, node
):
    def change(_: object) -> None:
        first = select(Mark.sheet_id).where(Mark.node == node).order_by(Mark.sheet_id).limit(1)
        for table in (Mark, Entry):
            changed = update(table).where(table.sheet_id == first.scalar_subquery(), table.node == node)
            db.session.execute(changed.values(value="1").execution_options(synchronize_session=False))

    sheet = stage.run(
        lambda event: db.session.scalars(select(Record.said).where(Record.act == "sheet.submit")).first()
    )
    stage.run(change, write=True)
    for code in (seal_of(stage), sheet):
        assert ALTERED in page(browser().get(f"/verify/{code}"))
    assert ALTERED not in page(browser().get(f"/verify/{seal_of(stage, 'z2')}"))


def test_a_result_that_the_log_does_not_hold_is_told(browser, stage, zones_final):
    def forge(_: object) -> None:
        db.session.execute(update(Mark).where(Mark.node == "1.1").values(value="1"))
        db.session.flush()
        body = zone_body(zone_results(stage.zone()))
        frozen = update(Snapshot).where(Snapshot.zone_id == stage.zone().id)
        db.session.execute(frozen.values(body=body, digest=digest(body)))

    stage.run(forge, write=True)
    assert ALTERED in page(browser().get(f"/verify/{seal_of(stage)}"))


def test_who_asks_too_often_waits_and_nobody_else_does(browser):
    client = browser()
    asked = [client.get("/verify/000000000000").status_code for _ in range(pace.MOST + 1)]
    assert asked == [404] * pace.MOST + [429]
    elsewhere = {"REMOTE_ADDR": "10.0.0.2"}
    assert client.get("/verify/000000000000", environ_base=elsewhere).status_code == 404


def test_after_a_minute_they_may_ask_again(browser, monkeypatch):
    monkeypatch.setattr(pace, "MINUTE", 0.0)
    monkeypatch.setattr(pace, "MOST", 1)
    assert [browser().get("/verify/000000000000").status_code for _ in range(3)] == [404] * 3
