"""Live frames: what a topic's readers are shown as one line of JSON in a language, the same for all of them.

Times and states of a day are written here, so that a page's script only puts words where they belong; a
board's frame carries its parts (`web/parts`).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial

from flask import current_app

from panel.adapters.language import BANGKOK, Language
from panel.domain.access import Identity
from panel.domain.errors import NotFound
from panel.queries.boards import Board, board_of, seen_by
from panel.queries.events import find_event, find_venue
from panel.queries.live import (
    Audience,
    Bar,
    DayView,
    Line,
    ScreenView,
    Stage,
    Topic,
    day_view,
    live_revisions,
    live_zones,
    public_view,
    screen_view,
)
from panel.web.parts import (
    Parts,
    Piece,
    ZonePart,
    as_in_a_page,
    board_parts,
    board_shape,
    piece_of,
    piece_parts,
    province_parts,
    province_shape,
    zone_part,
)

TURN = timedelta(seconds=2)


class Look:
    """One look at the database at one moment: what several frames are made of is read once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.revisions = cache(live_revisions)
        self.event = cache(find_event)
        self.zones = cache(live_zones)
        self.board = cache(self._read)
        self.view = cache(self._view)
        self.carrying = cache(self._carrying)

    def _read(self, event: str, zone: str) -> Board:
        return board_of(self.zones(event)[zone], self.at)

    def _carrying(self, event: str) -> frozenset[str]:
        """The zones whose results take in those of others."""
        return frozenset(code for code, zone in self.zones(event).items() if zone.round.carry > 0)

    def minute(self, turn: int = 0) -> str:
        """The clock decides who is next, and who was not heard of for long. What is remade for it is remade
        in turn, so that no mark waits for all of it."""
        return f"{(self.at - turn * TURN).astimezone(BANGKOK):%H:%M}"

    @property
    def rights(self) -> str:
        """Another every minute too, when nothing is remade."""
        return f"{(self.at - timedelta(seconds=30)).astimezone(BANGKOK):%H:%M}"

    def stamp(self, topic: Topic) -> str:
        """What a frame is made of. Marks of one zone leave the boards of the others as they are. Raises
        NotFound where there is no such zone any more."""
        if topic.audience is not Audience.BOARD:
            return f"{self.revisions(topic.event).all} {self.minute()}"
        zones = [topic.place] if topic.place else self.zones(topic.event)
        return " ".join(self._stamp(topic.event, zone) for zone in zones)

    def _stamp(self, event: str, zone: str) -> str:
        """Of one zone's board; a final that counts the zones' results changes with all of them. Raises
        NotFound."""
        if zone not in self.zones(event):
            raise NotFound("zone.unknown", code=zone)
        revisions, turn = self.revisions(event), list(self.zones(event)).index(zone)
        alone = zone not in self.carrying(event)
        return f"{revisions.of(zone) if alone else revisions.all} {self.minute(turn)}"

    def read(self, topic: Topic) -> None:
        """Ask the database for all that a frame of the topic is made of."""
        if topic.audience is not Audience.BOARD:
            self.view(topic)
            return
        for zone in [topic.place] if topic.place else self.zones(topic.event):
            if topic.place or self._kept(topic, zone) is None:
                self.board(topic.event, zone)

    def _view(self, topic: Topic) -> DayView | ScreenView:
        event = self.event(topic.event)
        match topic.audience:
            case Audience.SCREEN:
                return screen_view(event, find_venue(event, topic.place), self.at)
            case Audience.PANEL:
                return day_view(event, topic.place, self.at)
        return public_view(event)

    def data(self, topic: Topic) -> str:
        """What a topic's readers get."""
        words = Language(topic.language)
        if topic.eyes:
            data = self._board(topic, topic.eyes)
        else:
            view = self.view(topic)
            data = screen_data(view, words) if isinstance(view, ScreenView) else day_data(view, words)
        return json.dumps(data, ensure_ascii=False)

    def _board(self, topic: Topic, eyes: Identity) -> dict[str, object]:
        if topic.place:
            view = seen_by(eyes, self.board(topic.event, topic.place))
            with as_in_a_page(topic.language):
                parts = board_parts(view, rendered=partial(kept_frames().piece, topic))
            return {"shape": board_shape(view), "parts": parts}
        zones = [self._zone(zone, topic, eyes) for zone in self.zones(topic.event)]
        with as_in_a_page(topic.language):
            return {"shape": province_shape(zones), "parts": province_parts(zones)}

    def _zone(self, zone: str, topic: Topic, eyes: Identity) -> ZonePart:
        """A mark in one zone leaves the others as they are."""
        part = self._kept(topic, zone)
        if part is None:
            view = seen_by(eyes, self.board(topic.event, zone))
            with as_in_a_page(topic.language):
                part = zone_part(view)
            kept_frames().zones[topic, zone] = self._stamp(topic.event, zone), part
        return part

    def _kept(self, topic: Topic, zone: str) -> ZonePart | None:
        stamp, part = kept_frames().zones.get((topic, zone), ("", None))
        return part if stamp == self._stamp(topic.event, zone) else None


@dataclass
class KeptFrames:
    """What was rendered for boards that are followed: zones with their stamps, rows and open rows."""

    zones: dict[tuple[Topic, str], tuple[str, ZonePart]] = field(default_factory=dict)
    pieces: dict[tuple[Topic, type[Piece], str], tuple[Piece, Parts]] = field(default_factory=dict)

    def piece(self, topic: Topic, piece: Piece) -> Parts:
        """What equals what it was is not rendered again."""
        place = (topic, type(piece), piece_of(piece))
        known = self.pieces.get(place)
        if known is None or known[0] != piece:
            known = self.pieces[place] = piece, piece_parts(piece)
        return known[1]

    def only(self, topics: Collection[Topic]) -> None:
        """Forget what nobody follows any more."""
        self.zones = {key: zone for key, zone in self.zones.items() if key[0] in topics}
        self.pieces = {key: piece for key, piece in self.pieces.items() if key[0] in topics}


def kept_frames() -> KeptFrames:
    """This process's."""
    kept: KeptFrames = current_app.extensions["panel_kept_frames"]
    return kept


def step_between(before: str, after: str) -> str:
    """A board's frame for who has the one before: only the parts that read differently. "" where that will
    not do: of another shape, or no board's."""
    old, new = json.loads(before), json.loads(after)
    if "parts" not in new or old["shape"] != new["shape"]:
        return ""
    changed = {key: html for key, html in new["parts"].items() if old["parts"].get(key) != html}
    return json.dumps(new | {"parts": changed}, ensure_ascii=False)


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
