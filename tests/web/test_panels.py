"""Panels on the web: appointing, correcting, replacing, closing; what forms refuse."""

from __future__ import annotations

import pytest

from panel.db import db, writing
from panel.domain.panels import Role
from panel.models import Seat
from panel.operations.audit import Author
from panel.operations.panels import Appointment, appoint_seat
from panel.operations.schedules import start_zone
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE, SECRET, score
from tests.statements import counted
from tests.web.conftest import EVENT, page

PANELS = f"{EVENT}/panels"
WHO = {"name": "กรรมการสำรอง", "position": "นักวิชาการ", "home": "3104", "role": "judge", "scores": ""}


@pytest.fixture
def seats(app):
    """The seats of a zone (none: the province) as (code, name, role, scores, home, open), in order."""

    def listed(zone):
        with app.app_context():
            found = find_zone(find_event(CODE), zone).id if zone else None
            return [
                (
                    seat.code,
                    seat.person.name,
                    seat.role,
                    seat.scores,
                    seat.person.home,
                    seat.closed_at is None,
                )
                for seat in db.session.scalars(
                    db.select(Seat).where(Seat.zone_id == found).order_by(Seat.position, Seat.id)
                )
            ]

    return listed


@pytest.fixture
def scored(app, clock):
    """z1's first judge has submitted a sheet."""
    with app.app_context():
        event = find_event(CODE)
        score(event, Author(find_person(event, "z1-judge-1"), clock(), b"key"), "z1-judge-1", "3101")


def test_every_panel_is_listed_with_its_people(as_):
    text = page(as_("organiser").get(PANELS))
    assert [
        text.count(each)
        for each in ("Panel of ", "<strong>ประธานกรรมการระดับจังหวัด<", "<strong>กรรมการคนที่ ๔ กลุ่มโซนที่ ๔<")
    ] == [
        5,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("role", "scores", "stored"),
    [
        ("judge", "", True),
        ("chair", "", True),
        ("secretary", "", False),
        ("adviser", "", False),
        ("adviser", "yes", True),
        ("judge", "no", False),
    ],
)
def test_a_person_is_appointed_and_scores_as_the_role_does(as_, seats, role, scores, stored):
    response = as_("organiser").post(
        f"{EVENT}/zones/z1/seats/new", data=WHO | {"role": role, "scores": scores}
    )
    assert response.location == PANELS
    assert seats("z1")[-1][1:] == ("กรรมการสำรอง", Role(role), stored, "3104", True)


def test_nobody_scores_for_the_province(as_, seats):
    as_("organiser").post(f"{EVENT}/province/seats/new", data=WHO | {"role": "chair", "home": ""})
    assert seats(None)[-1][1:] == ("กรรมการสำรอง", Role.CHAIR, False, None, True)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Name the person."),
        ("name", "   ", "Name the person."),
        ("name", "ก" * 121, "At most 120 characters."),
        ("name", "a\0b", "without control characters"),
        ("name", "a\nb", "without control characters"),
        ("name", "a\x1b[31m", "without control characters"),
        ("position", "ก" * 121, "At most 120 characters."),
        ("position", "a\u2028b", "without control characters"),
        ("home", "9999", "Not a valid choice."),
        ("home", "practice-z1", "Not a valid choice."),
        ("role", "emperor", "Not a valid choice."),
        ("role", "", "Choose the role."),
        ("scores", "perhaps", "Not a valid choice."),
    ],
)
def test_a_bad_appointment_is_refused_and_what_was_typed_stays(as_, seats, field, value, words):
    before = seats("z1")
    response = as_("organiser").post(f"{EVENT}/zones/z1/seats/new", data=WHO | {field: value})
    kept = WHO["position" if field == "name" else "name"]
    assert (response.status_code, words in page(response), kept in page(response)) == (422, True, True)
    assert seats("z1") == before


def test_names_are_escaped(as_):
    organiser = as_("organiser")
    organiser.post(f"{EVENT}/zones/z1/seats/new", data=WHO | {"name": "<b>กรรมการ</b>"})
    assert "<b>กรรมการ" not in organiser.get(PANELS).text


def test_a_seat_is_corrected(as_, seats):
    organiser = as_("organiser")
    form = page(organiser.get(f"{EVENT}/seats/z1-judge-2/edit"))
    assert 'value="กรรมการคนที่ ๒ กลุ่มโซนที่ ๑"' in form
    organiser.post(f"{EVENT}/seats/z1-judge-2/edit", data=WHO)
    assert seats("z1")[2] == ("z1-judge-2", "กรรมการสำรอง", Role.JUDGE, True, "3104", True)


def test_what_marks_rest_on_is_not_corrected_but_told(as_, seats, scored):
    response = as_("organiser").post(f"{EVENT}/seats/z1-judge-1/edit", data=WHO | {"home": "3103"})
    assert (response.status_code, "replace the person instead" in page(response)) == (422, True)
    assert seats("z1")[1][1] == "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑"


def test_a_name_is_corrected_even_then(as_, seats, scored):
    as_("organiser").post(f"{EVENT}/seats/z1-judge-1/edit", data=WHO | {"home": ""})
    assert seats("z1")[1][1] == "กรรมการสำรอง"


def test_a_replacement_takes_the_seat_and_its_place(as_, seats):
    judge, organiser = as_("z1-judge-1"), as_("organiser")
    organiser.post(f"{EVENT}/seats/z1-judge-1/replacement", data=WHO)
    assert [(code, open_) for code, *_rest, open_ in seats("z1")[1:3]] == [
        ("z1-judge-1", False),
        ("z1-judge-1.2", True),
    ]
    text = page(organiser.get(PANELS))
    assert ["<s>กรรมการคนที่ ๑ กลุ่มโซนที่ ๑</s>" in text, "Handed over to กรรมการสำรอง" in text] == [True, True]
    assert judge.get(f"{EVENT}/zones/z1/sheets").status_code == 403


def test_a_seat_is_handed_over_once(as_):
    organiser = as_("organiser")
    first, second = (organiser.post(f"{EVENT}/seats/z1-judge-1/replacement", data=WHO) for _ in range(2))
    assert (first.location, second.status_code) == (f"{EVENT}/persons/z1-judge-1.2/link", 422)
    assert "This seat was handed over already." in page(second)


def test_a_seat_is_closed_after_a_question(as_, seats):
    organiser = as_("organiser")
    assert "Nobody follows" in page(organiser.get(f"{EVENT}/seats/z1-judge-4/closure"))
    assert seats("z1")[4][-1] is True
    assert organiser.post(f"{EVENT}/seats/z1-judge-4/closure").location == PANELS
    assert seats("z1")[4][-1] is False
    assert organiser.post(f"{EVENT}/seats/z1-judge-4/closure").status_code == 409


@pytest.mark.parametrize(
    "path",
    ["/zones/z9/seats/new", "/seats/nobody/edit", "/seats/nobody/replacement", "/seats/nobody/closure"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_does_not_exist_is_not_found(as_, path, method):
    assert as_("organiser").open(EVENT + path, method=method, data=WHO).status_code == 404


def test_the_panels_take_the_same_queries_however_many_sit(as_, app, clock):
    organiser = as_("organiser")
    with counted() as before:
        organiser.get(PANELS)
    with app.app_context(), writing():
        zone = find_zone(find_event(CODE), "z2")
        who = Appointment("กรรมการสำรอง", "", "3103", Role.JUDGE, True)
        for _ in range(5):
            appoint_seat(zone.event, zone, who, by=Author(None, clock(), b"key"), secret=SECRET)
    with counted() as after:
        organiser.get(PANELS)
    assert len(after) == len(before)


# --- Handing over -------------------------------------------------------------------------------------


def test_what_becomes_of_everything_is_shown_before_and_the_link_after(as_, app, clock, scored):
    with app.app_context():
        event = find_event(CODE)
        by = Author(find_person(event, "z1-judge-1"), clock(), b"key")
        score(event, by, "z1-judge-1", "3116", {"1.1": "8"}, submit=False)
    organiser = as_("organiser")
    before = page(organiser.get(f"{EVENT}/seats/z1-judge-1/replacement"))
    assert ["Stay as they are (1)" in before, "Begun, and begun anew (1)" in before] == [True, True]
    assert "Go to the new person (3)" in before
    response = organiser.post(f"{EVENT}/seats/z1-judge-1/replacement", data=WHO, follow_redirects=True)
    assert "กรรมการสำรอง takes the seat over. Hand over this link." in page(response)
    assert "Link of กรรมการสำรอง" in page(response)


def test_a_seat_of_the_province_has_no_sheets_to_hand_over(as_):
    assert "The seat has no sheets." in page(
        as_("organiser").get(f"{EVENT}/seats/province-chair/replacement")
    )


# --- Further seats ------------------------------------------------------------------------------------

FURTHER = f"{EVENT}/zones/z2/seats/further"
LINK = {"person": "z1-judge-1", "role": "judge", "scores": ""}


def test_who_is_needed_in_another_hall_then_is_seated_on_insistence(as_, seats):
    organiser = as_("organiser")
    first = organiser.post(FURTHER, data=LINK)
    assert (first.status_code, "can't be in" in page(first), len(seats("z2"))) == (422, True, 6)
    second = organiser.post(FURTHER, data=LINK | {"insists": "y"}, follow_redirects=True)
    assert "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑ sits on this panel too." in page(second)
    assert seats("z2")[-1][:3] == ("z2-judge-5", "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑", Role.JUDGE)


def test_who_is_free_by_the_plan_is_seated_at_once(as_, app, seats, clock):
    with app.app_context(), writing():
        event = find_event(CODE)
        by = Author(find_person(event, "organiser"), clock(), b"key")
        start_zone(find_zone(event, "z2"), at=15 * 60, by=by)
    assert as_("organiser").post(FURTHER, data=LINK).location == PANELS
    assert len(seats("z2")) == 7


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"person": ""}, "Choose the person."),
        ({"person": "z2-judge-1"}, "Not a valid choice."),
        ({"person": "organiser"}, "Not a valid choice."),
        ({"person": "nobody"}, "Not a valid choice."),
        ({"role": ""}, "Choose the role."),
    ],
)
def test_a_bad_further_seat_is_refused(as_, seats, changes, words):
    response = as_("organiser").post(FURTHER, data=LINK | changes)
    assert (response.status_code, words in page(response), len(seats("z2"))) == (422, True, 6)


def test_the_person_that_a_suggestion_names_is_chosen_already(as_):
    text = page(as_("organiser").get(f"{FURTHER}?person=z3-judge-1"))
    assert '<option selected value="z3-judge-1">' in text


def test_a_link_judge_finds_both_zones_in_the_navigation(as_):
    as_("organiser").post(FURTHER, data=LINK | {"insists": "y"})
    judge = as_("z1-judge-1")
    text = page(judge.get(f"{EVENT}/zones/z1/sheets"))
    assert [f"/zones/{zone}/sheets" in text for zone in ("z1", "z2", "z3")] == [True, True, False]
    assert judge.get(f"{EVENT}/zones/z2/sheets").status_code == 200


def test_somebody_certifies_the_province_too_without_giving_marks(as_, seats):
    data = {"person": "z1-chair", "role": "chair"}
    assert as_("organiser").post(f"{EVENT}/province/seats/further", data=data).location == PANELS
    assert seats(None)[-1][:4] == ("province-chair-1", "ประธานกรรมการ กลุ่มโซนที่ ๑", Role.CHAIR, False)
