"""Thai or English: the language of a request, and the filters with which templates write in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Flask, g, session
from flask_babel import Babel
from jinja2 import pass_context
from jinja2.runtime import Context

from panel.adapters.language import CATALOGUES, LANGUAGES, Language
from panel.domain.numbers import decimal_text, half_up

babel = Babel()


def chosen() -> str:
    """The language that this browser chose; Thai unless it did."""
    return said_in(session)


def said_in(kept: Mapping[str, Any] | None) -> str:
    lang = kept.get("lang") if kept else None
    return lang if lang in LANGUAGES else "th"


def language() -> Language:
    """How this request's answer writes words, numbers and times."""
    if "language" not in g:
        g.language = Language(chosen())
    found: Language = g.language
    return found


def init_app(app: Flask) -> None:
    app.config.update(
        BABEL_DEFAULT_LOCALE="th",
        BABEL_DEFAULT_TIMEZONE="Asia/Bangkok",
        BABEL_TRANSLATION_DIRECTORIES=str(CATALOGUES),
    )
    babel.init_app(app, locale_selector=chosen)
    filters: dict[str, Callable[[Any], str]] = {
        "named": lambda thing: language().name(thing),
        "clock": lambda minutes: language().minutes(minutes),
        "time": lambda moment: language().time(moment),
        "moment": _moment,
        "titled": lambda thing: language().name(thing, "title"),
        "number": lambda value: language().number(value),
        "decided": lambda rank: language().message(rank.message[0], **rank.message[1]),
        "document": lambda document: language().message(f"document.{document}"),
        "flag": lambda kind: language().message(f"flag.{kind}"),
        "role": lambda role: language().message(f"role.{role}"),
        "material": lambda kind: language().message(f"material.{kind}"),
        "day": lambda date: language().date(date),
        "bytes": lambda size: f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{-(-size // 2**10)} kB",
        "mark": _mark,
        "mean": _mean,
    }
    app.jinja_env.filters.update({name: _asked_each_time(write) for name, write in filters.items()})
    app.context_processor(lambda: {"language": chosen()})


def _asked_each_time(write: Callable[[Any], str]) -> Callable[..., str]:
    """Jinja would write what stands in a template itself ("letter" | document) once, in the language of
    whoever came first: not where it believes that a filter looks at the page."""

    @pass_context
    def written(_page: Context, value: Any) -> str:
        return write(value)

    return written


def _moment(moment: datetime | None) -> str:
    return language().moment(moment) if moment else ""


def _mark(value: Fraction | Decimal | str | None) -> str:
    """A mark or result as it is written; empty where there is none."""
    if isinstance(value, Fraction):
        return decimal_text(value)
    return "" if value is None else str(value)


def _mean(value: Fraction | None) -> str:
    """An exact mean to two decimals, for the eye."""
    return "" if value is None else str(half_up(value))
