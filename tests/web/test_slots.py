"""A slot's page: its place, changing places, its pin, its presenter's request; and the plan's breaks."""

from __future__ import annotations

import pytest

from panel.queries.events import find_event, find_zone
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import CODE
from tests.stages import Stage

PLAN = f"/events/{CODE}/plan"
SLOT = f"/events/{CODE}/rounds/zones/slots/3101"
BREAKS = f"{PLAN}/breaks"
LUNCH = {"name": "Lunch", "zone": "", "start": "10.00", "end": "11.00"}


@pytest.fixture
def organiser(as_):
    return as_("organiser")


@pytest.fixture
def slot(app):
    """What the plan has of a presenter: slot("3101")."""

    def found(presenter="3101", zone="z1"):
        with app.app_context():
            each = find_slot(find_zone(find_event(CODE), zone), presenter)
            return each.start, each.pinned, (each.not_before, each.not_after, each.firm)

    return found


@pytest.fixture
def order(app):
    def listed(zone="z1"):
        with app.app_context():
            return [slot.presenter.code for slot in timed_slots(find_zone(find_event(CODE), zone))]

    return listed


def test_the_page_has_every_act_on_a_slot(organiser):
    page = organiser.get(SLOT).text
    acts = ("move", "swap", "pin", "request", "unpin")
    assert [act for act in acts if f'action="{SLOT}/{act}"' in page] == ["move", "swap", "pin", "request"]


def test_two_amphoe_change_places_across_zones(organiser, order):
    board = organiser.post(f"{SLOT}/swap", data={"other": "3111"}, follow_redirects=True).text
    assert (order("z1")[0], order("z2")[0]) == ("3111", "3101")
    assert "Mueang Buri Ram was moved: Zone 2, 09:00–09:30. Satuek was moved: Zone 1, 09:00–09:30." in board


@pytest.mark.parametrize("other", ["", "3101", "none"])
def test_there_must_be_somebody_to_change_places_with(organiser, order, other):
    assert organiser.post(f"{SLOT}/swap", data={"other": other}).status_code == 422
    assert order("z1")[0] == "3101"


def test_a_pinned_slot_stays_until_the_pin_is_taken_out(organiser, slot):
    organiser.post(f"{SLOT}/pin", data={"pinned_at": "10.15"})
    assert slot()[:2] == (615, True)
    assert (slot("3116")[0], slot("3103")[0]) == (540, 675)
    assert "Pinned" in organiser.get(PLAN).text
    organiser.post(f"{SLOT}/unpin")
    assert slot()[:2] == (615, False)


def test_a_pin_needs_a_time(organiser, slot):
    answer = organiser.post(f"{SLOT}/pin", data={"pinned_at": "soon"})
    assert (answer.status_code, "Write a time such as 08:30." in answer.text) == (422, True)
    assert 'value="soon"' in answer.text
    assert slot()[:2] == (540, False)


def test_a_request_is_noted_shown_and_taken_away(organiser, slot):
    organiser.post(f"{SLOT}/request", data={"not_before": "๑๐.๐๐", "not_after": "", "firm": "y"})
    assert slot()[2] == (600, None, True)
    assert "Request from 10:00" in organiser.get(PLAN).text
    assert 'value="10:00"' in organiser.get(SLOT).text
    organiser.post(f"{SLOT}/request", data={"not_before": "", "not_after": ""})
    assert slot()[2] == (None, None, False)


def test_a_request_that_no_slot_could_meet_is_refused(organiser, slot):
    answer = organiser.post(f"{SLOT}/request", data={"not_before": "10:00", "not_after": "10:20"})
    assert (answer.status_code, "takes 30 minutes" in answer.text) == (422, True)
    assert slot()[2] == (None, None, False)


def test_what_marks_lock_is_refused_where_it_was_asked(organiser, as_, app, clock, order):
    Stage(app, clock).score("z1-judge-1", "3101", {"1.1": "5"}, submit=False)
    answer = organiser.post(f"{SLOT}/swap", data={"other": "3111"})
    assert (answer.status_code, order("z1")[0]) == (422, "3101")
    assert "Mueang Buri Ram" in answer.text.partition("<form")[2]


def test_slots_make_room_for_a_break_that_is_shown_changed_and_removed(organiser, slot):
    assert (
        "The break is in the plan." in organiser.post(f"{BREAKS}/new", data=LUNCH, follow_redirects=True).text
    )
    assert [slot(each)[0] for each in ("3101", "3116", "3115")] == [540, 570, 660]
    assert organiser.get(PLAN).text.count(f'{BREAKS}/1">Lunch') == 4
    assert 'value="11:00"' in organiser.get(f"{BREAKS}/1").text
    organiser.post(f"{BREAKS}/1", data=LUNCH | {"zone": "z1", "end": "10.30"})
    assert (slot("3115")[0], slot("3119", "z2")[0]) == (630, 600)
    organiser.post(f"{BREAKS}/1/removal")
    assert (slot("3115")[0], "Lunch</a>" in organiser.get(PLAN).text) == (600, False)
    assert organiser.get(f"{BREAKS}/1").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Give it a name."),
        ({"end": "10.00"}, "A break must end after it starts."),
        ({"start": "ten"}, "Write a time such as 08:30."),
        ({"zone": "z9"}, "Not a valid choice."),
    ],
)
def test_what_is_no_break_is_refused(organiser, wrong, words):
    answer = organiser.post(f"{BREAKS}/new", data=LUNCH | wrong)
    assert (answer.status_code, words in answer.text) == (422, True)


def test_time_that_nobody_uses_is_shown(organiser):
    organiser.post(f"{SLOT}/pin", data={"pinned_at": "12.00"})
    assert "60 minutes free" in organiser.get(PLAN).text
