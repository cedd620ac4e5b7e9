"""The province's ranking with and without a final: a whole small event against figures reckoned by hand."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from panel.adapters.paper import paper_html
from panel.db import db, writing
from panel.domain.audit import digest
from panel.domain.documents import Choice, Document
from panel.domain.errors import Conflict
from panel.domain.ties import Rank
from panel.models import Mark
from panel.operations.certifications import certify_province
from panel.operations.days import mark_no_show
from panel.operations.finals import bring_in
from panel.operations.results import finalise_zone, reopen_zone
from panel.queries.certifications import current_certification
from panel.queries.documents import papers
from panel.queries.events import find_event, find_zone
from panel.queries.exports import event_export, zone_body
from panel.queries.provinces import province_blockers, province_body, province_results
from panel.queries.results import round_results, zone_results
from panel.queries.schedules import clashes, find_slot, timed_slots
from panel.queries.versions import certified_view, find_version, version_view
from tests.conftest import settings_for
from tests.finals import SMALL, author, give, small_event

Z1 = {"a": ("80", "84", "88"), "b": ("70", "74", "78"), "c": ("60", "64", "69")}
Z2 = {"d": ("90", "91", "92"), "e": ("85", "86", "88"), "f": ("50", "51", "52")}
FINAL = {"b": ("40", "41", "42"), "e": ("35", "36", "36.5"), "a": ("45", "46", "47"), "d": ("44", "44", "45")}
"""By hand. Zones: a 252/3 = 84.00, b 222/3 = 74.00, c 193/3 = 64.33; d 91.00, e 259/3 = 86.33, f 51.00.
Final, 60 % of the mean (of 50) and 40 % of the zone's result brought from 100 to 50, which is 20 % of it:
b 0.6 × 41 + 0.2 × 74 = 24.6 + 14.8 = 39.40
e 0.6 × 107.5/3 + 0.2 × 86.33 = 21.5 + 17.266 = 38.766, which is 38.77
a 0.6 × 46 + 0.2 × 84 = 27.6 + 16.8 = 44.40
d 0.6 × 133/3 + 0.2 × 91 = 26.6 + 18.2 = 44.80
So d, a, b, e; c is third in z1 and f third in z2."""


@pytest.fixture
def small(context: None, tmp_path: Path):
    return small_event(tmp_path)


@pytest.fixture
def act(small, clock):
    """act(operation, person, …): somebody does something, in a transaction of its own."""

    def done(operation, person: str, *args, **how):
        with writing():
            return operation(*args, by=author(person, clock), **how)

    return done


@pytest.fixture
def zones_done(small, clock, act):
    """Both zones scored and final."""
    give("z1", Z1, clock)
    give("z2", Z2, clock)
    for code in ("z1", "z2"):
        act(finalise_zone, f"{code}-chair", find_zone(find_event(SMALL), code))


@pytest.fixture
def filled(zones_done, act):
    """The final has its presenters."""
    act(bring_in, "organiser", find_event(SMALL), ("b", "e", "a", "d"))


@pytest.fixture
def final_done(filled, clock, act):
    give("final", FINAL, clock)
    act(finalise_zone, "final-chair", final())


def final():
    return find_zone(find_event(SMALL), "final")


def places(province) -> list[tuple[str, int | None]]:
    return [(line.zoned.code, line.rank.place if line.rank else None) for line in province.lines]


def codes(refusals) -> list[str]:
    return [each.code for each in refusals]


def test_without_the_finals_presenters_the_zones_are_ranked_as_if_by_one_panel(small, zones_done):
    province = province_results(small)
    assert places(province) == [("d", 1), ("e", 2), ("a", 3), ("b", 4), ("c", 5), ("f", 6)]
    assert (province.decided_by_final, province.comparable) == (False, False)
    assert province.flip_margin == Decimal("12.33")  # e, second, and b of the other zone, fourth
    assert codes(province_blockers(small)) == ["final.not_filled"]


def test_the_best_two_of_each_zone_come_winners_last(small, filled):
    slots = timed_slots(final())
    assert [(slot.presenter.code, slot.start) for slot in slots] == [
        ("b", 780),
        ("e", 810),
        ("a", 840),
        ("d", 870),
    ]
    assert {slot.instrument.code for slot in slots} == {"final"}
    assert clashes(find_event(SMALL)) == ()


def test_the_final_as_reckoned_by_hand(small, final_done):
    zone = zone_results(final())
    assert {each.code: str(each.result.value) for each in zone.presenters} == {
        "b": "39.40",
        "e": "38.77",
        "a": "44.40",
        "d": "44.80",
    }
    carried = zone.presenter("e").result.carried
    assert (carried.mean, carried.zone_result, carried.own_part) == (
        Fraction(215, 6),
        Decimal("86.33"),
        Fraction(43, 2),
    )
    assert zone.presenter("e").rank_zone == Rank(4, "result")


def test_the_final_gives_places_and_all_others_keep_their_zones(small, final_done):
    province = province_results(small)
    assert places(province) == [("d", 1), ("a", 2), ("b", 3), ("e", 4), ("c", None), ("f", None)]
    assert [line.zoned.rank_zone.place for line in province.lines] == [1, 1, 2, 2, 3, 3]
    assert (province.comparable, province.flip_margin, province.provisional) == (True, None, False)
    assert province_blockers(small) == []


def test_what_is_certified_names_every_zone_and_who_decided(small, final_done):
    body = province_body(small)
    assert {code: sorted(zones) for code, zones in body["rounds"].items()} == {
        "zones": ["z1", "z2"],
        "final": ["final"],
    }
    assert (body["round"], body["final"]) == ("final", {"round": "final", "top": 2, "carry": 40})
    assert body["places"][0] == {
        "presenter": "d",
        "zone": "z2",
        "place": 1,
        "decided_by": "result",
        "rank_zone": 1,
    }


def test_the_export_has_both_parts_of_a_finalists_result(small, final_done):
    export = event_export(small)
    [zones, last] = export["rounds"]
    assert [each["rank_province"] for each in zones["presenters"]] == [3, 4, 5, 1, 2, 6]
    assert "carried" not in zones["presenters"][0]
    assert last["presenters"][1]["carried"] == {
        "percent": 40,
        "mean": "35.833333",
        "full": "50",
        "zone": "z2",
        "zone_result": "86.33",
        "zone_full": "100",
    }
    assert (export["province"]["round"], len(export["province"]["places"])) == ("final", 6)


def test_the_finals_digest_stands_for_what_was_carried_over(small, final_done):
    view = round_results(final().round)
    seal = view.zones[0].snapshot.digest
    assert digest(zone_body(view.zones[0])) == seal
    mark = db.session.scalars(db.select(Mark).where(Mark.node == "2")).first()
    with writing():
        mark.value = "1"
    view = round_results(final().round)
    assert digest(zone_body(view.zones[0])) != seal


def test_a_zone_that_is_reopened_keeps_the_final_and_the_province_from_being_final(small, filled, clock, act):
    give("final", FINAL, clock)
    act(reopen_zone, "z1-chair", find_zone(small, "z1"), reason="why")
    with pytest.raises(Conflict, match=r"final\.zones_open"):
        act(finalise_zone, "final-chair", final())
    assert codes(province_blockers(find_event(SMALL))) == ["result.not_finalised", "result.not_finalised"]


def test_whom_the_zones_would_send_by_now_is_told_until_it_is_settled(small, final_done, act):
    with writing():
        zone = find_zone(find_event(SMALL), "z1")
    act(reopen_zone, "z1-chair", zone, reason="why")
    act(mark_no_show, "z1-chair", find_slot(find_zone(find_event(SMALL), "z1"), "b"), reason="why")
    act(finalise_zone, "z1-chair", find_zone(find_event(SMALL), "z1"))
    event = find_event(SMALL)
    assert province_results(event).misfit.missing == ("c",)
    assert codes(province_blockers(event)) == ["final.altered", "final.missing", "final.surplus"]
    act(reopen_zone, "final-chair", final(), reason="why")
    act(mark_no_show, "final-chair", find_slot(final(), "b"), reason="why")
    act(bring_in, "organiser", find_event(SMALL), ("c", "e", "a", "d"))
    assert [slot.presenter.code for slot in timed_slots(final())] == ["b", "e", "a", "d", "c"]
    assert codes(province_blockers(find_event(SMALL))) == ["result.not_finalised"]


def test_who_does_not_appear_in_the_final_has_no_place_in_the_province(small, filled, clock, act):
    act(mark_no_show, "final-chair", find_slot(final(), "d"), reason="why")
    give("final", {code: FINAL[code] for code in "bea"}, clock)
    assert places(province_results(find_event(SMALL))) == [
        ("a", 1),
        ("b", 2),
        ("e", 3),
        ("d", None),
        ("c", None),
        ("f", None),
    ]


def paper(event, tmp_path, document: Document) -> str:
    """All papers of a document as text."""
    settings = settings_for("sqlite://", tmp_path)
    pages = [
        paper_html(each, each.template, lang="en", base_url="http://localhost")
        for each in papers(event, Choice(document, lang="en"), settings)
    ]
    return " ".join(re.sub(r"<[^>]+>", " ", page) for page in pages)


def test_papers_say_how_a_finalists_result_came_about(small, final_done, tmp_path):
    words = " ".join(paper(small, tmp_path, Document.RANKING).split())
    assert "Places 1 to 4 are the final's" in words
    assert "Result of the final = 60 % of the mean of its sheets + 40 % of the result in the zone." in words
    assert "The zone's result is brought from 100 to 50 full marks." in words
    assert "60 % of the mean 44.33 = 26.60; 40 % of the zone's result 91.00 = 18.20; together 44.80" in words


@pytest.mark.parametrize(
    "document", [Document.SUMMARY, Document.RESULTS, Document.SHEETS, Document.BLANK_SHEETS]
)
def test_the_final_has_every_paper_that_a_zone_has(small, final_done, tmp_path, document):
    assert "รอบชิงชนะเลิศ" in paper(small, tmp_path, document)


def test_the_final_is_certified_with_all_the_rest(small, final_done, act):
    snapshot = act(certify_province, "province-chair", small)
    assert snapshot.body == province_body(find_event(SMALL))
    act(reopen_zone, "final-chair", final(), reason="why")
    assert current_certification(find_event(SMALL)) is None


def test_an_earlier_certification_keeps_the_finals_places(small, final_done, act):
    snapshot = act(certify_province, "province-chair", small)
    before = province_results(find_event(SMALL))
    act(reopen_zone, "final-chair", final(), reason="why")
    act(mark_no_show, "final-chair", find_slot(final(), "d"), reason="why")
    act(finalise_zone, "final-chair", final())
    frozen, today = certified_view(snapshot), province_results(find_event(SMALL))
    assert places(frozen) == places(before) != places(today)
    for view in (frozen, before):
        assert [line.shown.result.value for line in view.lines[:2]] == [Decimal("44.80"), Decimal("44.40")]
        assert (view.comparable, view.flip_margin, len(view.finalists)) == (True, None, 4)


def test_an_older_version_of_the_final_still_shows_both_parts(small, final_done, act):
    act(reopen_zone, "final-chair", final(), reason="why")
    carried = version_view(find_version(find_event(SMALL), final(), 1)).presenter("d").result.carried
    assert (carried.percent, carried.zone_result, carried.full) == (40, Decimal("91.00"), 50)
