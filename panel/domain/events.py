"""An event (การประเมิน) as its folder describes it: plain facts, checked, before any database.

`adapters/folder` reads `schedules/<event>/` into an `EventFolder` or refuses it whole; `operations/events`
lays it down. Times of day are whole minutes from midnight, local to the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from panel.domain.instruments import Grade, Instrument
from panel.domain.panels import LEAST_SHEETS, Seat, default_quorum
from panel.domain.papers import PaperRule

if TYPE_CHECKING:  # schedules rest on events
    from panel.domain.schedules import Request


class EventState(StrEnum):
    """Links work while an event is open, whatever the date."""

    OPEN = "open"
    CLOSED = "closed"

    def shuts_out(self, *, organiser: bool) -> bool:
        """A closed event lets in nobody but its organisers."""
        return self is EventState.CLOSED and not organiser


class RoundKind(StrEnum):
    ZONE = "zone"
    FINAL = "final"


@dataclass(frozen=True)
class Window:
    """From `start` to `end`, in minutes from midnight; `end` is the first minute outside."""

    start: int
    end: int


@dataclass(frozen=True)
class Break:
    """A pause, for every zone or for one."""

    name: str
    window: Window
    zone: str | None = None


@dataclass(frozen=True)
class Day:
    """The day and the parts of a slot, in minutes. `road_speed` in km/h turns distance into travel time.
    Presenters hand in what they bring until `materials_until`; None: until their zone is final."""

    date: date
    window: Window
    present: int
    questions: int
    gap: int = 0
    breaks: tuple[Break, ...] = ()
    road_speed: int = 50
    materials_until: datetime | None = None

    @property
    def slot(self) -> int:
        return self.present + self.questions


@dataclass(frozen=True)
class Venue:
    """A hall; bookings are the windows in which it may be used (none: the whole day window)."""

    code: str
    name: str
    name_en: str = ""
    latitude: float | None = None
    longitude: float | None = None
    bookings: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Presenter:
    """Who is evaluated."""

    code: str
    name: str
    name_en: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Round:
    """`top` and `carry` are a final's: how many of each zone come into it, and the share of the zone's result
    in its own, in percent."""

    code: str
    kind: RoundKind
    name: str
    name_en: str = ""
    top: int = 0
    carry: int = 0


@dataclass(frozen=True)
class Zone:
    """A zone of a round: its venue, when its first slot starts, and its presenters in order."""

    code: str
    round: str
    name: str
    venue: str
    start: int
    presenters: tuple[str, ...]
    name_en: str = ""


@dataclass(frozen=True)
class Rules:
    """The event's own settings for results; fixed by its first mark (DESIGN §6).

    `quorum` None is the default formula; `ties` are node numbers in the order in which they decide; `paper`
    says how a paper sheet that was typed in is checked.
    """

    quorum: int | None = None
    drop_extremes: bool = False
    ties: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    paper: PaperRule = PaperRule.READ_BACK

    def quorum_for(self, eligible: int) -> int:
        return default_quorum(eligible) if self.quorum is None else min(eligible, self.quorum)

    @property
    def fewest(self) -> int:
        """The sheets that are wanted however few may score."""
        return LEAST_SHEETS if self.quorum is None else self.quorum

    def to_json(self) -> dict[str, object]:
        return {
            "quorum": self.quorum,
            "drop_extremes": self.drop_extremes,
            "ties": list(self.ties),
            "grades": [
                {
                    "name": grade.name,
                    "name_en": grade.name_en,
                    "at_least": None if grade.at_least is None else str(grade.at_least),
                }
                for grade in self.grades
            ],
            **({"paper": self.paper.value} if self.paper is not PaperRule.READ_BACK else {}),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Rules:
        """The rules that `to_json` wrote."""
        return cls(
            quorum=body["quorum"],
            drop_extremes=body["drop_extremes"],
            ties=tuple(body["ties"]),
            grades=tuple(
                Grade(
                    name=each["name"],
                    at_least=None if each["at_least"] is None else Fraction(each["at_least"]),
                    name_en=each["name_en"],
                )
                for each in body["grades"]
            ),
            paper=PaperRule(body.get("paper", PaperRule.READ_BACK)),
        )


@dataclass(frozen=True)
class Person:
    """Who sits in a seat. `home` is the code of the amphoe that the person heads or comes from."""

    code: str
    name: str
    position: str = ""
    home: str | None = None


TEXTS = (
    "title",
    "title_en",
    "short_title",
    "short_title_en",
    "project",
    "project_en",
    "plan_title",
    "level",
    "level_en",
    "province",
    "province_en",
    "organiser",
    "organiser_en",
    "unit",
    "sender",
    "signer",
    "letter_number",
    "letter_date",
    "order_number",
    "order_date",
    "reference_number",
    "reference_date",
)
"""The words of the event that screens and papers show; those without `_en` are Thai. Dates are ISO."""


@dataclass(frozen=True)
class EventFolder:
    """All that a folder says of its event. Seats name persons, zones and amphoe by code; `travel` is minutes
    between two venues, good for both ways."""

    code: str
    texts: Mapping[str, str]
    day: Day
    venues: tuple[Venue, ...]
    presenters: tuple[Presenter, ...]
    rounds: tuple[Round, ...]
    zones: tuple[Zone, ...]
    rules: Rules
    instrument: Instrument
    persons: tuple[Person, ...]
    seats: tuple[Seat, ...]
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    requests: tuple[Request, ...] = ()
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    """Of the rounds that have one of their own, by the round's code."""
