"""The plan on paper: the enclosure with its slots, and the sheet at each hall's door."""

from __future__ import annotations

import pytest

from panel.domain.errors import Conflict, Invalid
from panel.operations.schedules import move_presenter, publish_plan, start_zone
from panel.queries.schedules import timed_slots
from tests.documents.conftest import squeezed

pytestmark = pytest.mark.pdf
ORGANISER = "organiser"
PAUSE = {"name": "พักรับประทานอาหารว่าง", "start": 600, "end": 615, "zone": None}


@pytest.fixture
def publish(stage):
    return lambda: stage.run(lambda event: publish_plan(event, by=stage.by(ORGANISER)), write=True)


def pause(stage) -> None:
    """A break at ten, around which the first zone is laid anew."""

    def laid(event):
        event.breaks = [PAUSE]
        start_zone(stage.zone(), at=510, by=stage.by(ORGANISER))

    stage.run(laid, write=True)


def crowd(stage, slots: int) -> None:
    """Zone 2 with as many presenters, from its own six on."""

    def moved(event):
        others = [slot for code in ("z1", "z3") for slot in timed_slots(stage.zone(code))]
        for slot in others[: slots - 6]:
            move_presenter(slot, to=stage.zone("z2"), position=1, by=stage.by(ORGANISER))
        for slot in timed_slots(stage.zone("z2"))[slots:]:
            move_presenter(slot, to=stage.zone("z4"), position=1, by=stage.by(ORGANISER))

    stage.run(moved, write=True)


def test_the_enclosure_stands_as_the_letter_has_it(draw, publish):
    publish()
    enclosure, slots = draw("plan", lang="th").pages
    for words in (
        "แผนปฏิบัติการประเมินผลสำเร็จการขับเคลื่อนการดำเนินงานตามประเด็นเน้นย้ำของอธิบดีกรมการพัฒนาชุมชน",
        "ประจำปี ๒๕๖๘ โดยนวัตกรรมริเริ่มสร้างสรรค์ “GROWTH TEAM Buriram สร้างสรรค์ สร้างสุข”",
        "ระดับกลุ่มโซนอำเภอวันที่ ๘ สิงหาคม ๒๕๖๘",
        "ที่กลุ่มโซนสถานที่เวลาหมายเหตุ",
        "๑. อำเภอสตึก",
        "๖. อำเภอพุทไธสง",
    ):
        assert squeezed(words) in enclosure, words
    assert squeezed("กลุ่มโซนที่ ๒ห้องประชุมที่ว่าการอำเภอพุทไธสง") in slots
    assert squeezed("๖๑๑.๓๐–๑๒.๐๐ น.พุทไธสง") in slots
    assert "DRAFT" not in enclosure and "รหัสตรวจสอบ" in enclosure


def test_breaks_stand_among_the_slots(stage, draw):
    pause(stage)
    slots = draw("plan", zone="z1").pages[1]
    assert (
        squeezed("3 09:30–10:00 hrs Phlapphla Chai 10:00–10:15 hrs พักรับประทานอาหารว่าง 4 10:15–10:45 hrs")
        in slots
    )


def test_the_published_plan_prints_as_it_was_when_the_present_one_is_a_draft(stage, draw, publish):
    publish()
    stage.run(lambda event: start_zone(stage.zone(), at=600, by=stage.by(ORGANISER)), write=True)
    present, published = draw("plan", zone="z1"), draw("plan", zone="z1", published=True)
    assert present.says("DRAFT") and present.says("10:00–10:30")
    assert not published.says("DRAFT") and published.says("09:00–09:30") and published.says("Version 1")


def test_only_the_plan_can_be_had_as_published(draw):
    with pytest.raises(Invalid):
        draw("door", published=True)


def test_every_venue_has_a_door_sheet_with_its_zone_day_and_slots(draw, publish):
    publish()
    doors = draw("door")
    assert len(doors.pages) == 4
    assert squeezed("On 8 August 2025 Zone 4 Time Amphoe 09:00–09:30 hrs Ban Kruat") in doors.pages[3]
    assert squeezed("http://localhost/plan/growth-team-buriram-2568") in doors.pages[3]
    assert "Version1" in doors.pages[3] and not doors.says("DRAFT")


def test_zones_that_share_a_venue_share_its_door_sheet(stage, draw):
    def moved(event):
        stage.zone("z3").venue = stage.zone("z1").venue
        start_zone(stage.zone("z3"), at=780, by=stage.by(ORGANISER))

    stage.run(moved, write=True)
    [shared, *others] = draw("door").pages
    assert "Zone1" in shared and "Zone3" in shared
    assert shared.index("Krasang") < shared.index("LamPlaiMat")
    assert len(others) == 2
    assert len(draw("door", zone="z3").pages) == 1


@pytest.mark.parametrize("slots", [4, 6, 9, 12])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_door_sheet_is_one_page(stage, draw, slots, lang):
    pause(stage)
    crowd(stage, slots)
    door = draw("door", zone="z2", lang=lang)
    assert len(door.pages) == 1
    assert max(box[2] for box in door.boxes) < 595 - 34 and max(box[3] for box in door.boxes) < 842 - 12


def test_a_zone_where_nobody_presents_has_no_door_sheet(stage, app, draw):
    def emptied(event):
        for slot in timed_slots(stage.zone("z1")):
            move_presenter(slot, to=stage.zone("z2"), position=1, by=stage.by(ORGANISER))

    stage.run(emptied, write=True)
    assert len(draw("door").pages) == 3
    with pytest.raises(Conflict) as refusal:
        draw("door", zone="z1")
    assert refusal.value.code == "document.empty"
