"""An event in which nothing is of the usual length or number: what offices of other provinces may bring."""

from __future__ import annotations

from pathlib import Path

from panel.adapters.folder import read_folder
from panel.adapters.secrets import derive_key
from panel.db import writing
from panel.domain.sheets import Act, Actor, Channel
from panel.models import Zone
from panel.operations.audit import Author
from panel.operations.days import mark_no_show
from panel.operations.entries import NewEntry, store_entry
from panel.operations.events import create_event
from panel.operations.results import finalise_zone
from panel.operations.schedules import move_presenter
from panel.queries.accounts import find_person
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import MORNING, SECRET, score

AWKWARD = "awkward"
LONG_TH = "ผู้แทนหน่วยงานที่ปฏิบัติหน้าที่เป็นผู้ทรงคุณวุฒิด้านการพัฒนาเศรษฐกิจฐานรากและชุมชนเข้มแข็งคนที่ {}"
LONG_EN = "Deputy Representative of the Interprovincial Subcommittee on Grass-roots Economic Development {}"
PLACES = (
    ("เมืองประจวบคีรีขันธ์", "Mueang Prachuap Khiri Khan"),
    ("เมืองนครศรีธรรมราช", "Mueang Nakhon Si Thammarat"),
    ("พระนครศรีอยุธยา", "Phra Nakhon Si Ayutthaya"),
    ("ป้อมปราบศัตรูพ่าย", "Pom Prap Sattruphai"),
    ("เฉลิมพระเกียรติ", "Chaloem Phra Kiat"),
)
TITLE = "การประเมิน “ผลสำเร็จ” ของ 'หมู่บ้าน' & <b>ชุมชน</b> ที่ขับเคลื่อนเศรษฐกิจฐานรากอย่างยั่งยืน " * 2
SENTENCE, CLOSING = "ความเห็นที่ยาวมากเพื่อการทดสอบ", "จบความเห็นแล้ว"
SENTENCES = 128
COMMENT = " ".join([*[SENTENCE] * SENTENCES, CLOSING])
"""Of nearly as many letters as one may have."""
TYPED = '👍🏽 ดีมาก\n\n<script>alert(1)</script> & "ข้อ ๑" http://localhost:9/x.png ' + "w" * 120
PANELS = {"one": (1, 2), "fifteen": (15, 3), "forty": (3, 40), "silent": (3, 2), "empty": (1, 1)}
"""By zone: how many judges, how many presenters."""
HEAD = f"""
[event]
title = '''{TITLE}'''
short_title = '''{TITLE[:75]}'''
project = '''{TITLE[:75]}'''
province = "ประจวบคีรีขันธ์"
organiser = "{LONG_TH.format("๑")}"
order_number = "๘๖๖๐/๒๕๖๘"
order_date = 2025-07-17
[day]
date = 2025-08-08
start = "08:30"
end = "16:30"
present = 5
questions = 5
[rules]
ties = ["2"]
[[rules.grades]]
name = "ดีเด่นเป็นพิเศษอย่างยิ่ง"
at_least = "80"
[[rules.grades]]
name = "ต้องปรับปรุง"
[[rounds]]
code = "zones"
kind = "zone"
name = "ระดับกลุ่มโซน"
"""
INSTRUMENT = """
[instrument]
code = "zones"
title = "แบบประเมิน “ผลสำเร็จ” <i>ฉบับยาว</i>"
"""
INDICATOR = """
[[indicators]]
number = "{number}"
title = "{title}"
kind = "rating"
max = "50"
step = "0.01"
"""


def awkward_folder(parent: Path) -> Path:
    folder = parent / AWKWARD
    folder.mkdir()
    presenters, zones, seats = [], [], ["seat,zone,role,person,name,position,home,scores"]
    for zone, (judges, places) in PANELS.items():
        codes = [f"{zone}-{number}" for number in range(places)]
        presenters += [_presenter(code, number) for number, code in enumerate(codes)]
        zones.append(_zone(zone, codes))
        seats += [_seat(zone, number) for number in range(judges)]
    seats.append(f"province-chair,,chair,province-chair,{LONG_TH.format('๙')},{LONG_TH.format('๘')},,")
    indicators = [INDICATOR.format(number=number, title=LONG_TH.format(number)) for number in (1, 2)]
    _write(folder / "event.toml", [HEAD, *zones, *presenters])
    _write(folder / "instrument.toml", [INSTRUMENT, *indicators])
    _write(folder / "committee.csv", ["\n".join(seats), "\n"])
    return folder


def _write(file: Path, parts: list[str]) -> None:
    file.write_text("".join(parts), encoding="utf-8")


def _presenter(code: str, number: int) -> str:
    thai, english = PLACES[number % len(PLACES)]
    return f'[[presenters]]\ncode = "{code}"\nname = "{thai}"\nname_en = "{english}"\n'


def _zone(zone: str, codes: list[str]) -> str:
    venue = f'[[venues]]\ncode = "{zone}"\nname = "ห้องประชุม “{LONG_TH.format("๑")}”"\n'
    listed = ", ".join(f'"{code}"' for code in codes)
    return (
        f'{venue}[[zones]]\ncode = "{zone}"\nround = "zones"\nname = "กลุ่มโซน{PLACES[0][0]}{zone}"\n'
        f'venue = "{zone}"\nstart = "08:30"\npresenters = [{listed}]\n'
    )


def _seat(zone: str, number: int) -> str:
    seat = f"{zone}-{'judge' if number else 'chair'}-{number}"
    role = "judge" if number else "chair"
    return f"{seat},{zone},{role},{seat},{LONG_TH.format(number)},{LONG_TH.format(number)},,"


def author(code: str) -> Author:
    return Author(find_person(find_event(AWKWARD), code), MORNING, derive_key(SECRET, "audit"))


def play_awkward(parent: Path) -> None:
    """Laid down beside the reference event, scored and, but for the silent zone, finalised."""
    with writing():
        by = Author(None, MORNING, derive_key(SECRET, "audit"))
        create_event(read_folder(awkward_folder(parent)), by=by, secret=SECRET)
    for zone in ("one", "fifteen", "forty"):
        _score(find_zone(find_event(AWKWARD), zone))
        with writing():
            finalise_zone(find_zone(find_event(AWKWARD), zone), by=author(f"{zone}-chair-0"))
    _silence()


def _score(zone: Zone) -> None:
    """Everybody gives other marks, so that columns are as wide as they get; few write very much."""
    for slot in timed_slots(zone):
        for number, seat in enumerate(zone.seats):
            first = not slot.position > 1
            words = COMMENT if first and number < 4 else TYPED if first else ""
            if words:
                _act(seat.code, seat.code, slot.presenter.code, Act.COMMENT, words)
            marks = {"1": f"{30 + number / 100 + slot.position / 4:.2f}", "2": "39.99"}
            score(find_event(AWKWARD), author(seat.code), seat.code, slot.presenter.code, marks)


def _silence() -> None:
    """A zone of which every judge steps back or stays away, then a presenter, who left another zone empty."""
    reason = {"reason": LONG_TH.format("และเป็นญาติ") * 2}
    chair, *judges = [seat.code for seat in find_zone(find_event(AWKWARD), "silent").seats]
    for seat in (chair, judges[0]):
        _act(seat, seat, "silent-0", Act.RECUSE, reason)
    _act(chair, judges[1], "silent-0", Act.ABSENT, reason)
    for seat in judges:
        _act(chair, seat, "silent-1", Act.ABSENT, reason)
    _act(chair, chair, "silent-1", Act.RECUSE, reason)
    with writing():
        silent = find_zone(find_event(AWKWARD), "silent")
        slot = find_slot(find_zone(find_event(AWKWARD), "empty"), "empty-0")
        move_presenter(slot, to=silent, position=3, by=author("organiser"))
        mark_no_show(slot, by=author(chair), reason=reason["reason"])


def _act(by: str, seat: str, presenter: str, kind: Act, value: object) -> None:
    actor = Actor.AUTHOR if by == seat else Actor.CHAIR
    entry = NewEntry(f"{seat}-{presenter}-{kind}", seat, presenter, kind, value=value)
    with writing():
        store_entry(find_event(AWKWARD), entry, by=author(by), actor=actor, channel=Channel.TABLET)
