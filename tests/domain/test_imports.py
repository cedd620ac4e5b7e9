"""What an event would be by a spreadsheet's rows, and what is wrong with them, as tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from panel.adapters.folder import read_folder
from panel.adapters.language import Language
from panel.adapters.messages.imports import TEXTS
from panel.domain.events import EventFolder, Window
from panel.domain.folders import differences, folder_facts
from panel.domain.imports import Outcome, Row, Sheet
from panel.domain.imports.columns import COLUMNS, Sort
from panel.domain.imports.listings import Listing, imported
from panel.domain.schedules import Request
from tests.conftest import REFERENCE

P, Z, C = Sort.PRESENTERS, Sort.ZONES, Sort.COMMITTEE
NEW = {"code": "9901", "name": "อำเภอใหม่", "zone": "z1"}
JUDGE = {"role": "กรรมการ", "name": "กรรมการคนใหม่", "zone": "z1"}
HALL = {"code": "z1", "name": "กลุ่มโซนที่ ๑", "venue": "ห้องใหม่"}


@pytest.fixture(scope="module")
def folder() -> EventFolder:
    return read_folder(REFERENCE)


def read(folder: EventFolder, sort: Sort, *rows: dict[str, str], **how: bool) -> Outcome:
    """The outcome of rows from row 2 on, of just the columns that any of them has."""
    columns = dict.fromkeys(column for row in rows for column in row)
    sheet = Sheet(
        sort,
        {column: ("ABCDEFGHIJ"[n], column) for n, column in enumerate(columns)},
        tuple(Row(n, {column: row.get(column, "") for column in columns}) for n, row in enumerate(rows, 2)),
    )
    return imported(folder, sheet, remove=how.get("remove", False), taken=())


def changes(folder: EventFolder, outcome: Outcome) -> list[str]:
    assert outcome.wrong == ()
    return [str(each) for each in differences(folder_facts(folder, ""), folder_facts(outcome.folder, ""))]


# --- Round trips ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("thai", [True, False], ids=["th", "en"])
def test_what_the_event_is_read_again_changes_nothing(folder, sort, thai):
    asked = (Request("3101", "zones", 600, None, firm=True), Request("3111", "zones", None, 720))
    homes = tuple(replace(person, home="3101") for person in folder.persons)
    rich = replace(folder, requests=asked, persons=homes)
    listing = Listing(rich, sort, thai=thai)
    names = [column.name for column in COLUMNS[sort]]
    rows = [
        {name: "" if cell is None else str(cell) for name, cell in zip(names, row, strict=True)}
        for row in listing.rows
    ]
    outcome = read(rich, sort, *rows, remove=True)
    assert (changes(rich, outcome), outcome.unlisted) == ([], ())


# --- What rows change -------------------------------------------------------------------------------

# fmt: off
CHANGES = [
    ("a name", P, [{"code": "3103", "name": "อำเภอกระสังข์"}], ["~ presenter.3103.name: กระสัง → กระสังข์"]),
    ("found by its name", P, [{"name": "อ.กระสัง", "name_en": "Kra Sang"}],
     ["~ presenter.3103.name_en: Krasang → Kra Sang"]),
    ("a cell that is cleared", P, [{"code": "3103", "name": "กระสัง", "name_en": ""}],
     ["~ presenter.3103.name_en: Krasang → -"]),
    ("Thai numerals", P, [{"name": "กระสัง", "latitude": "๑๕", "longitude": "๑๐๓.๕"}],
     ["~ presenter.3103.latitude: 14.94 → 15.0", "~ presenter.3103.longitude: 103.34 → 103.5"]),
    ("a zone", P, [{"name": "กระสัง", "zone": "กลุ่มโซนที่ 2"}],
     ["~ zone.z1.presenters: 3101, 3116, 3115, 3121, 3103 → 3101, 3116, 3115, 3121",
      "~ zone.z2.presenters: 3111, 3113, 3119, 3122, 3102, 3109 → 3111, 3113, 3119, 3122, 3102, 3109, 3103"]),
    ("a zone and a place", P, [{"name": "กระสัง", "zone": "Zone 2", "position": "๑"}],
     ["~ zone.z1.presenters: 3101, 3116, 3115, 3121, 3103 → 3101, 3116, 3115, 3121",
      "~ zone.z2.presenters: 3111, 3113, 3119, 3122, 3102, 3109 → 3103, 3111, 3113, 3119, 3122, 3102, 3109"]),
    ("a place", P, [{"name": "กระสัง", "position": "1"}],
     ["~ zone.z1.presenters: 3101, 3116, 3115, 3121, 3103 → 3103, 3101, 3116, 3115, 3121"]),
    ("places without a zone's column stay", P, [{"name": "กระสัง"}, {"name": "เมืองบุรีรัมย์"}], []),
    ("somebody new", P, [NEW], ["+ presenter.9901", "~ zone.z1.presenters:"
     " 3101, 3116, 3115, 3121, 3103 → 3101, 3116, 3115, 3121, 3103, 9901"]),
    ("a code made of the English name", P, [{"name": "ใหม่", "name_en": "New Town", "zone": "z1"}],
     ["+ presenter.new-town", "~ zone.z1.presenters:"
      " 3101, 3116, 3115, 3121, 3103 → 3101, 3116, 3115, 3121, 3103, new-town"]),
    ("a code that is numbered", P, [{"name": "ใหม่", "zone": "z1", "position": "1"}],
     ["+ presenter.p-1", "~ zone.z1.presenters:"
      " 3101, 3116, 3115, 3121, 3103 → p-1, 3101, 3116, 3115, 3121, 3103"]),
    ("a request", P, [{"name": "กระสัง", "not_before": "๑๐.๐๐ น.", "not_after": "12:00", "firm": "ใช่"}],
     ["+ request.zones/3103"]),
    ("a start", Z, [{"name": "กลุ่มโซนที่ ๒", "start": "๐๘.๓๐ น."}], ["~ zone.z2.start: 09:00 → 08:30"]),
    ("a booking", Z, [{"code": "z2", "name": "กลุ่มโซนที่ ๒", "bookings": "08.30–12.00; 13.00–16.00"}],
     ["~ venue.phutthaisong.bookings: 08:30–11:30 → 08:30–12:00, 13:00–16:00"]),
    ("no booking", Z, [{"name": "กลุ่มโซนที่ ๒", "bookings": ""}],
     ["~ venue.phutthaisong.bookings: 08:30–11:30 → -"]),
    ("another venue", Z, [{"name": "กลุ่มโซนที่ ๒", "venue": "ห้องประชุมที่ว่าการอำเภอนางรอง"}],
     ["~ zone.z2.venue: phutthaisong → nang-rong"]),
    ("a new venue", Z, [{"name": "กลุ่มโซนที่ ๒", "venue": "หอประชุม", "venue_en": "Town hall"}],
     ["+ venue.town-hall", "~ zone.z2.venue: phutthaisong → town-hall"]),
    ("two zones in one new venue", Z, [HALL, HALL | {"code": "z2", "name": "กลุ่มโซนที่ ๒"}],
     ["+ venue.venue-1", "~ zone.z1.venue: buriram → venue-1", "~ zone.z2.venue: phutthaisong → venue-1"]),
    ("a venue's name", Z, [HALL | {"venue_code": "buriram"}],
     ["~ venue.buriram.name: ห้องประชุมสำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์ ชั้น ๒ ศาลากลางจังหวัดบุรีรัมย์"
      " → ห้องใหม่"]),
    ("a new zone", Z, [{"name": "กลุ่มโซนที่ ๕", "venue": "ห้องประชุมที่ว่าการอำเภอนางรอง"}], ["+ zone.z-1"]),
    ("a seat and its person", C, [JUDGE], ["+ person.z1-judge-5", "+ seat.z1-judge-5"]),
    ("a seat of somebody known", C, [JUDGE | {"name": "กรรมการคนที่ ๑ กลุ่มโซนที่ ๒"}], ["+ seat.z1-judge-5"]),
    ("a province's seat", C, [JUDGE | {"zone": "จังหวัด", "role": "ที่ปรึกษา"}],
     ["+ person.province-adviser-1", "+ seat.province-adviser-1"]),
    ("a role by its Thai name", C, [{"zone": "z1", "role": "ประธาน", "name": "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑"}],
     ["~ seat.z1-judge-1.role: judge → chair"]),
    ("a role that does not score", C, [{"code": "z1-judge-1", "role": "adviser",
     "name": "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑", "zone": "z1"}],
     ["~ seat.z1-judge-1.role: judge → adviser", "~ seat.z1-judge-1.scores: True → False"]),
    ("a home by its name", C, [{"code": "z1-judge-1", "role": "กรรมการ", "zone": "Zone 1",
     "name": "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑", "home": "อำเภอนางรอง"}], ["~ person.z1-judge-1.home: - → 3104"]),
]
# fmt: on


@pytest.mark.parametrize(
    ("sort", "rows", "told"), [row[1:] for row in CHANGES], ids=[f"{row[1]}: {row[0]}" for row in CHANGES]
)
def test_a_row_changes_what_it_says_and_no_more(folder, sort, rows, told):
    assert changes(folder, read(folder, sort, *rows)) == told


def test_a_request_is_read_whole(folder):
    row = {"name": "กระสัง", "not_before": "10.00", "not_after": "", "firm": "no"}
    assert read(folder, P, row).folder.requests == (Request("3103", "zones", 600, None, firm=False),)


def test_a_request_whose_cells_are_cleared_is_dropped(folder):
    asked = replace(folder, requests=(Request("3103", "zones", 600),))
    assert changes(asked, read(asked, P, {"name": "กระสัง", "not_before": ""})) == ["- request.zones/3103"]
    assert changes(asked, read(asked, P, {"name": "กระสัง", "zone": "z1"})) == []


def test_who_is_not_listed_stays_unless_taken_out(folder):
    kept = read(folder, P, {"name": "กระสัง"})
    assert (len(kept.unlisted), len(kept.folder.presenters)) == (22, 23)
    alone = read(folder, P, {"name": "กระสัง"}, remove=True)
    assert [presenter.code for presenter in alone.folder.presenters] == ["3103"]
    assert [zone.presenters for zone in alone.folder.zones] == [("3103",), (), (), ()]


def test_who_is_taken_out_is_nobodys_home_and_asks_for_nothing(folder):
    persons = (replace(folder.persons[0], home="3101"), *folder.persons[1:])
    asked = replace(folder, persons=persons, requests=(Request("3101", "zones", 600),))
    alone = read(asked, P, {"name": "กระสัง"}, remove=True).folder
    assert (alone.persons[0].home, alone.requests) == (None, ())


def test_bookings_come_in_time_s_order(folder):
    row = {"name": "กลุ่มโซนที่ ๒", "bookings": "13.00–16.00; 08.30–11.30"}
    venue = next(v for v in read(folder, Z, row).folder.venues if v.code == "phutthaisong")
    assert venue.bookings == (Window(510, 690), Window(780, 960))


# --- What is wrong ----------------------------------------------------------------------------------

TWO = {"name": "กระสัง", "zone": "z1"}
SEAT = {"code": "z1-judge-1", "role": "กรรมการ", "name": "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑", "zone": "z1"}
# fmt: off
WRONG = [
    ("no name", P, [{"code": "3103", "name": ""}], (2, "name", "import.empty")),
    ("endless", P, [NEW | {"name": "ก" * 301}], (2, "name", "import.too_long")),
    ("twice", P, [{"name": "กระสัง"}, {"name": "อำเภอกระสัง"}], (3, "", "import.twice")),
    ("new twice", P, [NEW, NEW], (3, "", "import.twice")),
    ("code and name of two", P, [{"code": "3103", "name": "นางรอง"}], (2, "code", "import.contradiction")),
    ("code with a space", P, [NEW | {"code": "99 01"}], (2, "code", "import.code")),
    ("code of practice", P, [NEW | {"code": "practice-z1"}], (2, "code", "import.code")),
    ("code of the anchor", P, [NEW | {"code": "anchor-z1"}], (2, "code", "import.code")),
    ("unknown zone", P, [TWO | {"zone": "กลุ่มโซนที่ ๙"}], (2, "zone", "import.unknown")),
    ("nowhere", P, [NEW | {"zone": ""}], (2, "zone", "import.no_zone")),
    ("half a point", P, [TWO | {"latitude": "15", "longitude": ""}], (2, "longitude", "import.half_point")),
    ("beyond the pole", P, [TWO | {"latitude": "95", "longitude": "103"}], (2, "latitude", "import.degrees")),
    ("a place of none", P, [TWO | {"position": "0"}], (2, "position", "import.position")),
    ("a place twice", P, [TWO | {"position": "1"}, {"name": "ห้วยราช", "zone": "z1", "position": "๑"}],
     (3, "position", "import.place_taken")),
    ("no time", P, [TWO | {"not_before": "25.00"}], (2, "not_before", "import.time")),
    ("another day", P, [TWO | {"not_before": "9 สิงหาคม ๒๕๖๘ ๐๙.๐๐ น."}],
     (2, "not_before", "import.other_day")),
    ("a narrow wish", P, [TWO | {"not_before": "10.00", "not_after": "10.15"}],
     (2, "not_after", "request.narrow")),
    ("perhaps", P, [TWO | {"not_before": "10.00", "firm": "อาจจะ"}], (2, "firm", "import.yes")),
    ("no start", Z, [{"name": "กลุ่มโซนที่ ๑", "start": "เช้า"}], (2, "start", "import.time")),
    ("no window", Z, [{"name": "กลุ่มโซนที่ ๑", "bookings": "08.30"}], (2, "bookings", "import.windows")),
    ("back to front", Z, [{"name": "กลุ่มโซนที่ ๑", "bookings": "11.30–08.30"}],
     (2, "bookings", "window.order")),
    ("at night", Z, [{"name": "กลุ่มโซนที่ ๑", "bookings": "17.00–18.00"}],
     (2, "bookings", "window.outside")),
    ("booked twice", Z, [{"name": "กลุ่มโซนที่ ๑", "bookings": "08.30–11.30; 11.00–12.00"}],
     (2, "bookings", "window.overlap")),
    ("no venue", Z, [{"name": "กลุ่มโซนที่ ๕"}], (2, "venue", "import.empty")),
    ("a venue in two ways", Z, [HALL | {"bookings": ""}, HALL | {"code": "z2", "name": "กลุ่มโซนที่ ๒",
     "bookings": "09.00–10.00"}], (3, "venue", "import.venue_differs")),
    ("venue's code and name of two", Z, [{"name": "กลุ่มโซนที่ ๑", "venue_code": "buriram",
     "venue": "ห้องประชุมที่ว่าการอำเภอนางรอง"}], (2, "venue_code", "import.contradiction")),
    ("unknown role", C, [JUDGE | {"role": "หัวหน้า"}], (2, "role", "import.unknown")),
    ("no zone for a seat", C, [{"role": "กรรมการ", "name": "ใคร"}], (2, "", "import.no_zone")),
    ("unknown home", C, [JUDGE | {"home": "พิมาย"}], (2, "home", "import.unknown")),
    ("scores nobody", C, [JUDGE | {"zone": "จังหวัด", "scores": "ใช่"}],
     (2, "scores", "committee.scores_nobody")),
    ("the organiser's code", C, [JUDGE | {"code": "organiser"}], (2, "code", "import.code")),
    ("a seat twice", C, [SEAT, SEAT], (3, "", "import.twice")),
    ("one person in two ways", C, [JUDGE | {"position": "ก"}, JUDGE | {"zone": "z2", "position": "ข"}],
     (3, "position", "import.differs")),
    ("on a panel twice", C, [SEAT | {"code": "z1-extra"}], (2, "name", "import.sits_twice")),
    ("nobody scores", C, [SEAT | {"role": "ที่ปรึกษา"}], (None, "", "committee.nobody_scores")),
]
# fmt: on


@pytest.mark.parametrize(
    ("sort", "rows", "place"), [row[1:] for row in WRONG], ids=[f"{row[1]}: {row[0]}" for row in WRONG]
)
def test_a_mistake_is_told_at_its_row_and_column(folder, sort, rows, place):
    found = read(folder, sort, *rows, remove=place[2] == "committee.nobody_scores").wrong
    assert place in [(wrong.row, wrong.column, wrong.code) for wrong in found]
    assert all(Language("en").message(wrong.code, **wrong.params) for wrong in found)
    if place[0] is not None:
        assert len(found) == 1


def test_a_name_of_two_amphoe_asks_for_the_code(folder):
    twins = replace(
        folder,
        presenters=tuple(
            replace(p, name="เฉลิมพระเกียรติ") if p.code == "3101" else p for p in folder.presenters
        ),
    )
    [wrong] = read(twins, P, {"name": "อำเภอเฉลิมพระเกียรติ"}).wrong
    assert (wrong.row, wrong.column, wrong.code) == (2, "name", "import.ambiguous")
    assert wrong.params["codes"] == "3101, 3123"
    [home] = read(twins, C, JUDGE | {"home": "เฉลิมพระเกียรติ"}).wrong
    assert (home.row, home.column, home.code) == (2, "home", "import.ambiguous")


def test_cells_that_could_not_be_read_are_told_once(folder):
    sheet = Sheet(P, {"name": ("B", "อำเภอ")}, (Row(7, {"name": ""}),), ((7, "name", "import.formula"),))
    outcome = imported(folder, sheet, remove=False)
    [wrong] = outcome.wrong
    assert (wrong.row, wrong.column, wrong.code) == (7, "name", "import.formula")


def test_every_word_for_a_row_has_its_mistake_here():
    told = {place[2] for *_, place in WRONG} | {"import.ambiguous", "import.formula", "import.error_value"}
    words = [code for code in TEXTS if code.startswith("import.")]
    assert told >= set(words[words.index("import.empty") :])
