"""The adjusted ranking for who follows the whole, on results.bp: advisory, on this page alone."""

from __future__ import annotations

from flask import render_template

from panel.domain import access as may
from panel.domain.errors import PanelError
from panel.queries.adjustments import adjusted_results
from panel.queries.events import find_event
from panel.queries.results import round_results
from panel.queries.sights import sees_all
from panel.web.access import allow, signed_in
from panel.web.language import language
from panel.web.results import EVENT, bp


@bp.get(f"{EVENT}/results/adjusted")
@allow(may.reader)
def adjusted(event: str) -> str:
    found = find_event(event)
    round_ = found.main_round
    view = round_results(round_)
    shown, refusal = None, ""
    if seen := sees_all(signed_in(), event, view.zones):
        try:
            shown = adjusted_results(round_, view)
        except PanelError as error:
            refusal = language().error(error)
    return render_template(
        "results/adjusted.html", event=found, round=view, sees_all=seen, shown=shown, refusal=refusal
    )
