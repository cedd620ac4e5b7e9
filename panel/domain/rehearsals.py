"""The script of a rehearsal: who gives which marks, and where the day goes otherwise than planned.

Everything follows from the seed, so that the same seed plays the same day. Each turn of events that a
real day may take (DESIGN §12) happens in some zone; an event with fewer zones has them in fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from panel.domain.instruments import Instrument, Rating
from panel.domain.numbers import decimal_text


@dataclass(frozen=True)
class Cast:
    """A zone's people by seat, and its presenters in the order of their slots."""

    zone: str
    chair: str
    judges: tuple[str, ...]
    """Every seat that scores, the chair's too if it does."""
    secretary: str | None
    """Who types a paper, where one person may."""
    presenters: tuple[str, ...]


@dataclass(frozen=True)
class Turns:
    """What goes otherwise in a zone: (seat, presenter) pairs, or None where all goes as planned."""

    tie: tuple[str, str] | None = None
    recused: tuple[str, str] | None = None
    no_show: str | None = None
    returned: tuple[str, str] | None = None
    paper: tuple[str, str] | None = None
    absent: str | None = None
    offline: str | None = None


def turns_of(casts: Sequence[Cast]) -> dict[str, Turns]:
    """One turn of each kind, spread over the zones; in every zone one tablet is offline for a while."""
    turns = {cast.zone: Turns(offline=cast.judges[-1]) for cast in casts}
    tied, refusing, correcting, missing = (casts[index % len(casts)] for index in range(4))
    _, *later = tied.presenters
    if len(later) > 1:
        turns[tied.zone] = replace(turns[tied.zone], tie=(later[0], later[1]))
    turns[refusing.zone] = replace(
        turns[refusing.zone],
        recused=(_judge(refusing, 0), refusing.presenters[len(refusing.presenters) // 2]),
        no_show=refusing.presenters[-1] if len(refusing.presenters) > 2 else None,
    )
    turns[correcting.zone] = replace(
        turns[correcting.zone],
        returned=(_judge(correcting, 0), correcting.presenters[0]),
        paper=(_judge(correcting, 1), correcting.presenters[-1]) if correcting.secretary else None,
    )
    if len(missing.judges) > 3:
        turns[missing.zone] = replace(turns[missing.zone], absent=_judge(missing, 0))
    return turns


def _judge(cast: Cast, index: int) -> str:
    others = [seat for seat in cast.judges if seat != cast.chair] or list(cast.judges)
    return others[index % len(others)]


def marks_of(instrument: Instrument, seed: int, seat: str, presenter: str) -> dict[str, str]:
    """A full sheet: the presenter's worth, the judge's severity, and chance, to the nearest step."""
    worth = Random(f"{seed}/{presenter}").uniform(0.66, 0.94)
    severity = Random(f"{seed}/{seat}").gauss(0, 0.03)
    chance = Random(f"{seed}/{seat}/{presenter}")
    return {
        indicator.number: _mark(indicator.kind, worth + severity + chance.gauss(0, 0.06))
        for indicator in instrument.indicators
        if isinstance(indicator.kind, Rating)
    }


def _mark(kind: Rating, share: float) -> str:
    steps = round(share * float(kind.max / kind.step))
    return decimal_text(min(kind.max, max(Fraction(0), steps * kind.step)))


def corrected(instrument: Instrument, marks: dict[str, str]) -> tuple[str, str]:
    """The first mark of a returned sheet, and what its judge makes of it: a step less, or more from 0."""
    number = next(iter(marks))
    indicator = instrument.indicator(number)
    if indicator is None or not isinstance(indicator.kind, Rating):
        raise ValueError(number)
    mark = Fraction(marks[number])
    return number, decimal_text(mark - indicator.kind.step if mark else indicator.kind.step)
