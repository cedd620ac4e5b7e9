"""The words of every domain code, in English; Thai stands in the catalogue. One file a noun."""

from __future__ import annotations

from panel.adapters.messages import (
    accounts,
    backups,
    bundles,
    cli,
    days,
    deposits,
    documents,
    door,
    folder,
    imports,
    live,
    panels,
    papers,
    planning,
    plans,
    results,
    schedules,
    sheets,
    tablets,
    transfers,
)

TEXTS: dict[str, str] = {
    **accounts.TEXTS,
    **backups.TEXTS,
    **bundles.TEXTS,
    **cli.TEXTS,
    **days.TEXTS,
    **deposits.TEXTS,
    **documents.TEXTS,
    **door.TEXTS,
    **folder.TEXTS,
    **imports.TEXTS,
    **live.TEXTS,
    **panels.TEXTS,
    **papers.TEXTS,
    **planning.TEXTS,
    **plans.TEXTS,
    **results.TEXTS,
    **schedules.TEXTS,
    **sheets.TEXTS,
    **tablets.TEXTS,
    **transfers.TEXTS,
}
