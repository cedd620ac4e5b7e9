"""The page that says what is ready for the day, what is missing, and who mends it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from panel.db import db
from panel.models import Device, Person
from panel.operations.accounts import renew_link, set_pin
from panel.operations.panels import close_seat
from panel.operations.schedules import publish_plan
from panel.queries.events import find_seat
from tests.conftest import SECRET
from tests.statements import counted
from tests.web.conftest import EVENT, page

ZONE = f"{EVENT}/zones/z1/readiness"


@pytest.fixture
def shown(as_):
    organiser = as_("organiser")
    return lambda: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(organiser.get(f"{EVENT}/readiness"))))


def test_what_the_letter_lacks_is_told_by_name_and_count(shown):
    text = shown()
    for words in (
        "Links and QR codes lead to this machine only.",
        "The plan has 3 clashes.",
        "No plan is published yet.",
        "25 of 25 people have no name yet, only that of their seat.",
        "5 of 5 who finalise or certify have not set a PIN yet.",
        "20 of 20 judges have no tablet yet that keeps all their sheets.",
        "23 of 23 amphoe have brought nothing yet.",
        "Each of 23 amphoe has enough judges.",
        "Every zone has one version. It can still be changed.",
    ):
        assert words in text, words


def test_what_is_mended_is_ready(shown, stage):
    stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)
    stage.run(lambda event: set_pin(stage.by("z1-chair").person, "hash", by=stage.by("z1-chair")), write=True)
    stage.run(lambda event: db.session.execute(update(Person).values(name="นาย ก")), write=True)
    text = shown()
    for words in (
        "The plan as it stands is published.",
        "4 of 5 who finalise or certify have not set a PIN yet.",
        "All 25 people are named.",
    ):
        assert words in text, words


def test_a_judges_sheets_are_kept_once_all_are(shown, stage, as_):
    as_("z1-judge-1")
    told = []
    for kept in (5, 6):  # five amphoe and practice
        stage.run(lambda event, kept=kept: db.session.execute(update(Device).values(kept=kept)), write=True)
        told.append("กรรมการคนที่ ๑ กลุ่มโซนที่ ๑ ( 5 of 6 )" in shown().replace("(5 of 6)", "( 5 of 6 )"))
    assert told == [True, False]


def test_a_slip_is_void_once_the_link_was_renewed(shown, stage, clock):
    def print_all(event):
        db.session.execute(update(Person).values(slip_at=clock()))

    stage.run(print_all, write=True)
    assert "Slips are printed for all" in shown()
    stage.run(
        lambda event: renew_link(stage.by("z1-chair").person, by=stage.by("organiser"), secret=SECRET),
        write=True,
    )
    assert re.search(r"1 of \d+ people have no printed slip with their present link", shown())


def test_a_judge_at_home_leaves_the_amphoe_with_other_judges(shown, stage):
    homes = update(Person).where(Person.code == "z1-judge-1").values(home="3103")
    stage.run(lambda event: db.session.execute(homes), write=True)
    assert "judge of their zone scores these amphoe. Compare their figures with care. Krasang" in shown()


def test_too_few_judges_are_told_by_amphoe(shown, stage):
    def close(event):
        for seat in ("z1-judge-1", "z1-judge-2"):
            close_seat(find_seat(event, seat), by=stage.by("organiser"))
        stage.by("z1-judge-3").person.home = "3103"

    assert "Too few judges" not in shown()
    stage.run(close, write=True)
    assert "Their results would have no rank. Krasang (2 of 3) Mended by an organiser" in shown()


def test_a_chair_and_a_secretary_see_their_zones_part_without_the_server_and_their_own_ways_to_mend_it(as_):
    slips = f"{EVENT}/zones/z1/persons"
    for who, ways in (
        ("z1-chair", [(f"{EVENT}/pin", "My PIN")]),
        ("z1-secretary", [(slips, "Print the slips"), (slips, "Hand a link out")]),
    ):
        text = page(as_(who).get(ZONE))
        assert "6 of 6 people have no name yet" in text
        assert "Ask an organiser to mend it" in text
        footers = text.split("card-footer")[1:]
        found = [re.search(r'href="([^"]+)"[^>]*>([^<]+)<', each).groups() for each in footers]
        assert sorted(found) == sorted(ways)
        assert "bin/run" not in text and "กลุ่มโซนที่ ๒" not in text


def test_it_takes_the_same_queries_however_many_come(as_):
    organiser, counts = as_("organiser"), []
    for who in ("z1-judge-1", "z2-judge-1", "z3-chair"):
        as_(who)
        with counted() as statements:
            organiser.get(f"{EVENT}/readiness")
        counts.append(len(statements))
    assert counts == [counts[0]] * 3
