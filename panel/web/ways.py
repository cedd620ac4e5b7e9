"""What planning comes to, in the reader's words: ways out as buttons, cores, costs, a search under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from panel.domain.planning import Core, Cost, Wish
from panel.domain.planning.cores import describe_constraint, describe_core
from panel.domain.planning.terms import Terms
from panel.domain.schedules import WayOut, describe_way_out
from panel.web.language import language


@dataclass(frozen=True)
class Way:
    """A way out in words; `fields` are what `forms.planning.WayForm` reads, or `TermsForm` where it is to
    ask `again`: limits are the search's, not the event's."""

    words: str
    fields: Mapping[str, object]
    again: bool = False


def in_words(way: WayOut, names: Mapping[str, str]) -> Way:
    """`names` are display names by code, in the reader's language."""
    code, params = describe_way_out(way, names)
    given = {name: value for name, value in way.params.items() if value is not None}
    return Way(language().message(code, **params), {"code": way.code, **given})


@dataclass(frozen=True)
class ToldCore:
    """What makes a plan impossible: in a sentence, constraint by constraint, with the ways out."""

    words: str
    constraints: tuple[str, ...]
    ways: tuple[Way, ...]


def wider(terms: Terms, *, least: int, most: int) -> Terms:
    """Limits that take in those of a way out, for every zone."""
    return replace(
        terms, least=min(terms.least, least), most=None if terms.most is None else max(terms.most, most)
    )


def terms_fields(terms: Terms) -> dict[str, object]:
    """What `TermsForm` reads of terms, to ask once more by one press."""
    fields = terms.to_json() | {"start": "" if terms.start is None else language().minutes(terms.start)}
    return {name: value for name, value in fields.items() if value is not None and value is not False}


def _way_of(way: WayOut, names: Mapping[str, str], terms: Terms) -> Way:
    told = in_words(way, names)
    match way.code, way.params:
        case "way.limits", {"least": int(least), "most": int(most)}:
            return replace(told, fields=terms_fields(wider(terms, least=least, most=most)), again=True)
    return told


def told_core(core: Core, names: Mapping[str, str], terms: Terms) -> ToldCore:
    code, params = describe_core(core, names)
    described = [describe_constraint(constraint, names) for constraint in core.constraints]
    return ToldCore(
        words=language().message(code, **params),
        constraints=tuple(language().message(code, **params) for code, params in described),
        ways=tuple(_way_of(way, names, terms) for way in core.ways_out),
    )


@dataclass(frozen=True)
class ToldCost:
    """How much of a wish a plan breaks, and the least that was proven."""

    wish: str
    value: str
    bound: str
    proven: bool


def cost_in_words(cost: Cost) -> ToldCost:
    return ToldCost(
        wish=language().message(f"wish.{cost.wish}"),
        value=_figure(cost.wish, cost.value),
        bound=_figure(cost.wish, cost.bound),
        proven=cost.value == cost.bound,
    )


def _figure(wish: Wish, value: int) -> str:
    """A time of day where the wish is about one."""
    return language().minutes(value) if wish is Wish.END else str(value)


def progress_in_words(progress: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """What a search has come to, as terms and values."""
    if not progress:
        return []
    wish = Wish(progress["wish"]) if progress["wish"] else None
    told = [(_("Plans found"), str(progress["plans"])), (_("Seconds"), f"{progress['seconds']:.0f}")]
    if wish is not None:
        told.append((_("Working at"), language().message(f"wish.{wish}")))
        for words, key in ((_("Best so far"), "value"), (_("Not below"), "bound")):
            if progress[key] is not None:
                told.append((words, _figure(wish, progress[key])))
    return told
