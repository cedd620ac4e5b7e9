"""The adjusted ranking: which sheets it rests on, when there is none, and how it is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from panel.db import writing
from panel.domain.errors import Conflict
from panel.domain.panels import Role
from panel.operations.anchors import set_anchor
from panel.operations.panels import seat_person
from panel.queries.accounts import find_person
from panel.queries.adjustments import adjusted_results
from panel.queries.events import find_zone
from panel.queries.results import round_results
from panel.queries.schedules import timed_slots
from tests.conftest import MARKS, score

pytestmark = pytest.mark.slow

ZONES = ("z1", "z2", "z3", "z4")
MILD = {"z1": 4, "z2": 2, "z3": 1, "z4": 0}
"""By how many points each panel is milder than the last one."""


@pytest.fixture
def round_(event):
    return event.main_round


@pytest.fixture
def adjusted(event, round_):
    return lambda: adjusted_results(event.main_round, round_results(event.main_round))


@pytest.fixture
def play(event, by):
    """Every panel scores its amphoe (and the anchor presentation): the n-th is worth n points less, the k-th
    judge gives k half points less, and mild panels more."""

    def played(*, anchors):
        for zone in (find_zone(event, code) for code in ZONES):
            codes = [slot.presenter.code for slot in timed_slots(zone)]
            codes += [f"anchor-{zone.code}"] if anchors else []
            for number, seat in enumerate([seat.code for seat in zone.seats if seat.scores]):
                for place, code in enumerate(codes):
                    lost = place if code in codes[:6] and not code.startswith("anchor") else 3
                    wobble = (number * 3 + place * 2) % 5
                    marks = MARKS | {"2.4.1": f"{9 + MILD[zone.code] + wobble * 0.5:g}", "3": str(9 - lost)}
                    score(event, by(seat), seat, code, marks)

    return played


def anchor(round_, by):
    with writing():
        set_anchor(round_, "recorded", by=by("organiser"))


def test_apart_there_is_none(adjusted, play):
    play(anchors=False)
    with pytest.raises(Conflict, match=r"adjusted\.apart"):
        adjusted()


def test_joined_by_the_plan_it_waits_for_the_sheets_that_join(event, round_, adjusted, play, by):
    anchor(round_, by)
    play(anchors=False)
    with pytest.raises(Conflict, match=r"adjusted\.not_yet"):
        adjusted()


def test_before_any_sheet_it_waits_too(round_, adjusted, by):
    anchor(round_, by)
    with pytest.raises(Conflict, match=r"adjusted\.not_yet"):
        adjusted()


def test_what_all_gave_the_anchor_takes_the_panels_severity_off(round_, adjusted, play, by):
    anchor(round_, by)
    play(anchors=True)
    view = adjusted()
    assert (len(view.rows), view.sheets) == (23, 5 * 27)
    assert [zone.code for offset in view.panels for zone in offset.zones] == list(ZONES)
    raw = {row.presenter.code: row.presenter.rank_province.place for row in view.rows}
    first = {zone: timed_slots(find_zone(round_.event, zone))[0].presenter.code for zone in ("z1", "z4")}
    new = {row.presenter.code: row.place for row in view.rows}
    assert raw[first["z4"]] > new[first["z4"]]
    assert sum(share.percent for share in view.shares) in range(98, 103)


def test_a_link_judge_is_listed_once_with_both_zones(event, round_, adjusted, play, by):
    for person, zone in (("z1-judge-1", "z2"), ("z2-judge-1", "z3"), ("z3-judge-1", "z4")):
        with writing():
            who = find_person(event, person)
            seat_person(event, find_zone(event, zone), who, Role.JUDGE, True, by=by("organiser"))
    for zone in ZONES:
        for seat in [seat for seat in find_zone(event, zone).seats if seat.scores]:
            code, person = seat.code, seat.person.code
            for place, slot in enumerate([s.presenter.code for s in timed_slots(find_zone(event, zone))]):
                marks = MARKS | {"1.1": str(8 - place), "3": str(5 + (len(code) + place * 3) % 4)}
                score(event, by(person), code, slot, marks)
    view = adjusted()
    sits = {offset.name: [zone.code for zone in offset.zones] for offset in view.persons}
    assert sits["กรรมการคนที่ ๑ กลุ่มโซนที่ ๑"] == ["z1", "z2"]


def test_figures_have_two_decimals_and_a_sign(round_, adjusted, play, by):
    anchor(round_, by)
    play(anchors=True)
    view = adjusted()
    assert view.panels[0].signed.startswith("+")
    assert view.panels[-1].signed.startswith("−")
    assert {row.value.as_tuple().exponent for row in view.rows} == {-2}
    assert all(row.error > Decimal(0) for row in view.rows)
