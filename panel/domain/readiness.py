"""Readiness: what must stand before the day begins, each thing judged by one small rule.

A rule takes plain facts and says whether the thing stands, who or what falls short, and by how much. What
each is about, how urgent it is and who can mend it stands in one table. It knows neither pages nor the
database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from panel.domain.backups import Standing
from panel.domain.events import Rules

LEAST_DISK = 1_000_000_000
"""Bytes: below this the ring of backups, scans and documents may fill the disk within a day."""
LONGEST_SILENCE = 30
"""Seconds after which a worker that gave no sign is taken for dead: it gives one twice a second."""


class Urgency(IntEnum):
    BLOCKING = 0
    """The day can't go as it should until it is mended."""
    MISSING = 1
    """Still to be done."""
    ADVICE = 2
    """Good to know; the day goes all the same."""


class Topic(StrEnum):
    SERVER = "server"
    PLAN = "plan"
    PANELS = "panels"
    ACCESS = "access"
    MATERIALS = "materials"


class Mender(StrEnum):
    ORGANISER = "organiser"
    SECRETARY = "secretary"
    """Of the zone; an organiser too."""
    PERSON = "person"
    """Each by oneself."""
    KEEPER = "keeper"
    """Who keeps the server."""


class Item(StrEnum):
    ADDRESS = "address"
    HTTPS = "https"
    WORKER = "worker"
    BACKUP = "backup"
    DISK = "disk"
    FONTS = "fonts"
    CLOCK = "clock"
    CLASHES = "clashes"
    PUBLISHED = "published"
    VERSIONS = "versions"
    QUORUM = "quorum"
    NAMED = "named"
    CONNECTED = "connected"
    EVEN = "even"
    SIGNED_IN = "signed-in"
    KEPT = "kept"
    SLIPS = "slips"
    PINS = "pins"
    MATERIALS = "materials"


PLACED: Mapping[Item, tuple[Topic, Urgency, Mender]] = {
    Item.ADDRESS: (Topic.SERVER, Urgency.BLOCKING, Mender.KEEPER),
    Item.HTTPS: (Topic.SERVER, Urgency.MISSING, Mender.KEEPER),
    Item.WORKER: (Topic.SERVER, Urgency.BLOCKING, Mender.KEEPER),
    Item.BACKUP: (Topic.SERVER, Urgency.MISSING, Mender.ORGANISER),
    Item.DISK: (Topic.SERVER, Urgency.MISSING, Mender.KEEPER),
    Item.FONTS: (Topic.SERVER, Urgency.BLOCKING, Mender.KEEPER),
    Item.CLOCK: (Topic.SERVER, Urgency.BLOCKING, Mender.KEEPER),
    Item.CLASHES: (Topic.PLAN, Urgency.BLOCKING, Mender.ORGANISER),
    Item.PUBLISHED: (Topic.PLAN, Urgency.MISSING, Mender.ORGANISER),
    Item.VERSIONS: (Topic.PLAN, Urgency.BLOCKING, Mender.ORGANISER),
    Item.QUORUM: (Topic.PANELS, Urgency.BLOCKING, Mender.ORGANISER),
    Item.NAMED: (Topic.PANELS, Urgency.MISSING, Mender.ORGANISER),
    Item.CONNECTED: (Topic.PANELS, Urgency.ADVICE, Mender.ORGANISER),
    Item.EVEN: (Topic.PANELS, Urgency.ADVICE, Mender.ORGANISER),
    Item.SIGNED_IN: (Topic.ACCESS, Urgency.MISSING, Mender.SECRETARY),
    Item.KEPT: (Topic.ACCESS, Urgency.MISSING, Mender.PERSON),
    Item.SLIPS: (Topic.ACCESS, Urgency.MISSING, Mender.SECRETARY),
    Item.PINS: (Topic.ACCESS, Urgency.MISSING, Mender.PERSON),
    Item.MATERIALS: (Topic.MATERIALS, Urgency.ADVICE, Mender.PERSON),
}


@dataclass(frozen=True)
class Lack:
    """Who or what falls short; `has` of the `wants` that it takes, where that can be counted."""

    name: str
    name_en: str = ""
    has: int | None = None
    wants: int | None = None


@dataclass(frozen=True)
class Check:
    """What a rule found. `of`: how many were looked at; `facts`: what else its words tell."""

    item: Item
    ready: bool
    lacks: tuple[Lack, ...] = ()
    of: int = 0
    facts: Mapping[str, object] | None = None

    @property
    def topic(self) -> Topic:
        return PLACED[self.item][0]

    @property
    def urgency(self) -> Urgency:
        return PLACED[self.item][1]

    @property
    def mender(self) -> Mender:
        return PLACED[self.item][2]

    @property
    def missing(self) -> bool:
        """Counts among the things that are missing; advice does not."""
        return not self.ready and self.urgency < Urgency.ADVICE


@dataclass(frozen=True)
class Attendee:
    """Somebody with a seat. `kept`: the most of the own `sheets` that one signed-in device keeps; `guards`:
    does acts that a PIN guards; `slip`: holds one with the present link."""

    name: str
    slip: bool
    devices: int
    kept: int
    sheets: int
    guards: bool
    pin: bool


@dataclass(frozen=True)
class Hearing:
    """A presenter and how many will judge it, of as many as are `eligible` (DESIGN §6)."""

    name: str
    name_en: str
    eligible: int
    judges: int


_ROLES = (
    *("ประธานกรรมการ", "รองประธาน", "ประธาน", "ผู้ทรงคุณวุฒิ", "กรรมการ", "เลขานุการ", "ผู้ช่วย", "ที่ปรึกษา"),
    *("ระดับจังหวัด", "จังหวัด", "คนที่", "ท่านที่", "ลำดับที่", "และ", "ประจำ", "กลุ่มโซนที่", "กลุ่มโซน", "โซน"),
    *("chairperson", "chairman", "chair", "vice", "judge", "member", "secretary", "assistant", "adviser"),
    *("province", "provincial", "committee", "panel", "zone", "and", "of", "the", "no"),
)


def is_role_name(name: str, places: Iterable[str] = ()) -> bool:
    """Whether a "name" says only which seat it is: nothing is left of it once words of roles, the `places`
    (names of zones), numbers and punctuation are taken out. "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑" names nobody.

    English words count where they stand alone: "Chairat" is a name.
    """
    words = sorted({*places, *_ROLES} - {""}, key=len, reverse=True)
    taken = [rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words]
    rest = re.sub("|".join(taken), " ", name, flags=re.IGNORECASE)
    return not re.sub(r"[\W\d_]", "", rest)


def named(persons: Sequence[Attendee], places: Iterable[str] = ()) -> Check:
    zones = list(places)
    return _each(Item.NAMED, persons, [each for each in persons if is_role_name(each.name, zones)])


def slips_printed(persons: Sequence[Attendee]) -> Check:
    return _each(Item.SLIPS, persons, [each for each in persons if not each.slip])


def signed_in(persons: Sequence[Attendee]) -> Check:
    return _each(Item.SIGNED_IN, persons, [each for each in persons if not each.devices])


def sheets_kept(persons: Sequence[Attendee]) -> Check:
    """Of those who fill sheets, who has no device that keeps all of them."""
    judges = [each for each in persons if each.sheets]
    short = [each for each in judges if each.kept < each.sheets]
    lacks = tuple(Lack(each.name, has=each.kept, wants=each.sheets) for each in short)
    return Check(Item.KEPT, not short, lacks, len(judges))


def pins_set(persons: Sequence[Attendee]) -> Check:
    guards = [each for each in persons if each.guards]
    return _each(Item.PINS, guards, [each for each in guards if not each.pin])


def _each(item: Item, looked_at: Sequence[Attendee], short: Sequence[Attendee]) -> Check:
    return Check(item, not short, tuple(Lack(each.name) for each in short), len(looked_at))


def quorum_met(hearings: Sequence[Hearing], rules: Rules) -> Check:
    """Presenters of whom too few sheets can come: fewer than the quorum of who is eligible, or than the event
    wants however few there are."""
    lacks = []
    for each in hearings:
        wants = max(rules.fewest, rules.quorum_for(each.eligible))
        if each.judges < wants:
            lacks.append(Lack(each.name, each.name_en, each.judges, wants))
    return Check(Item.QUORUM, not lacks, tuple(lacks), len(hearings))


def evenly_judged(lacking: Sequence[Lack]) -> Check:
    """`lacking`: presenters whom not every judge of their zone scores."""
    return Check(Item.EVEN, not lacking, tuple(lacking))


def zones_connected(apart: Sequence[Lack]) -> Check:
    """`apart`: the rounds whose zones no judge and no presenter joins."""
    return Check(Item.CONNECTED, not apart, tuple(apart))


def without_clashes(count: int) -> Check:
    return Check(Item.CLASHES, not count, facts={"count": count})


def published(*, ever: bool, current: bool) -> Check:
    """`current`: nothing was changed since."""
    return Check(Item.PUBLISHED, ever and current, facts={"ever": ever})


def one_version(mixed: Sequence[Lack], *, locked: bool) -> Check:
    """`mixed`: zones whose presenters stand on several versions of the instrument: they can't be finalised.
    `locked` by its first mark."""
    return Check(Item.VERSIONS, not mixed, tuple(mixed), facts={"locked": locked})


def materials_brought(without: Sequence[Lack], of: int, until: datetime | None) -> Check:
    return Check(Item.MATERIALS, not without, tuple(without), of, {"until": until})


def reachable(*, loopback: bool) -> Check:
    return Check(Item.ADDRESS, not loopback)


def encrypted(*, secure: bool) -> Check:
    """Without HTTPS no tablet keeps anything for want of a network."""
    return Check(Item.HTTPS, secure)


def worker_alive(silent: float | None) -> Check:
    """`silent`: for how many seconds it gave no sign; None if it never did."""
    return Check(Item.WORKER, silent is not None and silent <= LONGEST_SILENCE)


def backed_up(standing: Standing, minutes: int | None) -> Check:
    """`minutes`: the age of the last good one; None if there is none."""
    return Check(Item.BACKUP, standing is Standing.GOOD, facts={"minutes": minutes})


def disk_free(free: int) -> Check:
    return Check(Item.DISK, free >= LEAST_DISK, facts={"free": free})


def fonts_there(*, found: bool) -> Check:
    return Check(Item.FONTS, found)


def clock_right(now: datetime, latest: datetime | None, *, set_by_hand: bool) -> Check:
    """Not if it was set for practice (PANEL_CLOCK), or stands before the `latest` act that was recorded."""
    behind = latest is not None and latest > now
    return Check(Item.CLOCK, not (behind or set_by_hand), facts={"now": now, "by_hand": set_by_hand})
