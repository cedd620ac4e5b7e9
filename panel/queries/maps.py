"""A map of venues and amphoe, drawn from their coordinates alone: no outside service, no borders.

Says where marks and names stand, in the map's own units; how they look is the page's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians
from unicodedata import category

from panel.queries.zoning import Group, Member, Zoning

WIDTH = 640
MARGIN = 60
SIZE = 18
HALL = 24
"""Units of the map: its width, the room around it, a name's height, half a venue's mark."""
LETTER = 0.56
"""A letter's width, of its height."""


@dataclass(frozen=True)
class Mark:
    """A venue or an amphoe on the map; its name stands at `name_x`, `name_y`, anchored at that side."""

    code: str
    group: Group
    x: int
    y: int
    member: Member | None = None
    name_x: int = 0
    name_y: int = 0
    anchor: str = "start"


@dataclass(frozen=True)
class Map:
    """Everything that has coordinates, venues first."""

    width: int
    height: int
    marks: tuple[Mark, ...]


def map_of(zoning: Zoning, names: Mapping[str, str]) -> Map | None:
    """The map of a zoning with names by code; None where nothing has coordinates. North is up, a degree of
    longitude as wide as it is on the ground in the middle of the map."""
    spots = list(_spots(zoning))
    if not spots:
        return None
    north, south = max(spot[0] for spot in spots), min(spot[0] for spot in spots)
    east, west = max(spot[1] for spot in spots), min(spot[1] for spot in spots)
    narrow = cos(radians((north + south) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * narrow, (north - south) / 2, 0.01)
    marks = [
        Mark(
            code=member.presenter.code if member else group.zone.code,
            group=group,
            x=MARGIN + round((longitude - west) * narrow * scale),
            y=MARGIN + round((north - latitude) * scale),
            member=member,
        )
        for latitude, longitude, group, member in spots
    ]
    return Map(WIDTH, 2 * MARGIN + round((north - south) * scale), tuple(_named(marks, names)))


def _spots(zoning: Zoning) -> Iterator[tuple[float, float, Group, Member | None]]:
    for group in zoning.groups:
        venue = group.zone.venue
        if venue.latitude is not None and venue.longitude is not None:
            yield venue.latitude, venue.longitude, group, None
    for group in zoning.groups:
        for member in group.members:
            presenter = member.presenter
            if presenter.latitude is not None and presenter.longitude is not None:
                yield presenter.latitude, presenter.longitude, group, member


def _named(marks: Sequence[Mark], names: Mapping[str, str]) -> Iterator[Mark]:
    """Each mark with its name where it covers least of the other marks and of the names before it."""
    taken = [_covered(mark) for mark in marks]
    for mark in marks:
        length = round(SIZE * LETTER * _letters(names[mark.code]))
        places = list(_places(mark, length))
        place = min(places, key=lambda each: sum(each.box.shared(box) for box in taken))
        taken.append(place.box)
        yield replace(mark, name_x=place.x, name_y=place.y, anchor=place.anchor)


def _covered(mark: Mark) -> Box:
    half = SIZE if mark.member else HALL
    return Box(mark.x - half, mark.y - half, mark.x + half, mark.y + half)


@dataclass(frozen=True)
class Box:
    """What a mark or a name covers."""

    left: int
    top: int
    right: int
    bottom: int

    def shared(self, other: Box) -> int:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0, width) * max(0, height)


@dataclass(frozen=True)
class Place:
    """Where a name may stand: its foot, the side at which it is held, and what it covers."""

    x: int
    y: int
    anchor: str
    box: Box


def _places(mark: Mark, length: int) -> Iterator[Place]:
    """Right, left, below, above, close by or clear of a venue that stands in the same place."""
    half, up, down = length // 2, SIZE, SIZE // 3
    sides = [
        side
        for off in ([SIZE + 1, HALL + 5] if mark.member else [HALL + 5])
        for side in (
            (mark.x + off, mark.y + down, "start", 0),
            (mark.x - off, mark.y + down, "end", -length),
            (mark.x, mark.y + off + up, "middle", -half),
            (mark.x, mark.y - off - down, "middle", -half),
        )
    ]
    for x, y, anchor, left in sides:
        box = Box(x + left, y - up, x + left + length, y + down)
        if box.left >= 0 and box.right <= WIDTH:
            yield Place(x, y, anchor, box)


def _letters(name: str) -> int:
    """Letters side by side: Thai vowels and tone marks above or below their consonant take no room."""
    return sum(category(letter) not in {"Mn", "Me", "Cf"} for letter in name)
