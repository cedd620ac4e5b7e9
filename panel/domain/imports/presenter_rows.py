"""Presenters as a spreadsheet lists them, where they stand in the first round, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from panel.domain.events import EventFolder, Presenter
from panel.domain.imports import Names, Outcome, Reading, Row
from panel.domain.imports.cells import PRESENTER_CODE, bare, code_of, parse_count, parse_yes
from panel.domain.schedules import Request

MOST_PLACES = 10_000


class PresenterRows:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.folder = folder = reading.folder
        self.round = folder.rounds[0].code
        self.presenters = {presenter.code: presenter for presenter in folder.presenters}
        self.names = Names(dict(self.presenters))
        zones = [zone for zone in folder.zones if zone.round == self.round]
        self.zone_names = Names({zone.code: zone for zone in zones})
        self.places = {code: (zone.code, n) for zone in zones for n, code in enumerate(zone.presenters, 1)}
        self.before = dict(self.places)
        self.positions: dict[tuple[str, int], int] = {}
        self.requests = {(each.round, each.presenter): each for each in folder.requests}

    def outcome(self, rows: Iterable[Row], remove: bool) -> Outcome:
        listed: list[str] = []
        for row in rows:
            code = self.reading.known(row, self.names) or self.reading.new_code(
                row, self.presenters, PRESENTER_CODE, code_of(self.reading.text(row, "name_en")), "p"
            )
            if self.reading.once(row, "presenter", code):
                self._read(row, code)
                listed.append(code)
        unlisted = [presenter.code for presenter in self.folder.presenters if presenter.code not in listed]
        lists = self._lists(listed)
        wanted = replace(
            self.folder,
            presenters=tuple(self.presenters.values()),
            zones=tuple(replace(z, presenters=lists.get(z.code, z.presenters)) for z in self.folder.zones),
            requests=tuple(self.requests.values()),
        )
        return self.reading.outcome(_without(wanted, unlisted) if remove else wanted, unlisted)

    def _read(self, row: Row, code: str) -> None:
        known = self.presenters.get(code)
        latitude, longitude = self.reading.point(row, known)
        self.presenters[code] = Presenter(
            code=code,
            name=bare(row.cells["name"]),
            name_en=self.reading.text(row, "name_en", known.name_en if known else ""),
            latitude=latitude,
            longitude=longitude,
        )
        self._place(row, code)
        if self.reading.has("not_before", "not_after", "firm"):
            self._ask(row, code)

    def _place(self, row: Row, code: str) -> None:
        """Where the row wants the presenter; without a place in the order those who come go last."""
        if self.reading.text(row, "zone"):
            zone = self.reading.named(row, "zone", self.zone_names)
        elif code in self.before:
            zone = self.before[code][0]
        else:
            return self.reading.note(row, "zone", "import.no_zone")
        if zone is None:
            return None
        stays = self.before.get(code, ("", 0))
        place = stays[1] if stays[0] == zone else MOST_PLACES
        parse = partial(parse_count, most=MOST_PLACES - 1)
        position = self.reading.read(row, "position", parse, 0, "import.position", most=MOST_PLACES - 1)
        if position and self.positions.setdefault((zone, position), row.number) != row.number:
            self.reading.note(row, "position", "import.place_taken", first=self.positions[zone, position])
        self.places[code] = (zone, position or place)
        return None

    def _lists(self, listed: list[str]) -> dict[str, tuple[str, ...]]:
        """Each zone's presenters in order; where two claim a place, the file's comes first."""
        rank = {code: n for n, code in enumerate(listed)}
        order = sorted(self.places, key=lambda code: (self.places[code][1], rank.get(code, len(rank))))
        return {zone: tuple(c for c in order if self.places[c][0] == zone) for zone in self.zone_names.things}

    def _ask(self, row: Row, code: str) -> None:
        before = self.requests.pop((self.round, code), Request(code, self.round))
        start = self.reading.time(row, "not_before") if self.reading.has("not_before") else before.not_before
        end = self.reading.time(row, "not_after") if self.reading.has("not_after") else before.not_after
        known = before.firm and not self.reading.has("firm")
        firm = self.reading.read(row, "firm", parse_yes, known, "import.yes")
        length = self.folder.day.slot
        if start is not None and end is not None and end - start < length:
            told = {"expected": length, "start_time": start, "end_time": end}
            self.reading.note(row, "not_after", "request.narrow", **told)
        if start is not None or end is not None:
            self.requests[self.round, code] = Request(code, self.round, start, end, firm)


def _without(folder: EventFolder, codes: Iterable[str]) -> EventFolder:
    """The event without some presenters: nobody comes from there any more either."""
    gone = set(codes)
    return replace(
        folder,
        presenters=tuple(each for each in folder.presenters if each.code not in gone),
        zones=tuple(
            replace(zone, presenters=tuple(code for code in zone.presenters if code not in gone))
            for zone in folder.zones
        ),
        requests=tuple(each for each in folder.requests if each.presenter not in gone),
        persons=tuple(replace(p, home=None) if p.home in gone else p for p in folder.persons),
    )
