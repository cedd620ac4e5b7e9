"""Certifying the province's ranking, and what takes that back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from panel.db import db, writing
from panel.domain.audit import EVENT_CHAIN, digest
from panel.domain.errors import Invalid, PanelError
from panel.domain.publications import Readership, Scope
from panel.models import Chain, Publication, Record, Snapshot
from panel.operations.certifications import certify_province, decertify_province
from panel.operations.publications import publish_results
from panel.operations.results import finalise_zone, reopen_zone
from panel.queries.certifications import certifiers, current_certification
from panel.queries.events import find_zone
from panel.queries.provinces import province_body
from panel.queries.snapshots import snapshots_of
from tests.conftest import refusal_of, score_zone

ZONES = ("z1", "z2", "z3", "z4")


def certify(event, by) -> Snapshot:
    with writing():
        return certify_province(event, by=by("province-chair"))


def acts(event) -> list[tuple[str, object]]:
    """What the event's chain says of results: act and reason."""
    statement = select(Record.act, Record.body).join(Chain, Chain.id == Record.chain_id)
    rows = db.session.execute(
        statement.where(Chain.event_id == event.id, Chain.name == EVENT_CHAIN).order_by(Record.id)
    )
    return [(act, body.get("reason")) for act, body in rows if act.startswith(("province.", "results."))]


def test_certifying_freezes_the_places_under_a_digest(event, zones_final, by):
    snapshot = certify(event, by)
    assert (snapshot.version, snapshot.zone_id, snapshot.finalised_by.code) == (1, None, "province-chair")
    assert snapshot.digest == digest(province_body(event)) == digest(snapshot.body)
    assert acts(event) == [("province.certified", None)]
    assert current_certification(event) is snapshot


def test_an_open_zone_is_named_and_nothing_is_certified(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    with pytest.raises(PanelError) as refused:
        certify(event, by)
    assert (refused.value.code, refused.value.params["zone"]) == ("result.not_finalised", "กลุ่มโซนที่ ๒")
    assert snapshots_of(event, None) == []


def test_the_province_is_certified_once(event, zones_final, by):
    certify(event, by)
    assert refusal_of(lambda: certify_province(event, by=by("province-chair"))) == "certification.already"


def test_taking_it_back_needs_a_reason_and_keeps_it_on_record(event, zones_final, by):
    certify(event, by)
    with pytest.raises(Invalid), writing():
        decertify_province(event, by=by("province-chair"), reason=" ")
    with writing():
        decertify_province(event, by=by("province-chair"), reason="a protest")
    [kept] = snapshots_of(event, None)
    assert (current_certification(event), kept.reopened_reason) == (None, "a protest")
    assert certify(event, by).version == 2
    assert snapshots_of(event, None)[0].digest == kept.digest


def test_what_is_not_certified_cannot_be_taken_back(event, by):
    refused = refusal_of(lambda: decertify_province(event, by=by("province-chair"), reason="why"))
    assert refused == "certification.none"


def test_reopening_a_zone_takes_the_certification_and_what_is_published_back(event, zones_final, by):
    certify(event, by)
    z2 = find_zone(event, "z2")
    for zone in (None, z2, find_zone(event, "z3")):
        with writing():
            publish_results(
                event,
                zone,
                scope=Scope.RANKING,
                readership=Readership.PUBLIC,
                shown_from=by("organiser").at,
                by=by("organiser"),
            )
    with writing():
        reopen_zone(z2, by=by("z2-chair"), reason="a mark was mistyped")
    assert current_certification(event) is None
    statement = select(Publication).order_by(Publication.id)
    hidden = [(each.zone_id, each.withdrawn_reason) for each in db.session.scalars(statement)]
    z3 = find_zone(event, "z3")
    assert hidden == [(None, "a mark was mistyped"), (z2.id, "a mark was mistyped"), (z3.id, "")]
    assert acts(event)[-3:] == [
        ("results.withdrawn", "a mark was mistyped"),
        ("province.decertified", "a mark was mistyped"),
        ("results.withdrawn", "a mark was mistyped"),
    ]
    assert refusal_of(lambda: certify_province(event, by=by("province-chair"))) == "result.not_finalised"


def test_the_chair_at_province_level_certifies(event):
    assert [person.code for person in certifiers(event)] == ["province-chair"]
