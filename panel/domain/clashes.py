"""Every hard rule of a schedule that a plan breaks (DESIGN §7), with the ways out that were tried and hold.

Knows rules only: it neither plans nor repairs, and shares nothing with a solver, so that it can judge any
plan. `check` is the one entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, groupby

from panel.domain.attendance import (
    double_persons,
    lacking_minutes,
    moment,
    only_one,
    presenters_of,
    short_panels,
)
from panel.domain.events import Window
from panel.domain.schedules import (
    Clash,
    ClashKind,
    Schedule,
    Slot,
    WayOut,
    breaks_of,
    lay_out,
    overlap,
    span_of,
)

START_STEP = 5
"""An earlier start of a zone is sought in steps of this many minutes, as people would name one."""


def check(schedule: Schedule) -> tuple[Clash, ...]:
    """All clashes, in the same order whatever the slots' order; none means that the plan can be held."""
    plan = replace(schedule, slots=tuple(sorted(schedule.slots, key=_place)))
    runs = [tuple(run) for _, run in groupby(plan.slots, key=lambda slot: (slot.zone, slot.venue))]
    return (
        *(clash for run in runs for clash in _outside_day(plan, run)),
        *(clash for run in runs for clash in _outside_bookings(plan, run)),
        *(clash for run in runs for clash in _in_breaks(plan, run)),
        *_shared_venues(plan),
        *_doublepresenters_of(plan),
        *double_persons(plan),
        *short_panels(plan),
        *_requests(plan),
    )


def _place(slot: Slot) -> tuple[str, str, int, int, str]:
    return slot.zone, slot.venue, slot.start, slot.end, slot.presenter


def _outside_day(plan: Schedule, run: Sequence[Slot]) -> Iterator[Clash]:
    clash = _misfit(ClashKind.DAY, run, [plan.day.window])
    if clash is not None:
        yield replace(clash, ways_out=tuple(_other_start(plan, clash)))


def _outside_bookings(plan: Schedule, run: Sequence[Slot]) -> Iterator[Clash]:
    clash = _misfit(ClashKind.BOOKING, run, _bookings(plan, run[0].venue))
    if clash is not None:
        yield replace(clash, ways_out=(*_other_start(plan, clash), *_longer_booking(plan, clash)))


def _misfit(kind: ClashKind, run: Sequence[Slot], windows: Sequence[Window]) -> Clash | None:
    """The slots of a run that lie in none of the windows, as one clash.

    Its window is the one that would have to grow least to take them all in, its minutes by how much.
    """
    misfits = [slot for slot in run if not _within(slot, windows)]
    if not misfits:
        return None
    window = min(windows, key=lambda window: _growth(window, misfits))
    return Clash(
        kind=kind,
        zone=run[0].zone,
        venue=run[0].venue,
        presenters=presenters_of(misfits),
        minutes=_growth(window, misfits),
        slots=tuple(run),
        window=window,
    )


def _bookings(plan: Schedule, venue: str) -> list[Window]:
    """When the venue may be used; bookings that meet are one window."""
    joined: list[Window] = []
    for window in sorted(plan.venues[venue].bookings, key=lambda window: window.start):
        if joined and window.start <= joined[-1].end:
            joined[-1] = span_of([joined[-1], window])
        else:
            joined.append(window)
    return joined


def _other_start(plan: Schedule, clash: Clash) -> Iterator[WayOut]:
    """The latest earlier start (or the window's own, for a run that begins before it) at which the zone,
    really laid out anew, lies in day and booking and meets nobody in the hall.

    None for a zone with a pinned slot (it stays) or with slots in two halls. Persons are not looked at
    here: a new clash of theirs shows at the next check.
    """
    run, opens = clash.slots, plan.day.window.start
    whole = tuple(slot for slot in plan.slots if slot.zone == clash.zone)
    if whole != run or any(slot.pinned for slot in run) or clash.window is None:
        return
    first = run[0].start
    starts = [*range(first - START_STEP, opens, -START_STEP), opens] if first > opens else []
    if first < clash.window.start:
        starts = [clash.window.start]
    found = next((start for start in starts if _holds(plan, run, start)), None)
    if found is not None:
        yield WayOut("way.start_zone", {"zone": run[0].zone, "start_time": found})


def _holds(plan: Schedule, run: Sequence[Slot], start: int) -> bool:
    zone, venue = run[0].zone, run[0].venue
    laid = lay_out(plan.day, start, [slot.presenter for slot in run], zone, venue)
    others = [slot for slot in plan.slots if slot.venue == venue and slot.zone != zone]
    bookings = _bookings(plan, venue)
    return all(
        _within(slot, [plan.day.window])
        and _within(slot, bookings)
        and not any(overlap(slot, other) for other in others)
        for slot in laid
    )


def _longer_booking(plan: Schedule, clash: Clash) -> Iterator[WayOut]:
    """The missed booking, grown to take in the slots that it misses, if the day allows it."""
    if clash.window is None or clash.venue is None:
        return
    misfits = [slot for slot in clash.slots if not _within(slot, _bookings(plan, clash.venue))]
    grown = span_of([clash.window, *misfits])
    if _growth(plan.day.window, [grown]) == 0:
        yield WayOut(
            "way.book_venue", {"venue": clash.venue, "start_time": grown.start, "end_time": grown.end}
        )


def _in_breaks(plan: Schedule, run: Sequence[Slot]) -> Iterator[Clash]:
    """One clash per zone, venue and break; its minutes are those of the break that slots take."""
    zone, venue = run[0].zone, run[0].venue
    for pause in breaks_of(plan.day, zone):
        if hit := tuple(slot for slot in run if overlap(slot, pause)):
            minutes = sum(overlap(slot, pause) for slot in hit)
            way = WayOut("way.drop_break", {"zone": zone, "start_time": pause.start, "end_time": pause.end})
            yield Clash(
                ClashKind.BREAK, zone, venue, presenters_of(hit), minutes, hit, pause, ways_out=(way,)
            )


def _shared_venues(plan: Schedule) -> Iterator[Clash]:
    """One clash per venue and chain of overlapping slots; its minutes are those that the hall lacks."""
    for venue, held in groupby(sorted(plan.slots, key=lambda slot: slot.venue), key=lambda slot: slot.venue):
        for chain in _chains(sorted(held, key=moment)):
            if len(chain) > 1:
                span = span_of(chain)
                minutes = sum(slot.end - slot.start for slot in chain) - (span.end - span.start)
                zone = only_one(slot.zone for slot in chain)
                yield Clash(ClashKind.VENUE, zone, venue, presenters_of(chain), minutes, tuple(chain))


def _chains(slots: Sequence[Slot]) -> list[list[Slot]]:
    """Slots in time's order, cut wherever one begins after all before it have ended."""
    chains: list[list[Slot]] = []
    for slot in slots:
        if chains and slot.start < span_of(chains[-1]).end:
            chains[-1].append(slot)
        else:
            chains.append([slot])
    return chains


def _doublepresenters_of(plan: Schedule) -> Iterator[Clash]:
    """A presenter with two slots in a round; or with slots of two rounds that can't both be reached."""
    in_turn = sorted(plan.slots, key=lambda slot: (slot.presenter, moment(slot)))
    for presenter, slots in groupby(in_turn, key=lambda slot: slot.presenter):
        for pair in combinations(slots, 2):
            lacking = lacking_minutes(plan, *pair)
            same_round = plan.rounds.get(pair[0].zone) == plan.rounds.get(pair[1].zone)
            if same_round or lacking > 0:
                yield Clash(
                    kind=ClashKind.TWICE if same_round else ClashKind.PRESENTER,
                    zone=only_one(slot.zone for slot in pair),
                    venue=pair[0].venue,
                    presenters=(presenter,),
                    minutes=max(0, lacking),
                    slots=pair,
                    other_venue=pair[1].venue,
                )


def _requests(plan: Schedule) -> Iterator[Clash]:
    """One clash per slot and firm request that it does not grant."""
    for request in plan.requests:
        for slot in plan.slots:
            asked = slot.presenter == request.presenter
            if not request.firm or not asked or plan.rounds.get(slot.zone, request.round) != request.round:
                continue
            window = request.window
            if minutes := _growth(window, [slot]):
                params = {"presenter": request.presenter, "round": request.round}
                yield Clash(
                    kind=ClashKind.REQUEST,
                    zone=slot.zone,
                    venue=slot.venue,
                    presenters=(slot.presenter,),
                    minutes=minutes,
                    slots=(slot,),
                    window=window,
                    ways_out=(WayOut("way.drop_request", params),),
                )


def _within(slot: Slot, windows: Sequence[Window]) -> bool:
    """Whether a slot lies in one of the windows; where there are none nothing bounds it."""
    return not windows or any(_growth(window, [slot]) == 0 for window in windows)


def _growth(window: Window, spans: Sequence[Slot | Window]) -> int:
    """By how many minutes a window would have to grow to take the spans in."""
    grown = span_of([window, *spans])
    return (grown.end - grown.start) - (window.end - window.start)
