"""What live pages are told: the day's slots, a zone in a line, and a venue's screen in each of its states."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from panel.db import db, writing
from panel.domain.days import Happened
from panel.operations.audit import record
from panel.operations.days import note_happening
from panel.operations.schedules import publish_plan, start_zone
from panel.queries.events import find_event, find_zone
from panel.queries.live import Bar, Line, day_view, live_revisions, public_view, screen_view
from panel.queries.schedules import timed_slots
from tests.conftest import CODE, MORNING, score
from tests.statements import counted

ORDER = ("3101", "3116", "3115", "3121", "3103")


@pytest.fixture
def happens(event, by, clock):
    """happens(0, "called", "presenting"): what happened to the n-th slot of zone 1, in that order."""

    def noted(place: int, *kinds: str) -> None:
        for kind in kinds:
            with writing():
                slot = timed_slots(find_zone(find_event(CODE), "z1"))[place]
                note_happening(slot, Happened(kind), by=by("organiser"))

    return noted


@pytest.fixture
def screen(event, zone, clock):
    """What the screen of zone 1's venue shows, in short: stage, presenter, minutes, who is next."""

    def shown(at: datetime | None = None):
        view = screen_view(find_event(CODE), find_zone(find_event(CODE), "z1").venue, at or clock())
        who = view.slot.presenter.code if view.slot else None
        return view.stage.value, who, view.minutes, [slot.presenter.code for slot in view.next]

    return shown


def at(time: str) -> datetime:
    hours, minutes = time.split(".")
    return MORNING.replace(hour=int(hours), minute=int(minutes))


def lines(view) -> list[tuple[str, int, str]]:
    return [(line.key, line.start, line.state) for line in view.lines]


def test_a_zones_slots_stand_in_order_with_where_each_is(event, happens, clock):
    happens(0, "called", "presenting", "done")
    happens(1, "no_show")
    happens(2, "called")
    assert lines(day_view(event, "z1", clock())) == [
        ("zones/3101", 540, "done"),
        ("zones/3116", 570, "no_show"),
        ("zones/3115", 600, "called"),
        ("zones/3121", 630, "next"),
        ("zones/3103", 660, ""),
    ]


def test_where_nothing_is_recorded_the_clock_tells_who_is_on(event):
    view = day_view(event, "z1", at("09.40"))
    assert [line.state for line in view.lines] == ["", "now", "next", "", ""]


def test_all_zones_follow_one_another(event, clock):
    assert len(day_view(event, "", clock()).lines) == 23
    assert [bar.zone for bar in day_view(event, "", clock()).bars] == ["z1", "z2", "z3", "z4"]


def test_a_zone_in_a_line_says_how_much_later_than_people_set_out_with(event, zone, by, clock):
    with writing():
        publish_plan(find_event(CODE), by=by("organiser"))
    with writing():
        start_zone(find_zone(find_event(CODE), "z1"), at=560, by=by("organiser"))
        publish_plan(find_event(CODE), by=by("organiser"))
    now, coming = timed_slots(zone)[:2]
    assert day_view(event, "z1", at("09.30")).bars == (Bar("z1", now, coming, 20),)


def test_the_public_day_is_what_was_published_and_what_happened(event, zone, by, happens):
    with writing():
        version = publish_plan(find_event(CODE), by=by("organiser")).version
    with writing():
        start_zone(find_zone(find_event(CODE), "z1"), at=560, by=by("organiser"))
    happens(0, "called")
    view = public_view(event)
    assert (view.plan, view.bars, len(view.lines)) == (version, (), 23)
    assert view.lines[:2] == (Line("zones/3101", 540, 570, "called"), Line("zones/3116", 570, 600, ""))


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (at("07.00"), ("waiting", "3101", 15, ["3116", "3115"])),
        (at("09.10"), ("waiting", "3101", 15, ["3116", "3115"])),
        (at("09.35"), ("waiting", "3116", 15, ["3115", "3121"])),
        (at("11.05"), ("waiting", "3103", 15, [])),
        (at("11.30"), ("finished", None, None, [])),
        (MORNING - timedelta(days=1), ("waiting", "3101", 15, ["3116", "3115"])),
        (MORNING + timedelta(days=1), ("finished", None, None, [])),
    ],
)
def test_an_unattended_screen_goes_by_the_clock(screen, moment, shown):
    assert screen(moment) == shown


@pytest.mark.parametrize(
    ("kinds", "stage", "minutes"),
    [
        (("called",), "called", 15),
        (("called", "presenting"), "presenting", 15),
        (("called", "presenting", "questions"), "questions", 15),
    ],
)
def test_a_screen_shows_the_phase_of_who_is_on(screen, happens, kinds, stage, minutes):
    happens(0, *kinds)
    assert screen() == (stage, "3101", minutes, ["3116", "3115"])


def test_who_comes_next_waits_once_the_one_before_is_done(screen, happens):
    happens(0, "presenting", "done")
    assert screen() == ("waiting", "3116", 15, ["3115", "3121"])


def test_a_phase_ends_so_many_minutes_after_it_was_begun(event, zone, happens, clock):
    happens(0, "presenting")
    presenting = screen_view(event, zone.venue, clock()).until
    clock.forward(minutes=12)
    happens(0, "questions")
    with writing():
        timed_slots(find_zone(find_event(CODE), "z1"))[0].questions = 7
    questions = screen_view(event, zone.venue, clock()).until
    assert (presenting, questions) == (MORNING + timedelta(minutes=15), MORNING + timedelta(minutes=19))


def test_a_break_is_shown_while_it_lasts_unless_somebody_is_on(event, screen, happens):
    with writing():
        pause = {"name": "-", "start": 540, "end": 600, "zone": None}
        find_event(CODE).breaks = [pause]
    view = screen_view(find_event(CODE), find_zone(find_event(CODE), "z1").venue, at("09.20"))
    assert (screen(at("09.20"))[:2], view.resumes) == (("break", "3101"), 600)
    happens(0, "presenting")
    assert screen(at("09.20"))[:2] == ("presenting", "3101")


def test_a_venue_without_slots_is_empty(event, zone, clock):
    assert screen_view(event, find_zone(event, "z2").venue, clock()).stage == "waiting"
    with writing():
        for slot in timed_slots(find_zone(find_event(CODE), "z2")):
            slot.start = None
    assert screen_view(event, find_zone(event, "z2").venue, clock()).stage == "empty"


def test_every_recorded_act_raises_the_revision_of_its_zone_and_tells_of_itself(event, by):
    before = live_revisions(CODE)
    with writing():
        record("a.b", event=find_event(CODE), zone=find_zone(find_event(CODE), "z3"), by=by("organiser"))
    after = live_revisions(CODE)
    assert (after.all - before.all, live_revisions("nowhere").all) == (1, 0)
    assert [before.of(zone) == after.of(zone) for zone in ("z2", "z3")] == [True, False]
    assert before.acts != after.acts


def test_marks_raise_the_revision_of_their_zone_and_are_no_act(event, by):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.1": "5"}, submit=False)
    before = live_revisions(CODE)
    score(event, by("z1-judge-1"), "z1-judge-1", "3101", {"1.2": "5"}, submit=False)
    after = live_revisions(CODE)
    assert (after.of("z1") == before.of("z1"), after.acts == before.acts) == (False, True)


def test_what_changes_the_event_as_a_whole_changes_every_zone(event, by):
    before = live_revisions(CODE)
    with writing():
        record("a.b", event=find_event(CODE), by=by("organiser"))
    assert before.of("z2") != live_revisions(CODE).of("z2")


def test_views_ask_the_same_few_questions_whatever_the_size(event, happens, clock):
    happens(0, "called", "presenting")
    counts = []
    for zone in ("z1", ""):
        db.session.rollback()
        db.session.expunge_all()
        with counted() as sent:
            day_view(find_event(CODE), zone, clock())
        counts.append(len(sent))
    assert counts[0] == counts[1]
