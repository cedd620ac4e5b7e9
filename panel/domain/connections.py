"""Whether presenters and judges are one connected graph, and which further seats would make them one.

An edge is that a person scores a presenter, or will by the plan. Only what such edges join can be put on
one scale (Linacre, Many-Facet Rasch Measurement, 1989, on judging plans): between two groups that nobody
and nothing has in common, a milder panel can't be told from better presenters. Knows no marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

ANCHOR = "anchor-"
"""How the codes of a round's anchor presentations begin. They are one presentation, which every panel
scores: in the graph one presenter of this code."""


class Unions:
    """Sets that are joined, and never taken apart (union-find with halved paths)."""

    def __init__(self) -> None:
        self._parents: dict[Hashable, Hashable] = {}

    def root(self, node: Hashable) -> Hashable:
        """The same for all that were joined."""
        parents = self._parents
        while (parent := parents.setdefault(node, node)) != node:
            parents[node] = node = parents[parent]
        return node

    def join(self, one: Hashable, other: Hashable) -> bool:
        """Whether that joined what was apart."""
        here, there = self.root(one), self.root(other)
        self._parents[here] = there
        return here != there


@dataclass(frozen=True)
class Meeting:
    """That a person scores a presenter on a zone's panel, or is going to."""

    person: str
    presenter: str
    zone: str


@dataclass(frozen=True)
class Group:
    """Zones, presenters and persons, by code, that are joined with one another and with nobody else."""

    zones: tuple[str, ...]
    presenters: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A further seat that would join groups: somebody's on a zone's panel. `others` of the same group could
    take it as well."""

    person: str
    zone: str
    others: tuple[str, ...] = ()


def groups_of(zones: Sequence[str], meetings: Iterable[Meeting]) -> tuple[Group, ...]:
    """What the meetings join, in the zones' order. A zone where nobody is scored is a group of its own."""
    met, joined = tuple(dict.fromkeys(meetings)), Unions()
    for meeting in met:
        joined.join(("person", meeting.person), ("presenter", meeting.presenter))
    by_root: defaultdict[Hashable, list[Meeting]] = defaultdict(list)
    for meeting in met:
        by_root[joined.root(("person", meeting.person))].append(meeting)
    empty = [Group((zone,)) for zone in zones if zone not in {meeting.zone for meeting in met}]
    found = [*(_group(zones, each) for each in by_root.values()), *empty]
    return tuple(sorted(found, key=lambda group: zones.index(group.zones[0])))


def _group(zones: Sequence[str], meetings: Sequence[Meeting]) -> Group:
    there = {meeting.zone for meeting in meetings}
    return Group(
        zones=tuple(zone for zone in zones if zone in there),
        presenters=tuple(dict.fromkeys(meeting.presenter for meeting in meetings)),
        persons=tuple(dict.fromkeys(meeting.person for meeting in meetings)),
    )


def links(groups: Sequence[Group], free: Mapping[str, Sequence[str]]) -> tuple[Link, ...]:
    """The fewest further seats that join the groups, as far as persons are `free` for them (by zone).

    One less than there are groups, where there are so many; nobody is asked for two.
    """
    joined, found, asked = Unions(), list[Link](), set[str]()
    group_of = {person: group for group in groups for person in group.persons}
    for zone, persons in free.items():
        there = [group for group in groups if zone in group.zones]
        for person in persons:
            home = group_of.get(person)
            if home is None or not there or person in asked:
                continue
            new = [joined.join(home, group) for group in there]
            if any(new):
                asked.add(person)
                others = [each for each in persons if each != person and group_of.get(each) is home]
                found.append(Link(person, zone, tuple(others)))
    return tuple(found)
