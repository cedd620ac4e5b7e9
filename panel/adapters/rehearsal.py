"""Simulated people who play a zone's day against a served app, as a real panel would.

They know pages, forms and the entries protocol, nothing else: what they can do, people can do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from panel.adapters.browser import Browser, BrowserError
from panel.adapters.language import N_
from panel.domain.instruments import Instrument
from panel.domain.rehearsals import Cast, Turns, corrected, marks_of

PIN = "2568"


@dataclass(frozen=True)
class Day:
    """What all zones of a rehearsal have in common. `links` are personal links by seat."""

    event: str
    base_url: str
    links: Mapping[str, str]
    instrument: Instrument
    seed: int
    say: Callable[..., None]


def play_zone(day: Day, cast: Cast, turns: Turns) -> None:
    """Everything from signing in to the finalised ranking of one zone."""
    zone = _Zone(day, cast, turns)
    try:
        for presenter in cast.presenters:
            zone.present(presenter)
            done, of = cast.presenters.index(presenter) + 1, len(cast.presenters)
            day.say(N_("%(zone)s: %(done)s of %(of)s have presented"), zone=cast.zone, done=done, of=of)
        zone.finalise()
        day.say(N_("%(zone)s: finalised"), zone=cast.zone)
    finally:
        zone.close()


def fill_final(day: Day, organiser: str) -> None:
    """The organiser, whose link that is, brings the best of the zones into the final."""
    browser = Browser(day.base_url, organiser)
    try:
        browser.submit(f"/events/{day.event}/final", {"presenters": None})
    finally:
        browser.close()
    day.say(N_("The best of the zones are in the final"))


def certify(day: Day, certifier: str) -> None:
    """The chair at province level, whose link that is, puts a name to the whole ranking."""
    browser = Browser(day.base_url, certifier)
    try:
        _set_pin(browser, day.event)
        browser.submit(f"/events/{day.event}/certification", {"pin": PIN})
    finally:
        browser.close()
    day.say(N_("The province’s ranking is certified"))


def _set_pin(browser: Browser, event: str) -> None:
    """Whoever chairs two panels has one already."""
    pin = f"/events/{event}/pin"
    if 'name="old"' not in browser.open(pin):
        browser.submit(pin, {"pin": PIN, "again": PIN})


class _Zone:
    def __init__(self, day: Day, cast: Cast, turns: Turns) -> None:
        self.day = day
        self.cast = cast
        self.turns = turns
        people = {*cast.judges, cast.chair, *([cast.secretary] if cast.secretary else [])}
        self.people = {seat: Browser(day.base_url, day.links[seat]) for seat in sorted(people)}
        self.path = f"/events/{day.event}/zones/{cast.zone}"
        self.held: list[tuple[str, str]] = []

    @property
    def chair(self) -> Browser:
        return self.people[self.cast.chair]

    def present(self, presenter: str) -> None:
        """One slot: everybody scores, or does what the script says instead."""
        if presenter == self.turns.no_show:
            self._reason(self.chair, f"{self.path}/slots/{presenter}/no-show", "ไม่มารายงานตัวตามเวลา")
            return
        for seat in self.cast.judges:
            self._judge(seat, presenter)
        if (seat_returned := self._of(self.turns.returned, presenter)) is not None:
            self._return(seat_returned, presenter)

    def _judge(self, seat: str, presenter: str) -> None:
        sheet = f"{self.path}/sheets/{seat}/{presenter}"
        if (seat, presenter) == self.turns.recused:
            self._reason(self.people[seat], f"{sheet}/recusal", "มีส่วนได้เสียกับอำเภอที่นำเสนอ")
        elif seat == self.turns.absent:
            self._reason(self.chair, f"{sheet}/absence", "ติดราชการด่วน")
        elif (seat, presenter) == self.turns.paper:
            self._paper(seat, presenter)
        elif seat == self.turns.offline:
            self.held.append((seat, presenter))
        else:
            self._score(seat, presenter)

    def _score(self, seat: str, presenter: str) -> None:
        """A whole sheet from the tablet; a batch whose answer got lost is sent once more."""
        judge = self.people[seat]
        judge.open(f"{self.path}/sheets/{seat}/{presenter}")
        entries = [judge.entry(seat, presenter, *mark) for mark in self._marks(seat, presenter).items()]
        _expect(judge.send(entries), "stored")
        if seat == self.turns.offline:
            _expect(judge.send(entries), "duplicate")
        self._submit(seat, presenter)

    def _submit(self, seat: str, presenter: str) -> None:
        self.people[seat].submit(f"{self.path}/sheets/{seat}/{presenter}/submission", {"heard": presenter})

    def _return(self, seat: str, presenter: str) -> None:
        """The chair returns a sheet; its judge changes one mark in the plain form and submits again."""
        sheet = f"{self.path}/sheets/{seat}/{presenter}"
        self._reason(self.chair, f"{sheet}/return", "โปรดทบทวนคะแนนข้อแรก")
        number, mark = corrected(self.day.instrument, self._marks(seat, presenter))
        self.people[seat].submit(sheet, {f"mark-{number}": mark})
        self._submit(seat, presenter)

    def _paper(self, seat: str, presenter: str) -> None:
        """The secretary types a paper sheet, and somebody reads it back."""
        secretary = self.people[self.cast.secretary or self.cast.chair]
        marks = {f"mark-{number}": mark for number, mark in self._marks(seat, presenter).items()}
        secretary.submit(f"{self.path}/paper/{seat}/{presenter}", marks)
        secretary.go_on({"read_back_by": "กรรมการเจ้าของใบคะแนน", "confirmed": "y"})

    def finalise(self) -> None:
        """The last tablet finds its network again; the chair sets a PIN and puts a name to the ranking."""
        for seat, presenter in self.held:
            self._score(seat, presenter)
        _set_pin(self.chair, self.day.event)
        self.chair.submit(f"{self.path}/finalisation", {"pin": PIN})

    def close(self) -> None:
        for browser in self.people.values():
            browser.close()

    def _marks(self, seat: str, presenter: str) -> dict[str, str]:
        """The script's marks; both of a tie get those of the first."""
        tie = self.turns.tie
        return marks_of(
            self.day.instrument, self.day.seed, seat, tie[0] if tie and presenter in tie else presenter
        )

    def _reason(self, browser: Browser, path: str, reason: str) -> None:
        browser.submit(path, {"reason": reason})

    def _of(self, turn: tuple[str, str] | None, presenter: str) -> str | None:
        return turn[0] if turn and turn[1] == presenter else None


def _expect(statuses: list[str], status: str) -> None:
    if set(statuses) != {status}:
        raise BrowserError(f"POST /entries: expected {status}, got {statuses}")
