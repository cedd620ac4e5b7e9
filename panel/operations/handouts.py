"""Files to take along: spreadsheets of plan, ranking and sheets, the plan as calendar and (published) PDF.

A slot is one calendar entry, for judges too: a block for the whole morning would hide the gaps that an
excuse or the own amphoe leaves, and its one UID could not follow a slot that moves.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path
from threading import Lock

from panel.adapters.calendar import Entry, calendar_file
from panel.adapters.hub import off_the_hub
from panel.adapters.language import N_, Language
from panel.adapters.spreadsheet import BUDDHIST, Cell, Leaf, csv_file, workbook
from panel.config import ROOT, Settings
from panel.db import db
from panel.domain.documents import Document
from panel.domain.errors import Conflict, NotFound
from panel.models import Event
from panel.queries.leaves import sound_figures
from panel.queries.plans import Plan, PlanSlot, PlanZone
from panel.queries.ranking_leaves import ranking_leaves
from panel.queries.rankings import WORDS, ranking_rows
from panel.queries.sheet_leaves import LONG, sheet_leaves, sheet_rows

COLUMNS = (
    N_("Round"),
    N_("Zone"),
    N_("Venue"),
    N_("Date"),
    N_("Start"),
    N_("End"),
    N_("Order"),
    N_("Code"),
    N_("Amphoe"),
)
PRINT_SECONDS = 60
_printing = Lock()


def plan_workbook(plan: Plan, language: Language) -> bytes:
    """A row a slot, its day and times as the spreadsheet's own; the sheet says which plan it is."""
    title = language.text(N_("Plan, draft"))
    if plan.version is not None:
        title = language.text(N_("Plan, version %(version)s"), version=plan.version)
    leaf = Leaf(title, _heads(language), list(_rows(plan, language)), foot=f"{title} · {plan.digest[:12]}")
    return off_the_hub(workbook, [replace(leaf, days=BUDDHIST) if language.code == "th" else leaf])


def plan_csv(plan: Plan, language: Language) -> bytes:
    return csv_file(_heads(language), _rows(plan, language))


def ranking_workbook(event: Event, zone: str | None, language: Language) -> bytes:
    """Each zone's ranking (without `zone` the province's too) with the formulas that reckon it."""
    return off_the_hub(workbook, ranking_leaves(sound_figures(event, zone, Document.RANKING), language))


def ranking_csv(event: Event, zone: str | None, language: Language) -> bytes:
    rows = ranking_rows(sound_figures(event, zone, Document.RANKING), language)
    return csv_file([language.text(head) for head in WORDS.values()], rows)


def sheets_workbook(event: Event, zone: str | None, language: Language) -> bytes:
    """Every sheet of a zone, or of all, with its sums."""
    return off_the_hub(workbook, sheet_leaves(sound_figures(event, zone, Document.SHEETS), language))


def sheets_csv(event: Event, zone: str | None, language: Language) -> bytes:
    """A row a mark."""
    rows = sheet_rows(sound_figures(event, zone, Document.SHEETS), language)
    return csv_file([language.text(head) for head in LONG], rows)


def _heads(language: Language) -> list[str]:
    return [language.text(column) for column in COLUMNS]


def _rows(plan: Plan, language: Language) -> Iterator[tuple[Cell, ...]]:
    for zone in plan.zones:
        for slot in zone.slots:
            yield (
                language.name(zone.round),
                language.name(zone),
                language.name(zone.venue),
                plan.event.date,
                time(*divmod(slot.start, 60)),
                time(*divmod(slot.end, 60)),
                slot.number,
                slot.presenter,
                language.name(slot),
            )


def plan_calendar(plan: Plan, language: Language, *, of: str, base_url: str) -> bytes:
    """A published plan's slots as calendar entries, breaks left out; `of` says whose. Raises NotFound for a
    draft: nobody could take its entries back."""
    if plan.version is None or plan.at is None:
        raise NotFound("plan.unpublished")
    address = f"{base_url}/plan/{plan.event.code}"
    words = language.text(
        N_("Version %(version)s of the plan. Changes of the day: %(address)s"),
        version=plan.version,
        address=address,
    )
    return calendar_file(
        [_entry(plan, zone, slot, words, language) for zone in plan.zones for slot in zone.slots],
        name=f"{language.name(plan.event, 'title')} – {of}",
        address=address,
        lang=language.code,
        sequence=plan.version,
        at=plan.at,
    )


def _entry(plan: Plan, zone: PlanZone, slot: PlanSlot, words: str, language: Language) -> Entry:
    amphoe = language.text("Amphoe %(name)s", name=language.name(slot))
    return Entry(
        uid=f"{zone.round.code}.{slot.presenter}@{plan.event.code}.panel",
        summary=f"{amphoe} – {language.name(plan.event, 'title')}",
        location=language.name(zone.venue),
        description=f"{language.name(zone)}, {language.name(zone.round)}\n{words}",
        day=plan.event.date,
        start=slot.start,
        end=slot.end,
    )


def plan_paper(plan: Plan, lang: str, settings: Settings) -> Path:
    """The published plan as PDF: made by whoever asks first, in a process of its own (it would hold up
    every tablet here), and kept under its digest. Raises Conflict if it can't be made."""
    event = plan.event.code
    file = settings.documents / f"{event}-{plan.digest[:16]}-{lang}.pdf"
    db.session.rollback()  # nobody who waits here keeps a connection
    with _printing:
        if not file.is_file():
            _print(event, lang, file)
    return file


def _print(event: str, lang: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    options = ["--published", "--lang", lang, "-o", str(unfinished)]
    command = [sys.executable, "-m", "panel.cli", "print", event, "plan", *options]
    try:
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=PRINT_SECONDS)  # noqa: S603 - our own words
    except subprocess.SubprocessError:
        raise Conflict("document.crashed") from None
    unfinished.rename(file)
