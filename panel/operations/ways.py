"""Ways out of a clash, taken, and the changes of halls and day that they are made of; each is one edit.

Knows no clash: whether a way ends one was tried by whoever offered it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from panel.domain.errors import Invalid
from panel.domain.events import Window
from panel.domain.schedules import DAY_MINUTES, WayOut
from panel.models import Booking, Event, Slot, Venue, Zone
from panel.operations.audit import Author, record
from panel.operations.edits import edited, set_quorum
from panel.operations.schedules import ask_for_time, lay, move_presenter, start_zone, unpin
from panel.operations.sheets import refuse_finalised
from panel.queries.events import find_round, find_venue, find_zone
from panel.queries.schedules import find_slot, timed_slots


def take_way_out(event: Event, way: WayOut, *, by: Author, seen: int | None = None) -> None:
    """Apply a way out by its code and parameters.

    Raises Invalid `way.malformed` of anything that is none, else whatever the change itself refuses.
    """
    match way.code, way.params:
        case "way.start_zone", {"zone": str(zone), "start_time": int(start)}:
            start_zone(find_zone(event, zone), at=_time(start), by=by, seen=seen)
        case "way.book_venue", {"venue": str(venue), "start_time": int(start), "end_time": int(end)}:
            extend_booking(event, find_venue(event, venue), Window(start, end), by=by, seen=seen)
        case "way.extend_day", {"start_time": int(start), "end_time": int(end)}:
            set_day_window(event, Window(start, end), by=by, seen=seen)
        case "way.drop_break", {"start_time": int(start), "end_time": int(end)}:
            zone_code = way.params.get("zone")
            zones = event.zones if zone_code is None else [find_zone(event, str(zone_code))]
            drop_break(event, zones, Window(start, end), by=by, seen=seen)
        case "way.unpin", {"presenter": str(presenter), "round": str(round_)}:
            unpin(_slot(event, round_, presenter), by=by, seen=seen)
        case "way.drop_request", {"presenter": str(presenter), "round": str(round_)}:
            slot = _slot(event, round_, presenter)
            ask_for_time(slot, not_before=None, not_after=None, firm=False, by=by, seen=seen)
        case "way.move_presenter", {"presenter": str(presenter), "round": str(round_), "zone": str(zone)}:
            to = find_zone(event, zone)
            last = len(timed_slots(to)) + 1
            move_presenter(_slot(event, round_, presenter), to=to, position=last, by=by, seen=seen)
        case "way.lower_quorum", {"quorum": int(quorum)}:
            lower_quorum(event, quorum, by=by, seen=seen)
        case "way.move_zone", {"zone": str(zone), "venue": str(venue)}:
            move_zone(find_zone(event, zone), to=find_venue(event, venue), by=by, seen=seen)
        case _:
            raise Invalid("way.malformed")


def _slot(event: Event, round_: str, presenter: str) -> Slot:
    return find_slot(find_round(event, round_), presenter)


def extend_booking(
    event: Event, venue: Venue, window: Window, *, by: Author, seen: int | None = None
) -> None:
    """Let a hall be used in that window too; bookings that it meets become one with it."""
    meeting = [each for each in venue.facts.bookings if each.start <= window.end and window.start <= each.end]
    apart = [each for each in venue.facts.bookings if each not in meeting]
    grown = Window(
        min(each.start for each in [window, *meeting]), max(each.end for each in [window, *meeting])
    )
    book_venue(event, venue, [*apart, grown], by=by, seen=seen)


def book_venue(
    event: Event, venue: Venue, windows: Sequence[Window], *, by: Author, seen: int | None = None
) -> None:
    """Let a hall be used in these windows only; without any, all day.

    Raises Invalid of a window that is none, or of two that overlap.
    """
    in_turn = sorted(windows, key=lambda window: window.start)
    for window in in_turn:
        _check(window)
    if any(one.end > later.start for one, later in pairwise(in_turn)):
        raise Invalid("booking.overlap")
    with edited(event, "book", by=by, seen=seen, venue=venue.code):
        if tuple(in_turn) != venue.facts.bookings:
            venue.bookings = [Booking(start=window.start, end=window.end) for window in in_turn]
        record("venue.booked", event=event, by=by, venue=venue.code, windows=_plain(in_turn))


def set_day_window(event: Event, window: Window, *, by: Author, seen: int | None = None) -> None:
    """From when to when the day lasts."""
    _check(window)
    with edited(event, "day", by=by, seen=seen):
        event.day_start, event.day_end = window.start, window.end
        record("event.day_set", event=event, by=by, windows=_plain([window]))


def drop_break(
    event: Event, zones: Sequence[Zone], window: Window, *, by: Author, seen: int | None = None
) -> None:
    """Let these zones do without the break of that window; one for all zones stays for the others.
    Slots stay where they are: the next plan may use the time."""
    with edited(event, "drop_break", by=by, seen=seen, zones=[zone.code for zone in zones]):
        for zone in zones:
            refuse_finalised(zone)
            event.breaks = [left for each in event.breaks for left in _without(event, each, window, zone)]
        record("event.break_dropped", event=event, by=by, windows=_plain([window]))


def _without(event: Event, pause: dict[str, Any], window: Window, zone: Zone) -> list[dict[str, Any]]:
    """What is left of a break when a zone does without it."""
    if (pause["start"], pause["end"]) != (window.start, window.end) or pause["zone"] not in {None, zone.code}:
        return [pause]
    if pause["zone"] is not None:
        return []
    return [pause | {"zone": each.code} for each in event.zones if each is not zone]


def lower_quorum(event: Event, quorum: int, *, by: Author, seen: int | None = None) -> None:
    """So few sheets make a result from now on. Raises Conflict once a mark was given."""
    if quorum < 1:
        raise Invalid("quorum.none")
    with edited(event, "quorum", by=by, seen=seen, quorum=quorum):
        set_quorum(event, quorum)
        record("event.quorum_set", event=event, by=by, quorum=quorum)


def move_zone(zone: Zone, *, to: Venue, by: Author, seen: int | None = None) -> None:
    """Let a zone present in another hall, in its order and from its start."""
    with edited(zone.event, "move_zone", by=by, seen=seen, zone=zone.code, venue=to.code):
        refuse_finalised(zone)
        zone.venue = to
        lay(zone, timed_slots(zone))
        record("zone.moved", event=zone.event, zone=zone, by=by, venue=to.code)


def _check(window: Window) -> None:
    _time(window.start)
    if not window.start < window.end <= DAY_MINUTES:
        raise Invalid("window.malformed", start_time=window.start, end_time=window.end)


def _time(minutes: int) -> int:
    if not 0 <= minutes < DAY_MINUTES:
        raise Invalid("time.malformed", minutes=minutes)
    return minutes


def _plain(windows: Sequence[Window]) -> list[list[int]]:
    return [[window.start, window.end] for window in windows]
