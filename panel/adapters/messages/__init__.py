"""The words of every domain code, in English; Thai stands in the catalogue. One file a noun."""

from __future__ import annotations

from panel.adapters.messages import (
    accounts,
    cli,
    days,
    documents,
    folder,
    imports,
    live,
    panels,
    planning,
    plans,
    results,
    schedules,
    sheets,
)

TEXTS: dict[str, str] = {
    **accounts.TEXTS,
    **cli.TEXTS,
    **days.TEXTS,
    **documents.TEXTS,
    **folder.TEXTS,
    **imports.TEXTS,
    **live.TEXTS,
    **panels.TEXTS,
    **planning.TEXTS,
    **plans.TEXTS,
    **results.TEXTS,
    **schedules.TEXTS,
    **sheets.TEXTS,
}
