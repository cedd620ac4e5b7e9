"""Calendar files (iCalendar, RFC 5545) by the icalendar library.

Times are written in UTC: right in every calendar without a VTIMEZONE that a program might read otherwise,
and Thailand has no summer time that an instant could miss. An entry keeps its UID for good and SEQUENCE
says which is newer, so that a file read again moves the entry instead of adding a second one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from panel.adapters.language import BANGKOK

REFRESH = timedelta(minutes=15)
"""How often a program that follows the file's address should look again."""


@dataclass(frozen=True)
class Entry:
    """One entry; `start` and `end` are minutes of the local day."""

    uid: str
    summary: str
    location: str
    description: str
    day: date
    start: int
    end: int


def calendar_file(
    entries: Iterable[Entry], *, name: str, address: str, lang: str, sequence: int, at: datetime
) -> bytes:
    """The entries as they stood `at` that time, the `sequence`-th time that they were given out."""
    from icalendar import Calendar
    from icalendar import Event as Line

    calendar = Calendar.new(
        name=name,
        method="PUBLISH",
        prodid=f"-//Panel//Plan//{lang.upper()}",
        uid=uuid5(NAMESPACE_URL, f"{address}#{name}"),
        url=address,
        subcomponents=[
            Line.new(
                uid=each.uid,
                sequence=sequence,
                stamp=at,
                last_modified=at,
                summary=each.summary,
                location=each.location,
                description=each.description,
                start=_instant(each.day, each.start),
                end=_instant(each.day, each.end),
                url=address,
            )
            for each in entries
        ],
    )
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")  # the same for Outlook
    content: bytes = calendar.to_ical()
    return content


def _instant(day: date, minutes: int) -> datetime:
    midnight = datetime.combine(day, time(), BANGKOK)
    return (midnight + timedelta(minutes=minutes)).astimezone(UTC)
