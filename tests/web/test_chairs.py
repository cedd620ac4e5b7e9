"""A chair's acts on a sheet: previewed in plain words, confirmed, done; and reminding."""

from __future__ import annotations

import pytest

from panel.domain.sheets import Act
from panel.queries.reminders import reminders_of
from tests.conftest import CODE
from tests.stages import Stage
from tests.web.conftest import page, read

SHEET = f"/events/{CODE}/zones/z1/sheets/z1-judge-1/3101"
SEATS = ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4")


@pytest.fixture
def stage(stage) -> Stage:
    for seat in SEATS:
        stage.score(seat)
    return stage


def reminders(stage) -> list[tuple[str, str]]:
    return stage.run(lambda event: list(reminders_of(stage.zone())))


def test_a_return_is_previewed_and_says_that_it_cannot_be_taken_back(stage, as_):
    preview = as_("z1-chair").get(f"{SHEET}/return")
    shown = page(preview)
    for words in (
        "Sheets that count: 5 now, then 4.",
        "The result becomes provisional",
        "The quorum is held: 4 sheets count, 3 are needed.",
        "The places of others in the zone may change.",
        "You can't take this back: its author has to submit it again.",
    ):
        assert words in shown
    assert "80" not in read(preview)


def test_an_act_that_does_not_fit_the_sheet_is_said_before(stage, as_):
    assert "As the sheet stands now, this can’t be done." in page(as_("z1-chair").get(f"{SHEET}/absence"))


def test_a_no_show_is_previewed(stage, as_):
    shown = page(as_("z1-chair").get(f"/events/{CODE}/zones/z1/slots/3101/no-show"))
    assert "it has no result and no rank" in shown
    assert "You can take this back until the zone is final." in shown


def test_a_judge_is_reminded_by_chair_or_organiser_once_a_minute(stage, as_, clock):
    stage.act("z1-chair", "z1-judge-1", Act.RETURN, value={"reason": "look again"})
    chair = as_("z1-chair")
    assert "Reminded" in page(chair.post(f"{SHEET}/reminder", follow_redirects=True))
    assert reminders(stage) == [("z1-judge-1", "3101")]
    again = page(as_("organiser").post(f"{SHEET}/reminder", follow_redirects=True))
    assert "was reminded less than a minute ago." in again


def test_nobody_is_reminded_of_a_sheet_that_is_in(stage, as_):
    shown = page(as_("z1-chair").post(f"{SHEET}/reminder", follow_redirects=True))
    assert "No sheet of Mueang Buri Ram is awaited from this judge." in shown
    assert reminders(stage) == []
