"""Access slips: whose are on them, what they say, where their codes lead, and who may have them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from panel.adapters.paper import paper_html
from panel.adapters.secrets import link_token
from panel.db import db
from panel.domain.documents import Choice, Document
from panel.domain.errors import Conflict, Forbidden
from panel.models import Person
from panel.operations.accounts import note_slips, renew_link, set_pin
from panel.queries.documents import papers
from panel.queries.slips import slip_persons, slips_printed
from tests.conftest import CODE, SECRET
from tests.documents.conftest import squeezed

HALL = "https://10.0.0.5:8443"


@pytest.fixture
def chosen(stage, app):
    """What stands on the slips of a choice: chosen(zone="z1") as the papers' view-models."""

    def found(base_url=HALL, **options):
        settings = replace(app.extensions["panel_settings"], base_url=base_url)
        choice = Choice(Document.ACCESS_SLIPS, **options)
        return stage.run(lambda event: papers(event, choice, settings))

    return found


@pytest.fixture
def persons(stage):
    def codes(**options):
        choice = Choice(Document.ACCESS_SLIPS, **options)
        return stage.run(lambda event: [person.code for person in slip_persons(event, choice)])

    return codes


@pytest.mark.pdf
def test_slips_are_cut_from_a4_eight_a_page_and_grouped_by_zone(draw):
    slips = draw("access-slips", lang="th", loopback=True)
    pages = len(slips.pages)
    zones = [f"กลุ่มโซนที่ {digit}" for digit in "๑๒๓๔"]
    assert [squeezed(zone) in page for zone, page in zip(zones, slips.pages, strict=False)] == [True] * 4
    assert "กรรมการคนที่๔กลุ่มโซนที่๑" in slips.pages[0] and "กรรมการคนที่๔กลุ่มโซนที่๑" not in slips.pages[1]
    assert pages == 5 + -(-23 // 8)  # four zones, the province, and 23 amphoe
    assert SECRET not in slips.text and "/l/" not in slips.text


def test_a_slip_has_name_seats_and_the_code_of_the_personal_link(chosen):
    [paper] = chosen(zone="z1", asker="organiser")[:1]
    chair = paper.slips[0]
    link = f"{HALL}/l/{link_token(SECRET, CODE, 'z1-chair', 1)}"
    assert (chair.name, chair.url, chair.guards) == ("ประธานกรรมการ กลุ่มโซนที่ ๑", link, True)
    html = paper_html(paper, paper.template, lang="th", base_url=HALL)
    assert re.findall(r'src="qr:([^"]*)"', html)[0] == link


@pytest.mark.parametrize("asker", [None, "organiser"])
def test_everybody_who_sits_or_presents_gets_one(persons, asker):
    found = persons(asker=asker)
    assert [
        sum(code.startswith(kind) for code in found) for kind in ("z1-", "province", "amphoe-", "organiser")
    ] == [
        6,
        1,
        23,
        0,
    ]


def test_a_secretary_hands_out_what_is_the_secretarys(persons, stage):
    own = persons(zone="z1", asker="z1-secretary")
    assert own == ["z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4", "z1-secretary"]
    stage.run(lambda event: set_pin(stage.by("z1-chair").person, "hash", by=stage.by("z1-chair")), write=True)
    assert "z1-chair" in persons(zone="z1", asker="z1-secretary")
    assert persons(zone="z2", asker="z1-secretary") == []
    assert persons(asker="z1-secretary") == []


@pytest.mark.parametrize("asker", ["z1-judge-1", "z1-chair", "province-chair", "amphoe-3101"])
def test_nobody_else_gets_any(persons, asker):
    assert persons(zone="z1", asker=asker) == []


def test_an_asker_who_is_not_there_is_not_taken_for_the_command_line(persons):
    with pytest.raises(Forbidden):
        persons(asker="nobody")


def test_no_slip_leads_to_this_machine_only_unless_asked_for(chosen):
    with pytest.raises(Conflict, match=r"slips\.loopback"):
        chosen(base_url="http://127.0.0.1:8000")
    assert chosen(base_url="http://127.0.0.1:8000", loopback=True)


def test_a_printed_slip_is_noted_until_the_link_is_renewed(stage, clock):
    def note(event):
        printed = slips_printed(event, Choice(Document.ACCESS_SLIPS, zone="z1"))
        note_slips(event, printed, by=stage.by("organiser"))

    def slips(event):
        rows = db.session.execute(db.select(Person.code, Person.slip_at).where(Person.slip_at.is_not(None)))
        return {code: at for code, at in rows if code in {"z1-chair", "z2-chair"}}

    stage.run(note, write=True)
    assert stage.run(slips) == {"z1-chair": clock()}
    stage.run(
        lambda event: renew_link(stage.by("z1-chair").person, by=stage.by("organiser"), secret=SECRET),
        write=True,
    )
    assert stage.run(slips) == {}


def test_a_link_that_was_renewed_while_slips_were_made_is_on_none(stage):
    def note(event):
        printed = slips_printed(event, Choice(Document.ACCESS_SLIPS, zone="z1"))
        db.session.execute(update(Person).where(Person.code == "z1-chair").values(generation=2))
        note_slips(event, printed, by=stage.by("organiser"))
        return {code: find(event, code) for code in ("z1-chair", "z1-judge-1")}

    def find(event, code):
        return db.session.scalar(
            db.select(Person.slip_at).where(Person.event_id == event.id, Person.code == code)
        )

    noted = stage.run(note, write=True)
    assert [noted["z1-chair"] is None, noted["z1-judge-1"] is None] == [True, False]
