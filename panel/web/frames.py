"""Live frames: a view of the day as one line of JSON in a language, the same for all who follow a topic.

Times and states are written here, so that a page's script only puts words where they belong.
"""

from __future__ import annotations

import json
from datetime import datetime

from panel.adapters.language import Language
from panel.models import Event
from panel.queries.events import find_venue
from panel.queries.live import (
    Audience,
    Bar,
    DayView,
    Line,
    ScreenView,
    Stage,
    Topic,
    day_view,
    public_view,
    screen_view,
)


def frame_data(topic: Topic, event: Event, at: datetime) -> str:
    """What a topic's readers get."""
    words = Language(topic.language)
    match topic.audience:
        case Audience.SCREEN:
            data = screen_data(screen_view(event, find_venue(event, topic.place), at), words)
        case Audience.PANEL:
            data = day_data(day_view(event, topic.place, at), words)
        case Audience.PUBLIC:
            data = day_data(public_view(event), words)
    return json.dumps(data, ensure_ascii=False)


def day_data(view: DayView, words: Language) -> dict[str, object]:
    """The plan's revision (the public one's version), the slots in order, and each zone in a line."""
    return {
        "plan": view.plan,
        "slots": [_slot(line, words) for line in view.lines],
        "bars": {bar.zone: _bar(bar, words) for bar in view.bars},
    }


def _slot(line: Line, words: Language) -> dict[str, str]:
    times = f"{words.minutes(line.start)}–{words.minutes(line.end)}"
    return {"key": line.key, "time": times, "state": line.state}


def _bar(bar: Bar, words: Language) -> dict[str, str]:
    now = words.message("live.bar_now", presenter=words.name(bar.now.presenter)) if bar.now else ""
    coming = later = ""
    if bar.next:
        coming = words.message(
            "live.bar_next", presenter=words.name(bar.next.presenter), start_time=bar.next.start
        )
        code = "live.bar_later" if bar.later > 0 else "live.bar_earlier"
        later = words.message(code, minutes=abs(bar.later)) if bar.later else ""
    return {"now": now, "next": coming, "later": later}


def screen_data(view: ScreenView, words: Language) -> dict[str, object]:
    """A screen's texts, and in milliseconds since 1970 when its countdown ends (`until`), if one runs."""
    slot = view.slot
    times = {"start_time": slot.start if slot else None, "until_time": view.resumes}
    return {
        "stage": view.stage.value,
        "notice": words.message(f"screen.{view.stage}", **times),
        "name": words.name(slot.presenter) if slot else "",
        "zone": words.name(view.zone) if view.zone else "",
        "code": view.zone.code if view.zone else "",
        "seconds": 60 * view.minutes if view.minutes is not None and view.stage is not Stage.BREAK else None,
        "until": round(view.until.timestamp() * 1000) if view.until else None,
        "next": [
            {"time": words.minutes(each.start or 0), "name": words.name(each.presenter)} for each in view.next
        ],
    }
