"""What a change of the plan means for the people of a zone, in a few lines to be sent into their chat group.

Made from an edit's facts (`queries/edits`), so that it can be told again later; it knows codes only: `words`
writes a line of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_CHARACTERS = 500
Facts = Mapping[str, Any]
Words = Callable[[str, Mapping[str, object]], str]


@dataclass(frozen=True)
class News:
    """A presenter's new time in the zone; `was` is None for who comes from another zone."""

    presenter: str
    start: int
    was: int | None


def news(before: Facts, after: Facts, zone: str) -> tuple[News, ...]:
    """Who of the zone is now when, by time; those whose time stayed are left out."""
    found = []
    for key, now in after.items():
        if not key.startswith("slot:") or now is None or now["zone"] != zone:
            continue
        was = before[key]
        stayed = was is not None and was["zone"] == zone
        if not (stayed and was["start"] == now["start"]):
            found.append(News(key.partition("/")[2], now["start"], was["start"] if stayed else None))
    return tuple(sorted(found, key=lambda each: each.start))


def announce(before: Facts, after: Facts, *, zone: str, venue: str, words: Words) -> str:
    """The text, at most 500 characters: a head, new breaks and bookings, then each presenter's time."""
    lines = [words("chat.head", {"zone": zone, "venue": venue})]
    lines += [words("chat.break", _span(pause)) for pause in _new_breaks(before, after, zone)]
    lines += [
        words("chat.booking", {"venue": venue, "until_time": end}) for end in _ends(before, after, venue)
    ]
    times = [_line(each, words) for each in news(before, after, zone)]
    return _fitting(lines, times, lambda count: words("chat.more", {"count": count}))


def _line(each: News, words: Words) -> str:
    params = {"presenter": each.presenter, "start_time": each.start}
    if each.was is None:
        return words("chat.new", params)
    return words("chat.moved", params | {"was_time": each.was})


def _new_breaks(before: Facts, after: Facts, zone: str) -> list[dict[str, Any]]:
    earlier = before.get("breaks:") or []
    return [
        each for each in after.get("breaks:") or [] if each not in earlier and each["zone"] in {None, zone}
    ]


def _span(pause: Mapping[str, Any]) -> dict[str, object]:
    return {"name": pause["name"], "from_time": pause["start"], "until_time": pause["end"]}


def _ends(before: Facts, after: Facts, venue: str) -> list[int]:
    """The last minute until which the venue is booked now, if that was changed."""
    bookings = after.get(f"venue:{venue}") or []
    earlier = before.get(f"venue:{venue}") or []
    return [max(end for _, end in bookings)] if bookings and bookings != earlier else []


def _fitting(head: list[str], times: list[str], more: Callable[[int], str]) -> str:
    """All the lines, or as many of the times as there is room for and how many more there are."""
    for shown in range(len(times), 0, -1):
        rest = [more(len(times) - shown)] if shown < len(times) else []
        text = "\n".join([*head, *times[:shown], *rest])
        if len(text) <= MOST_CHARACTERS:
            return text
    return "\n".join(head)[:MOST_CHARACTERS]
