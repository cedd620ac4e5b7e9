"""The published plan on the web, for everybody: its page, its files, and one's own calendar."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from panel.operations.days import mark_no_show
from panel.operations.schedules import move_presenter, publish_plan, start_zone
from panel.queries.schedules import find_slot
from tests.conftest import CODE, SECRET
from tests.statements import counted
from tests.web.conftest import EVENT, page

PLAN = f"/plan/{CODE}"
FILES = ("plan.xlsx", "plan.pdf", "venues/buriram.ics", "presenters/3101.ics")


@pytest.fixture
def publish(stage):
    return lambda: stage.run(lambda event: publish_plan(event, by=stage.by("organiser")), write=True)


def start(stage, zone: str, at: int) -> None:
    stage.run(lambda event: start_zone(stage.zone(zone), at=at, by=stage.by("organiser")), write=True)


def entries(answer) -> list[tuple[str, datetime, int]]:
    """UID, start and SEQUENCE of what a calendar holds."""
    return [
        (str(line["UID"]), line.start, line["SEQUENCE"]) for line in Calendar.from_ical(answer.data).events
    ]


def at(hour: int, minute: int = 0) -> datetime:
    """A Thai time of the day, as UTC."""
    return datetime(2025, 8, 8, hour - 7, minute, tzinfo=UTC)


@pytest.mark.parametrize("path", ["", *(f"/{file}" for file in FILES)])
@pytest.mark.parametrize("event", [CODE, "nowhere"])
def test_before_publication_there_is_nothing_and_an_unknown_event_is_told_alike(browser, event, path):
    answer = browser().get(f"/plan/{event}{path}")
    assert answer.status_code == 404 and "or it is not published yet" in page(answer)


def test_everybody_reads_the_published_plan_and_no_judges_name(browser, publish):
    publish()
    shown = page(browser().get(PLAN))
    assert "Version 1 of the plan, published 8 August 2025 09:10" in shown
    for words in ("Zone 2", "Meeting room of the Phutthaisong District Office", "8 August 2025 09:00–12:00"):
        assert words in shown
    assert shown.count("data-slot=") == 23 and 'data-slot="zones/3109"' in shown
    assert "กรรมการ" not in shown and "judge" not in shown


def test_a_change_shows_only_once_it_is_published_and_is_marked_with_where_it_was(browser, stage, publish):
    publish()

    def moved(event):
        slot = find_slot(stage.zone(), "3103")
        move_presenter(slot, to=stage.zone("z2"), position=7, by=stage.by("organiser"))

    stage.run(moved, write=True)
    start(stage, "z4", 510)
    assert "Changed" not in page(browser().get(PLAN))
    publish()
    shown = page(browser().get(PLAN))
    assert "Version 2 of the plan" in shown and "What changed since version 1 is marked." in shown
    assert shown.count("Changed: was") == 7
    assert "was 11:00–11:30 in Zone 1" in shown
    assert "was 09:00–09:30<" in shown.replace("\n", "").replace("  ", "")


def test_what_happened_is_told(browser, stage, publish):
    publish()
    stage.run(
        lambda event: mark_no_show(find_slot(stage.zone(), "3101"), by=stage.by("z1-chair"), reason="น้ำท่วม"),
        write=True,
    )
    shown = page(browser().get(PLAN)).split("</template>")[-1]
    assert shown.count("Did not appear") == 1 and "น้ำท่วม" not in shown


def test_a_browser_fetches_a_page_once_until_something_changes(browser, stage, publish):
    publish()
    reader = browser()
    first = reader.get(PLAN)
    known = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = reader.get(PLAN, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert browser().get(PLAN, headers=known).status_code == 200  # whose forms would not be its own
    start(stage, "z1", 600)
    assert reader.get(PLAN, headers=known).status_code == 304
    publish()
    assert reader.get(PLAN, headers=known).status_code == 200


def test_another_language_is_another_page(browser, publish):
    publish()
    reader = browser()
    known = {"If-None-Match": reader.get(PLAN).headers["ETag"]}
    reader.post("/language", data={"language": "th", "next": PLAN})
    answer = reader.get(PLAN, headers=known)
    assert answer.status_code == 200 and "กลุ่มโซนที่ ๒" in answer.text


def test_the_page_takes_as_many_queries_for_any_plan(browser, stage, publish):
    publish()
    with counted() as before:
        browser().get(PLAN)
    start(stage, "z1", 600)
    publish()
    publish()
    start(stage, "z2", 600)
    publish()
    with counted() as after:
        browser().get(PLAN)
    assert len(after) <= len(before) + 1 <= 13  # the bookings of halls, read once


def test_the_spreadsheet_holds_every_slot_with_real_times(browser, publish):
    publish()
    answer = browser().get(f"{PLAN}/plan.xlsx?lang=en")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={CODE}-plan.xlsx"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    rows = list(sheet.values)
    hall = "Meeting room of the Phutthaisong District Office"
    day = datetime(2025, 8, 8)
    assert rows[0] == ("Round", "Zone", "Venue", "Date", "Start", "End", "Order", "Code", "Amphoe")
    assert rows[11] == (
        "Zone groups",
        "Zone 2",
        hall,
        day,
        time(11, 30),
        time(12, 0),
        6,
        "3109",
        "Phutthaisong",
    )
    assert (len(rows), sheet.title, sheet.freeze_panes) == (24, "Plan, version 1", "A2")


def test_a_file_is_fetched_once_until_the_plan_changes(browser, publish):
    publish()
    for file in ("plan.xlsx", "presenters/3101.ics"):
        known = {"If-None-Match": browser().get(f"{PLAN}/{file}").headers["ETag"]}
        assert browser().get(f"{PLAN}/{file}", headers=known).status_code == 304


def test_the_spreadsheet_is_thai_unless_asked_otherwise(browser, publish):
    publish()
    sheet = load_workbook(io.BytesIO(browser().get(f"{PLAN}/plan.xlsx").data)).worksheets[0]
    assert (sheet["B2"].value, sheet["I2"].value) == ("กลุ่มโซนที่ ๑", "เมืองบุรีรัมย์")
    assert sheet["D2"].number_format == "[$-107041E]d mmmm yyyy"


def test_a_venues_calendar_holds_its_slots(browser, publish):
    publish()
    answer = browser().get(f"{PLAN}/venues/buriram.ics?lang=en")
    assert (answer.content_type, answer.headers["Content-Disposition"]) == (
        "text/calendar; charset=utf-8",
        f"attachment; filename={CODE}-buriram.ics",
    )
    calendar = Calendar.from_ical(answer.data)
    first = calendar.events[0]
    assert len(calendar.events) == 5
    assert (first["SUMMARY"], first.start, first.end) == (
        "Amphoe Mueang Buri Ram – GROWTH TEAM Buriram 2568",
        at(9),
        at(9, 30),
    )
    assert first["LOCATION"].startswith("Meeting room of the Buriram Provincial")
    assert first["DESCRIPTION"] == (
        f"Zone 1, Zone groups\nVersion 1 of the plan. Changes of the day: http://localhost/plan/{CODE}"
    )


def test_a_changed_time_moves_the_same_entry(browser, stage, publish):
    publish()
    address = f"{PLAN}/presenters/3103.ics"
    uid = f"zones.3103@{CODE}.panel"
    assert entries(browser().get(address)) == [(uid, at(11), 1)]
    start(stage, "z1", 600)
    assert entries(browser().get(address)) == [(uid, at(11), 1)]
    publish()
    assert entries(browser().get(address)) == [(uid, at(12), 2)]


@pytest.mark.parametrize("path", ["venues/nowhere.ics", "presenters/practice-z1.ics", "presenters/9999.ics"])
def test_a_calendar_of_nothing_is_not_there(browser, publish, path):
    publish()
    assert browser().get(f"{PLAN}/{path}").status_code == 404


def test_a_judge_gets_the_slots_of_the_own_panel(as_, publish):
    publish()
    answer = as_("z2-judge-1").get(f"{EVENT}/plan/mine.ics?lang=en")
    assert [start for _, start, _ in entries(answer)] == [
        at(hour, minute) for hour in (9, 10, 11) for minute in (0, 30)
    ]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "My slots for the calendar" in page(as_("z2-judge-1").get(PLAN))


def test_ones_own_calendar_needs_a_sign_in_and_a_seat(as_, browser, publish):
    publish()
    assert browser().get(f"{EVENT}/plan/mine.ics").status_code == 302
    assert as_("province-chair").get(f"{EVENT}/plan/mine.ics").status_code == 404
    assert "My slots" not in page(browser().get(PLAN))


@pytest.mark.pdf
def test_the_pdf_is_the_published_plan_made_once(browser, app, database_url, stage, publish, monkeypatch):
    publish()
    start(stage, "z1", 600)
    folder = app.extensions["panel_settings"].instance
    for name, value in {"INSTANCE": folder, "DATABASE_URL": database_url, "SECRET_KEY": SECRET}.items():
        monkeypatch.setenv(f"PANEL_{name}", str(value))
    with browser().get(f"{PLAN}/plan.pdf?lang=en") as answer:
        assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    [made] = (folder / "documents").glob("*.pdf")
    written = made.stat().st_mtime_ns
    with browser().get(f"{PLAN}/plan.pdf?lang=en") as again:
        assert (again.data, made.stat().st_mtime_ns) == (answer.data, written)
