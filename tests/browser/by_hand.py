"""The export of the small province (two_zones), reckoned from its marks with fractions alone: rules as in
docs/results.md and docs/final-round.md, shape as in docs/results-json.md. Nothing of the product is asked."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from math import floor

from tests.browser.two_zones import (
    AMENDED,
    CARRY,
    EVENT,
    FINAL_NAME,
    FINAL_PANEL,
    FULL,
    GIVEN,
    INSTRUMENT,
    ITEMS,
    KIN,
    NAMES,
    ZONES,
)


@dataclass(frozen=True)
class Heard:
    """An amphoe as a panel judged it: marks by seat, the exact mean, that of criterion 2, the result."""

    code: str
    zone: str
    sheets: dict[str, list[Fraction] | None]
    mean: Fraction
    second: Fraction
    result: Fraction
    carried: dict[str, object] | None = None


def export() -> dict[str, object]:
    """All of results.json."""
    amended = GIVEN["z1"]["c"] | {"z1-judge-1": AMENDED}
    given = GIVEN | {"z1": GIVEN["z1"] | {"c": amended}}
    field = {zone: [heard(code, zone, sheets) for code, sheets in given[zone].items()] for zone in given}
    zoned = {zone: field[zone] for zone in ZONES}
    known = {each.code: each for zone in zoned.values() for each in zone}
    finalists = [carried_over(each, known[each.code]) for each in field["final"]]
    return {
        "event": EVENT,
        "instrument": INSTRUMENT,
        "version": 1,
        "rounds": [
            round_("zones", zoned, ZONES, versions={"z1": 2, "z2": 1}),
            round_("final", {"final": finalists}, {"final": FINAL_NAME}, versions={"final": 1}),
        ],
        "province": province(zoned, finalists),
    }


def heard(code: str, zone: str, given: dict[str, str]) -> Heard:
    """Its result: the mean of the totals, rounded half up to two places."""
    sheets = {seat: [*map(Fraction, marks.split())] if marks else None for seat, marks in given.items()}
    counted = [marks for marks in sheets.values() if marks]
    mean = sum(map(sum, counted), Fraction(0)) / len(counted)
    second = sum((marks[2] + marks[3] for marks in counted), Fraction(0)) / len(counted)
    return Heard(code, zone, sheets, mean, second, rounded(mean, 2))


def carried_over(final: Heard, zone: Heard) -> Heard:
    """A finalist's: four fifths of the final's mean and a fifth of the zone's printed result."""
    result = rounded(final.mean * Fraction(100 - CARRY, 100) + zone.result * Fraction(CARRY, 100), 2)
    parts = {
        "percent": CARRY,
        "mean": text(final.mean),
        "full": str(FULL),
        "zone": zone.zone,
        "zone_result": money(zone.result),
        "zone_full": str(FULL),
    }
    return replace(final, result=result, carried=parts)


def places(field: list[Heard]) -> dict[str, tuple[int, str]]:
    """Place and what decided it: the result, and among equals criterion 2 (none is equal in both)."""
    order = sorted(field, key=lambda each: (each.result, each.second), reverse=True)
    equals = Counter(each.result for each in field)
    return {
        each.code: (place, "criterion:2" if equals[each.result] > 1 else "result")
        for place, each in enumerate(order, start=1)
    }


def round_(
    code: str, zoned: dict[str, list[Heard]], names: dict[str, str], versions: dict[str, int]
) -> dict[str, object]:
    across = places([each for field in zoned.values() for each in field])
    ranked = {zone: places(field) for zone, field in zoned.items()}
    shown = {
        zone: [presenter(each, *ranked[zone][each.code]) for each in field] for zone, field in zoned.items()
    }
    return {
        "code": code,
        "instrument": INSTRUMENT,
        "version": 1,
        "zones": [
            {
                "code": zone,
                "name": names[zone],
                "provisional": False,
                "version": versions[zone],
                "digest": digest(
                    {"zone": zone, "round": code, "presenters": [frozen(each) for each in field]}
                ),
            }
            for zone, field in shown.items()
        ],
        "presenters": [
            {**each, "name": NAMES[each["code"]], "rank_province": across[each["code"]][0]}
            for field in shown.values()
            for each in field
        ],
    }


def presenter(each: Heard, place: int, decided_by: str) -> dict[str, object]:
    return {
        "code": each.code,
        "zone": each.zone,
        "state": "complete",
        "result": money(each.result),
        "rank_zone": place,
        "grade": None,
        "decided_by": decided_by,
        **({"carried": each.carried} if each.carried else {}),
        "sheets": [sheet(seat, marks) for seat, marks in each.sheets.items()],
    }


def sheet(seat: str, marks: list[Fraction] | None) -> dict[str, object]:
    return {
        "seat": seat,
        "person": FINAL_PANEL.get(seat, seat),
        "role": seat.split("-")[1],
        "channel": "tablet",
        "state": "confirmed" if marks else "recused",
        "reason": None if marks else KIN,
        "marks": dict(zip(ITEMS, map(text, marks), strict=True)) if marks else dict.fromkeys(ITEMS),
        "total": text(sum(marks, Fraction(0))) if marks else None,
    }


def province(zoned: dict[str, list[Heard]], finalists: list[Heard]) -> dict[str, object]:
    """The finalists by the final; behind them the others by zone, without a place."""
    decided = places(finalists)
    ranked = {zone: places(field) for zone, field in zoned.items()}
    of = {each.code: each.zone for field in zoned.values() for each in field}
    order = [*decided, *(code for field in ranked.values() for code in field if code not in decided)]
    return {
        "round": "final",
        "comparable": True,
        "final": {"round": "final", "top": 2, "carry": CARRY},
        "places": [
            {
                "presenter": code,
                "zone": of[code],
                "place": decided.get(code, (None, None))[0],
                "decided_by": decided.get(code, (None, None))[1],
                "rank_zone": ranked[of[code]][code][0],
            }
            for code in order
        ],
    }


def frozen(presenter: dict[str, object]) -> dict[str, object]:
    """What of a presenter goes into the digest."""
    return presenter | {"instrument": INSTRUMENT, "version": 1}


def digest(body: dict[str, object]) -> str:
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def rounded(value: Fraction, places: int) -> Fraction:
    """Half up."""
    return Fraction(floor(value * 10**places + Fraction(1, 2)), 10**places)


def money(value: Fraction) -> str:
    """A result: always two places."""
    return f"{Decimal(value.numerator) / value.denominator:.2f}"


def text(value: Fraction) -> str:
    """Any other figure: no more places than it has, and at most six."""
    known = rounded(value, 6)
    return f"{(Decimal(known.numerator) / known.denominator).normalize():f}"
