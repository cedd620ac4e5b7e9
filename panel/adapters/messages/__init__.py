"""The words of every domain code, in English; Thai stands in the catalogue. One file a noun."""

from __future__ import annotations

from panel.adapters.messages import accounts, cli, documents, folder, panels, results, schedules, sheets

TEXTS: dict[str, str] = {
    **accounts.TEXTS,
    **cli.TEXTS,
    **documents.TEXTS,
    **folder.TEXTS,
    **panels.TEXTS,
    **results.TEXTS,
    **schedules.TEXTS,
    **sheets.TEXTS,
}
