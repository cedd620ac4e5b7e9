"""The final round on the web: set up, previewed, filled, taken back; and the province's page."""

from __future__ import annotations

import pytest

from panel.queries.events import find_zone
from panel.queries.finals import final_round
from panel.queries.schedules import timed_slots
from tests.web.conftest import EVENT

FINAL = f"{EVENT}/final"
TERMS = {"name": "รอบชิง", "name_en": "Final", "top": "1", "carry": "30", "venue": "buriram", "start": "13:00"}
ZONES = ("z1", "z2", "z3", "z4")


@pytest.fixture
def organiser(as_):
    return as_("organiser")


@pytest.fixture
def set_up(organiser):
    assert organiser.post(FINAL, data=TERMS).status_code == 302


def in_final(stage) -> list[str]:
    return stage.run(lambda event: [slot.presenter.code for slot in timed_slots(find_zone(event, "final"))])


def best(stage) -> str:
    """The first of each zone as the page sends them."""
    return stage.run(
        lambda event: " ".join(timed_slots(find_zone(event, code))[0].presenter.code for code in ZONES)
    )


def test_a_final_is_set_up_before_anybody_was_judged(organiser, stage, set_up):
    said = stage.run(
        lambda event: [
            (each.code, each.name_en, each.top, each.carry, each.zones[0].venue.code, each.zones[0].start)
            for each in [final_round(event)]
        ]
    )
    assert said == [("final", "Final", 1, 30, "buriram", 780)]
    page = organiser.get(FINAL).text
    assert "Not final yet" in page
    assert "Bring in the best" not in page


def test_who_would_come_is_shown_without_anything_being_saved(organiser, stage):
    stage.score_zone("z1")
    page = organiser.post(FINAL, data=TERMS | {"top": "2", "preview": "1"})
    assert page.status_code == 200
    assert (
        page.text.count('<td class="middle">2</td>') == 2
    )  # the second in order, and the place of the first
    assert stage.run(final_round) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"top": "0"}, "A number from 1 to 20."),
        ({"top": "21"}, "A number from 1 to 20."),
        ({"carry": "101"}, "A number from 0 to 100."),
        ({"carry": ""}, "Say how much."),
        ({"name": " "}, "Give it a name."),
        ({"venue": "moon"}, "Not a valid choice."),
        ({"start": "noon"}, "Write a time such as 08:30."),
    ],
)
def test_what_is_no_final_is_refused(organiser, stage, change, words):
    refused = organiser.post(FINAL, data=TERMS | change)
    assert refused.status_code == 422
    assert words in refused.text
    assert stage.run(final_round) is None


def test_the_best_are_brought_in_once_all_zones_are_final(organiser, stage, set_up, zones_final):
    assert "Bring in the best" in organiser.get(FINAL).text
    assert organiser.post(f"{FINAL}/presenters", data={"presenters": best(stage)}).status_code == 302
    assert in_final(stage) == best(stage).split()
    assert "They are in the final" in organiser.get(FINAL).text
    assert "Decided in the final" in organiser.get(f"{EVENT}/results").text


def test_whom_the_page_did_not_show_is_not_brought_in(organiser, stage, set_up, zones_final):
    refused = organiser.post(f"{FINAL}/presenters", data={"presenters": "3101"})
    assert refused.status_code == 422
    assert "Others come into the final by now" in refused.text
    assert in_final(stage) == []


def test_nobody_comes_while_a_zone_is_open(organiser, stage, set_up):
    refused = organiser.post(f"{FINAL}/presenters", data={"presenters": ""})
    assert refused.status_code == 422
    assert "Not final yet, or opened again: Zone 1, Zone 2, Zone 3, Zone 4." in refused.text


def test_a_final_that_is_not_wanted_is_taken_back(organiser, stage, set_up):
    assert "is taken out" in organiser.get(f"{FINAL}/removal").text
    assert organiser.post(f"{FINAL}/removal").status_code == 302
    assert stage.run(final_round) is None
    assert organiser.get(f"{FINAL}/removal").status_code == 404


def test_a_final_that_is_taken_back_sends_its_boards_readers_away_and_nobody_else(
    organiser, stage, set_up, listen, quick_beat
):
    final, zone = (listen(organiser, f"{EVENT}/zones/{code}/board/live") for code in ("final", "z1"))
    assert (final.next() != {}, zone.next() != {}) == (True, True)
    organiser.post(f"{FINAL}/removal")
    assert final.next() == {}
    stage.score("z1-judge-1", marks={"1.1": "5"}, submit=False)
    assert "cell z1-judge-1 3101" in zone.data["parts"]
    assert organiser.get(f"{EVENT}/zones/final/board/live").status_code == 404


def test_the_zones_ranking_says_that_the_final_is_still_to_come(organiser, set_up, zones_final):
    page = organiser.get(f"{EVENT}/results").text
    assert "Not on a common scale" in page
    assert "the best 1 of each zone go on to it" in page


def test_the_provinces_board_counts_the_final_apart_from_the_zones(organiser, stage, set_up, zones_final):
    organiser.post(f"{FINAL}/presenters", data={"presenters": best(stage)})
    board = organiser.get(f"{EVENT}/board").text
    assert "4 of 4 zones are final; the final round is not finalised yet" in board


def test_the_finals_marks_stay_hidden_until_it_is_final(as_, organiser, stage, set_up, zones_final):
    assert "Rank in the zone" in as_("province-chair").get(f"{EVENT}/results").text
    organiser.post(f"{FINAL}/presenters", data={"presenters": best(stage)})
    reader = as_("province-chair")
    assert "can be seen once all zones are final" in reader.get(f"{EVENT}/results").text
    assert reader.get(f"{EVENT}/results.json").status_code == 403
