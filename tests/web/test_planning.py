"""Making a plan on the web: what goes in, the search, its answer, the ways out, bookings and zones."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from panel.domain.errors import PanelError
from panel.domain.events import Window
from panel.domain.planning import Constraint, Core, Cost, Impossible, Kind, Undecided, Wish
from panel.domain.planning.answers import answer_to_json
from panel.domain.schedules import Excuse, Request, WayOut
from panel.operations.jobs import claim_job, fail_job
from panel.operations.plans import finish_plan, note_progress
from panel.queries.edits import plan_revision
from panel.queries.events import find_venue, find_zone
from panel.queries.jobs import find_job
from panel.queries.schedules import timed_slots
from tests.queries.test_planning import plan_from
from tests.queries.test_results import add_presenters
from tests.statements import counted
from tests.web.conftest import EVENT, page

PLANNING = f"{EVENT}/planning"
ZONING = f"{EVENT}/zoning"
WAYS = f"{EVENT}/plan/ways"
BOOKINGS = f"{EVENT}/venues/nang-rong/bookings"
TERMS = {"seconds": "20", "seed": "0"}
HALF_PAST_EIGHT, NINE = 510, 540
CORE = Core(
    (
        Constraint(Kind.BOOKING, venue="nang-rong", window=Window(510, 690)),
        Constraint(Kind.START, zone="z3", window=Window(540, 540)),
        Constraint(Kind.SLOTS, zone="z3", count=6, minutes=30),
    ),
    minutes=30,
    ways_out=(
        WayOut("way.start_zone", {"zone": "z3", "start_time": 510}),
        WayOut("way.book_venue", {"venue": "nang-rong", "start_time": 510, "end_time": 720}),
    ),
)


@pytest.fixture
def organiser(as_):
    return as_("organiser")


def ask(organiser, **terms: str) -> str:
    """The address of a search that was asked for."""
    return organiser.post(PLANNING, data=TERMS | terms).location


def answered(stage, organiser, answer, **terms: str) -> str:
    """The address of a search that came to that."""
    url = ask(organiser, **terms)
    body = answer(stage) if callable(answer) else answer_to_json(answer)
    stage.run(
        lambda _: finish_plan(find_job(url.rpartition("/")[2]), body, by=stage.by("organiser")), write=True
    )
    return url


def half_past_eight(stage):
    return answer_to_json(stage.run(lambda event: plan_from(event, HALF_PAST_EIGHT)))


def starts(stage) -> list[int]:
    return stage.run(lambda event: [timed_slots(zone)[0].start for zone in event.zones])


def test_what_goes_in_is_told(organiser, stage):
    def bind(event):
        find_zone(event, "z1").seats[1].person.home = "3111"
        timed_slots(find_zone(event, "z1"))[0].not_before = 600

    stage.run(bind, write=True)
    shown = page(organiser.get(PLANNING))
    for words in (
        "The day lasts from 08:30 to 16:30; a slot takes 30 minutes.",
        "08:30–11:30",
        "the whole day",
        "sits in Zone 1 and heads Satuek, which presents in Zone 2.",
        "Mueang Buri Ram asks: not before 10:00",
        "reckoned from the map",
    ):
        assert words in shown


def test_a_plan_is_asked_for_and_waits(organiser, stage):
    url = ask(organiser, seed="7", free="y", least="5", most="6", start="๘.๓๐")
    waiting = organiser.get(url)
    assert "Waiting" in waiting.text
    assert 'http-equiv="refresh"' in waiting.text
    key = url.rpartition("/")[2]
    terms = stage.run(lambda _: find_job(key).options["terms"])
    assert terms == {"seed": 7, "seconds": 20, "free": True, "least": 5, "most": 6, "start": 510}


def test_pressing_twice_makes_one_plan(organiser):
    assert ask(organiser) == ask(organiser)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"seconds": "0"}, "From 1 to 300 seconds."),
        ({"seconds": "long"}, "Not a valid integer value."),
        ({"seed": "-1"}, "From 0 to"),
        ({"start": "half past"}, "Write a time such as 08:30."),
        ({"least": "6", "most": "5"}, "This is less than the least."),
    ],
)
def test_terms_that_make_no_sense_are_refused(organiser, typed, words):
    answer = organiser.post(PLANNING, data=TERMS | typed)
    assert (answer.status_code, words in page(answer)) == (422, True)


def test_a_search_under_way_tells_what_it_has_come_to_and_is_stopped(organiser, stage):
    url = ask(organiser)
    progress = {"wish": "end", "value": 720, "bound": 690, "plans": 3, "seconds": 4.2}

    def work(_):
        claim_job(by=stage.by("organiser"))
        note_progress(find_job(url.rpartition("/")[2]), progress)

    stage.run(work, write=True)
    shown = page(organiser.get(url))
    assert [words in shown for words in ("Searching", "The last slot ends at", "12:00", "11:30")] == [
        True
    ] * 4
    assert "Stopping" in organiser.post(f"{url}/stop", follow_redirects=True).text
    assert stage.run(lambda _: find_job(url.rpartition("/")[2]).stopped)


def test_a_plan_is_shown_beside_the_present_one_and_taken(organiser, stage):
    url = answered(stage, organiser, half_past_eight, start="08:30")
    shown = page(organiser.get(url))
    assert shown.count("09:00–09:30") == 8  # in each zone now the first, then the second
    assert "Apply this plan" in shown
    taken = page(organiser.post(f"{url}/application", follow_redirects=True))
    assert "23 amphoe got other places." in taken
    assert starts(stage) == [HALF_PAST_EIGHT] * 4
    assert "The plan was changed since" in page(organiser.get(url))


def test_what_a_plan_costs_is_told(organiser, stage):
    def costly(stage):
        plan = replace(
            stage.run(lambda event: plan_from(event, HALF_PAST_EIGHT)),
            costs=(Cost(Wish.MISSED, 1, 1), Cost(Wish.END, 690, 660)),
            excused=frozenset({Excuse("z1-judge-1", "3116")}),
            refused=(Request("3101", "zones", 600, None),),
        )
        return answer_to_json(plan)

    shown = page(organiser.get(answered(stage, organiser, costly)))
    for words in (
        "Sheets that judges miss while they present elsewhere",
        "No: proven",
        "Perhaps, not below 11:00",
        "(Zone 1) misses Huai Rat.",
        "Mueang Buri Ram, not before 10:00",
    ):
        assert words in shown


def test_a_stale_plan_is_not_taken_and_what_changed_is_told(organiser, stage):
    url = answered(stage, organiser, half_past_eight)
    organiser.post(f"{EVENT}/zones/z2/start", data={"start": "10:00"})
    shown = page(organiser.get(url))
    assert ("Zone 2 starts at 10:00" in shown, "Apply this plan" in shown) == (True, False)
    assert organiser.post(f"{url}/application").status_code == 409
    assert starts(stage) == [NINE, 600, NINE, NINE]


def fields(shown: str, button: str) -> dict[str, str]:
    """What a press on a button sends."""
    form = next(each for each in re.findall(r"<form.*?</form>", shown, re.DOTALL) if button in each)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def test_why_there_is_no_plan_is_told_with_buttons_that_end_it(organiser, stage):
    url = answered(stage, organiser, Impossible((CORE,)))
    shown = page(organiser.get(url))
    assert "There is no plan: 1 thing clashes" in shown
    answer = organiser.post(WAYS, data=fields(shown, "Start Zone 3 at 08:30."))
    assert (answer.location, starts(stage)[2]) == (url, HALF_PAST_EIGHT)
    assert "Zone 3 starts at 08:30" in page(organiser.get(url))


@pytest.mark.parametrize("terms", [{}, {"start": "08:30", "free": "y", "most": "6", "seed": "3"}])
def test_the_same_is_asked_for_again_by_one_press(organiser, stage, terms):
    url = answered(stage, organiser, Impossible((CORE,)), **terms)
    again = organiser.post(PLANNING, data=fields(page(organiser.get(url)), "Ask for a plan again")).location
    keys = [each.rpartition("/")[2] for each in (url, again)]
    first, second = (stage.run(lambda _, key=key: find_job(key).options) for key in keys)
    assert (first == second, url == again) == (True, False)


def test_limits_that_are_too_narrow_are_widened_by_asking_again(organiser, stage):
    core = Core(
        (Constraint(Kind.SIZE, zone="z1"),),
        ways_out=(WayOut("way.limits", {"zone": "z1", "least": 2, "most": 7}),),
    )
    url = answered(stage, organiser, Impossible((core,)), free="y", least="6", most="6")
    shown = page(organiser.get(url))
    again = organiser.post(PLANNING, data=fields(shown, "Plan again; Zone 1 takes from 2 to 7 amphoe."))
    terms = stage.run(lambda _: find_job(again.location.rpartition("/")[2]).options["terms"])
    assert (terms["free"], terms["least"], terms["most"]) == (True, 2, 7)


def test_a_way_out_leads_back_to_the_plan(organiser, stage):
    sent = {"code": "way.book_venue", "venue": "nang-rong", "start_time": "510", "end_time": "720"}
    answer = organiser.post(WAYS, data=sent | {"revision": "0"})
    assert answer.location == f"{EVENT}/plan"
    bookings = stage.run(lambda event: find_venue(event, "nang-rong").facts.bookings)
    assert bookings == (Window(510, 720),)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"code": "way.start_zone", "zone": "z3"}, 422),
        ({"code": "way.start_zone", "zone": "z3", "start_time": "1500"}, 422),
        ({"code": "way.start_zone", "zone": "z3", "start_time": "half"}, 422),
        ({"code": "way.start_zone", "zone": "z9", "start_time": "510"}, 422),
        ({"code": "way.unpin", "presenter": "3101", "round": "none"}, 422),
        ({"code": "way.unpin", "presenter": "\x00", "round": "zones"}, 422),
        ({"code": "way.start_zone", "zone": "z3", "start_time": "510", "proposal": "//evil.example"}, 422),
    ],
)
def test_what_is_no_way_out_changes_nothing(organiser, stage, sent, status):
    assert organiser.post(WAYS, data=sent | {"revision": "0"}).status_code == status
    assert stage.run(plan_revision) == 0


def test_a_way_out_of_a_stale_plan_is_refused(organiser, stage):
    organiser.post(f"{EVENT}/zones/z2/start", data={"start": "10:00"})
    sent = {"code": "way.start_zone", "zone": "z3", "start_time": "510", "revision": "0"}
    assert organiser.post(WAYS, data=sent).status_code == 409
    assert starts(stage)[2] == NINE


def test_the_time_may_be_up_before_anything_is_known(organiser, stage):
    assert "The time was up" in page(organiser.get(answered(stage, organiser, Undecided())))


def test_a_search_that_fails_says_so(organiser, stage):
    url = ask(organiser)
    by = stage.by
    stage.run(
        lambda _: fail_job(claim_job(by=by("organiser")), PanelError("plan.crashed"), by=by("organiser")),
        write=True,
    )
    assert "Making the plan failed." in page(organiser.get(url))


def test_there_is_nothing_to_apply_where_there_is_no_plan(organiser, stage):
    url = answered(stage, organiser, Undecided())
    assert organiser.post(f"{url}/application").status_code == 409


@pytest.mark.parametrize("of", [PLANNING, ZONING])
def test_a_search_that_is_not_there_is_not_found(organiser, stage, of):
    assert organiser.get(f"{of}/nothing").status_code == 404


def test_a_search_is_no_document(organiser):
    key = ask(organiser).rpartition("/")[2]
    assert organiser.get(f"{EVENT}/jobs/{key}").status_code == 404
    assert "Asked for by you" not in organiser.get(f"{EVENT}/documents").text


def test_searches_are_listed(organiser, stage):
    answered(stage, organiser, half_past_eight)
    organiser.post(ZONING, data={"revision": "0"})
    shown = page(organiser.get(PLANNING))
    assert [words in shown for words in ("Asked for by you", "Answered", "Waiting")] == [True] * 3


def windows(stage) -> list[tuple[int, int]]:
    found = stage.run(lambda event: find_venue(event, "nang-rong").facts.bookings)
    return [(window.start, window.end) for window in found]


def test_a_halls_bookings_are_changed(organiser, stage):
    assert 'value="11:30"' in organiser.get(BOOKINGS).text
    sent = {"start-0": "08:30", "end-0": "11:30", "start-1": "๑๓.๐๐", "end-1": "16.30", "revision": "0"}
    assert organiser.post(BOOKINGS, data=sent).status_code == 302
    assert windows(stage) == [(510, 690), (780, 990)]


def test_a_hall_without_windows_may_be_used_all_day(organiser, stage):
    organiser.post(BOOKINGS, data={"start-0": "", "end-0": "", "revision": "0"})
    assert windows(stage) == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"add": "1"}, ["08:30", "11:30", ""]),
        ({"drop": "0"}, []),
    ],
)
def test_lines_come_and_go_without_being_saved(organiser, stage, sent, shown):
    answer = organiser.post(BOOKINGS, data={"start-0": "08:30", "end-0": "11:30", "revision": "0"} | sent)
    assert answer.status_code == 200
    assert [f'value="{each}"' in answer.text for each in shown] == [True] * len(shown)
    assert answer.text.count("<fieldset") == (2 if "add" in sent else 0)
    assert windows(stage) == [(510, 690)]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"start-0": "08:30", "end-0": ""}, "Write each window as two times"),
        ({"start-0": "08:30", "end-0": "noon"}, "Write a time such as 08:30."),
        ({"start-0": "11:30", "end-0": "08:30"}, "A window must end after it starts"),
        ({"start-0": "08:30", "end-0": "10:00", "start-1": "09:00", "end-1": "11:00"}, "Two windows overlap"),
    ],
)
def test_windows_that_are_none_are_refused_and_still_there(organiser, stage, sent, words):
    answer = organiser.post(BOOKINGS, data=sent | {"revision": "0"})
    assert (answer.status_code, words in page(answer)) == (422, True)
    assert f'value="{sent["end-0"]}"' in answer.text
    assert windows(stage) == [(510, 690)]


def test_the_present_zones_are_drawn_and_listed(organiser):
    shown = page(organiser.get(ZONING))
    assert shown.count('class="map-dot"') == 23
    assert shown.count('class="map-hall"') == 4
    assert shown.count('<select name="zone-') == 23
    assert "0 amphoe would change their zones." in shown
    assert "style=" not in shown


def test_a_division_is_previewed_and_nothing_is_kept(organiser, stage):
    shown = page(
        organiser.post(f"{ZONING}/preview", data={"zone-3101": "z2", "stays": "3101", "revision": "0"})
    )
    assert "1 amphoe would change its zone." in shown
    assert "now in Zone 1" in shown
    assert 'value="3101" id="stays-3101" checked' in shown
    assert stage.run(plan_revision) == 0


def test_a_division_is_applied_as_one_change(organiser, stage):
    sent = {"zone-3101": "z2", "zone-3111": "z1", "revision": "0"}
    assert organiser.post(f"{ZONING}/application", data=sent).location == f"{EVENT}/plan"
    zones = stage.run(
        lambda event: [[s.presenter.code for s in timed_slots(find_zone(event, z))] for z in ("z1", "z2")]
    )
    assert (zones[0][-1], zones[1][-1]) == ("3111", "3101")


def test_a_zone_that_is_none_is_not_taken(organiser, stage):
    organiser.post(f"{ZONING}/application", data={"zone-3101": "z9", "zone-9999": "z1", "revision": "0"})
    assert stage.run(plan_revision) == 0


def test_a_stale_division_is_refused_and_still_there(organiser, stage):
    organiser.post(f"{EVENT}/zones/z2/start", data={"start": "10:00"})
    answer = organiser.post(f"{ZONING}/application", data={"zone-3101": "z2", "revision": "0"})
    assert answer.status_code == 409
    assert "1 amphoe would change its zone." in page(answer)


def test_a_proposed_division_is_shown_beside_the_present_one(organiser, stage):
    sent = {"stays": ["3101"], "zone-3101": "z2", "least": "5", "most": "6", "revision": "0"}
    url = organiser.post(ZONING, data=sent).location
    assert "Waiting" in organiser.get(url).text
    key = url.rpartition("/")[2]
    assert stage.run(lambda _: find_job(key).options["zoning"]["fixed"]) == {"3101": "z2"}
    stage.run(
        lambda _: finish_plan(find_job(key), {"zones": {"3101": "z2"}}, by=stage.by("organiser")), write=True
    )
    shown = page(organiser.get(url))
    assert "1 amphoe would change its zone." in shown
    assert 'value="3101" id="stays-3101" checked' in shown


def test_a_division_that_was_not_found_is_told(organiser, stage):
    url = organiser.post(ZONING, data={"revision": "0"}).location
    stage.run(
        lambda _: finish_plan(find_job(url.rpartition("/")[2]), {"zones": None}, by=stage.by("organiser")),
        write=True,
    )
    assert "No such division was found" in page(organiser.get(url))


def test_amphoe_without_coordinates_are_told(organiser, stage):
    def forget(event):
        timed_slots(find_zone(event, "z1"))[0].presenter.latitude = None

    stage.run(forget, write=True)
    shown = page(organiser.get(ZONING))
    assert "so that their roads count as none: Mueang Buri Ram." in shown
    assert shown.count('class="map-dot"') == 22


@pytest.mark.parametrize("url", [PLANNING, ZONING])
def test_pages_take_as_many_statements_whatever_their_size(organiser, stage, url):
    organiser.get(url)
    with counted() as before:
        organiser.get(url)
    stage.run(lambda event: add_presenters(event, stage.zone(), 5), write=True)
    with counted() as after:
        organiser.get(url)
    assert len(after) == len(before)


def test_a_proposal_takes_as_many_statements_whatever_its_size(organiser, stage):
    first = answered(stage, organiser, half_past_eight)
    with counted() as before:
        organiser.get(first)
    stage.run(lambda event: add_presenters(event, stage.zone(), 5), write=True)
    second = answered(stage, organiser, half_past_eight, seed="1")
    with counted() as after:
        organiser.get(second)
    assert len(after) == len(before)
