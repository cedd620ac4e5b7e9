"""The stable export, and the digest of a zone's part of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from panel.config import ROOT
from panel.db import db, writing
from panel.domain.panels import Role
from panel.domain.results import Standing
from panel.domain.sheets import Channel, State
from panel.domain.ties import Decided
from panel.models import Mark
from panel.operations.results import finalise_zone
from panel.queries.exports import altered, event_export
from panel.queries.results import round_results
from tests.conftest import CODE, MARKS, score, score_zone

FIRST = "3101"


def presenter_of(export, code: str):
    [found] = [each for each in export["rounds"][0]["presenters"] if each["code"] == code]
    return found


def test_the_export_has_the_shape_of_its_reference(event, zone, by):
    score(event, by("z1-judge-1"), "z1-judge-1", FIRST)
    export = event_export(event)
    assert list(export) == ["event", "instrument", "version", "rounds"]
    assert (export["event"], export["version"]) == (CODE, 1)
    [round_] = export["rounds"]
    assert list(round_) == ["code", "instrument", "version", "zones", "presenters"]
    assert round_["zones"][0] == {
        "code": "z1",
        "name": zone.name,
        "provisional": True,
        "version": None,
        "digest": None,
    }
    assert len(round_["presenters"]) == 23


def test_a_presenter_is_exported_with_every_sheet_begun_or_not(event, zone, by):
    score(event, by("z1-judge-1"), "z1-judge-1", FIRST)
    score(event, by("z1-judge-2"), "z1-judge-2", FIRST, {"1.1": "7.5"}, submit=False)
    found = presenter_of(event_export(event), FIRST)
    assert {key: found[key] for key in found if key != "sheets"} == {
        "code": FIRST,
        "name": "เมืองบุรีรัมย์",
        "zone": "z1",
        "state": "provisional",
        "result": None,
        "rank_zone": None,
        "rank_province": None,
        "grade": None,
        "decided_by": None,
    }
    chair, first, second, *_ = found["sheets"]
    assert (chair["channel"], chair["state"], chair["total"]) == (None, "draft", None)
    assert first == {
        "seat": "z1-judge-1",
        "person": "z1-judge-1",
        "role": "judge",
        "channel": "tablet",
        "state": "submitted",
        "reason": None,
        "marks": MARKS,
        "total": "80",
    }
    assert second["marks"] == dict.fromkeys(MARKS) | {"1.1": "7.5"}


def test_results_are_strings_of_exact_decimals(event, zone, by):
    score_zone(event, zone, by)
    found = presenter_of(event_export(event), FIRST)
    assert (found["result"], found["rank_zone"], found["decided_by"]) == ("80.00", 1, "result")
    assert json.loads(json.dumps(event_export(event))) == event_export(event)


def test_a_finalised_zone_names_version_and_digest(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        digest = finalise_zone(zone, by=by("z1-chair")).digest
    exported = event_export(event)["rounds"][0]["zones"][0]
    assert (exported["provisional"], exported["version"], exported["digest"]) == (False, 1, digest)


def test_what_is_final_is_altered_once_a_mark_is_edited_in_the_database(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    view = round_results(zone.round)
    assert not altered(view.zone("z1"))
    mark = db.session.scalars(db.select(Mark).where(Mark.node == "1.1")).first()
    with writing():
        db.session.execute(
            update(Mark).where(Mark.sheet_id == mark.sheet_id, Mark.node == "1.1").values(value="1")
        )
    view = round_results(zone.round)
    assert altered(view.zone("z1"))


def test_a_renamed_amphoe_alters_nothing(event, zone, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    with writing():
        event.presenters[0].name = "ชื่อใหม่"
    view = round_results(zone.round)
    assert not altered(view.zone("z1"))


@pytest.mark.parametrize("kind", [Standing, Decided, State, Role, Channel])
def test_every_value_is_in_the_reference(kind):
    reference = (Path(ROOT) / "docs" / "results-json.md").read_text()
    assert [value.value for value in kind if f"`{value.value}" not in reference] == []
