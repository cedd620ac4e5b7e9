"""The recorded presentation that every panel scores: it counts in no result, and stays once it is scored."""

from __future__ import annotations

from functools import partial

import pytest

from panel.db import db, writing
from panel.domain.errors import Conflict, Invalid
from panel.operations.anchors import remove_anchor, set_anchor
from panel.operations.results import finalise_zone
from panel.queries.connections import anchor_slots, connections, zone_anchors
from panel.queries.exports import event_export
from panel.queries.results import zone_results
from panel.queries.schedules import timed_slots
from tests.conftest import MARKS, score, score_zone

TITLE = "การนำเสนอที่บันทึกไว้"


@pytest.fixture
def round_(event):
    return event.main_round


@pytest.fixture
def anchor(round_, by):
    with writing():
        return set_anchor(round_, TITLE, "Recorded", by=by("organiser"))


def test_every_zone_has_it_as_a_presenter_without_a_time(round_, anchor):
    assert [(each.code, each.name, each.practice, each.anchor) for each in anchor] == [
        (f"anchor-z{number}", TITLE, True, True) for number in (1, 2, 3, 4)
    ]
    assert [(slot.zone.code, slot.start) for slot in anchor_slots(round_)] == [
        ("z1", None),
        ("z2", None),
        ("z3", None),
        ("z4", None),
    ]


def test_set_again_it_has_another_title_and_comes_to_zones_that_lack_it(round_, anchor, by):
    with writing():
        remove = anchor_slots(round_)[0]
        db.session.delete(remove)
        db.session.flush()
        db.session.delete(remove.presenter)
    db.session.expire_all()
    with writing():
        again = set_anchor(round_, "another", by=by("organiser"))
    assert [(each.code, each.name, each.name_en) for each in again] == [
        (f"anchor-z{number}", "another", "") for number in (1, 2, 3, 4)
    ]


def test_it_needs_a_title(round_, by):
    with pytest.raises(Invalid, match=r"anchor\.untitled"), writing():
        set_anchor(round_, "  ", by=by("organiser"))


def test_it_counts_in_no_result_and_blocks_nothing(event, zone, by, anchor):
    before = event_export(event)
    score(event, by("z1-judge-1"), "z1-judge-1", "anchor-z1", MARKS | {"1.1": "1"})
    score(event, by("z1-judge-2"), "z1-judge-2", "anchor-z1", submit=False)
    assert event_export(event) == before
    score_zone(event, zone, by)
    with writing():
        snapshot = finalise_zone(zone, by=by("z1-chair"))
    assert [each["code"] for each in snapshot.body["presenters"]] == [
        slot.presenter.code for slot in timed_slots(zone)
    ]
    assert not zone_results(zone).provisional


def test_how_far_it_is_scored_is_told_by_zone(event, round_, by, anchor):
    score(event, by("z1-judge-1"), "z1-judge-1", "anchor-z1")
    score(event, by("z1-judge-2"), "z1-judge-2", "anchor-z1", submit=False)
    told = [(each.zone.code, each.submitted, each.expected) for each in zone_anchors(round_)]
    assert told == [("z1", 1, 5), ("z2", 0, 5), ("z3", 0, 5), ("z4", 0, 5)]


def test_unscored_it_can_be_removed(round_, anchor, by):
    assert connections(round_).connected
    with writing():
        remove_anchor(round_, by=by("organiser"))
    assert (list(anchor_slots(round_)), connections(round_).connected) == ([], False)
    with pytest.raises(Conflict, match=r"anchor\.none"), writing():
        remove_anchor(round_, by=by("organiser"))


@pytest.mark.parametrize("submit", [True, False])
def test_scored_it_stays(event, round_, anchor, by, submit):
    score(event, by("z3-judge-1"), "z3-judge-1", "anchor-z3", submit=submit)
    with pytest.raises(Conflict, match=r"anchor\.scored"), writing():
        remove_anchor(round_, by=by("organiser"))


def test_it_is_neither_given_nor_taken_once_a_zone_is_final(event, zone, round_, anchor, by):
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    with pytest.raises(Conflict, match=r"result\.zone_finalised"), writing():
        remove_anchor(round_, by=by("organiser"))


def test_what_a_hall_gave_it_comes_with_the_halls_bundle(hall, arrive, event, by):
    set_here = partial(set_anchor, title=TITLE)
    with writing():
        set_here(event.main_round, by=by("organiser"))
    hall.run(lambda event: set_here(event.main_round, by=hall.by("organiser")), write=True)
    hall.score("z1-judge-1", "anchor-z1")
    arrive(hall.bundle())
    assert [each.submitted for each in zone_anchors(event.main_round)] == [1, 0, 0, 0]
