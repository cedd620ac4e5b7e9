"""Results in the browser as the paper that the PDF is: the same view-model, template and style.

It is for whom the PDF is for (`may.prints`): it names judges and reasons, and its rank tells of the zone.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for

from panel.adapters.paper import paper_html
from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.documents import Choice, Document
from panel.domain.errors import Forbidden
from panel.queries.documents import check_choice, papers
from panel.queries.events import find_event, find_zone
from panel.queries.results import zone_results
from panel.queries.sights import sight
from panel.web.access import allow, signed_in
from panel.web.actors import settings
from panel.web.language import chosen
from panel.web.results import ZONE, bp


@dataclass(frozen=True)
class Frame:
    """What stands around a paper in the browser: what it loads, and as HTML the bar above it."""

    styles: tuple[str, ...]
    icon: str
    script: str
    bar: str


@bp.get(f"{ZONE}/presenters/<presenter>/print")
@allow(may.follower)
def print_view(event: str, zone: str, presenter: str) -> str:
    choice = Choice(Document.RESULTS, zone=zone, presenter=presenter, lang=chosen())
    back = url_for("results.presenter", event=event, zone=zone, presenter=presenter)
    return _paper(event, zone, choice, back)


@bp.get(f"{ZONE}/results/print")
@allow(may.follower)
def print_ranking(event: str, zone: str) -> str:
    choice = Choice(Document.RANKING, zone=zone, lang=chosen())
    return _paper(event, zone, choice, url_for("results.zone", event=event, zone=zone))


def _paper(event: str, zone: str, choice: Choice, back: str) -> str:
    found = find_event(event)
    view = zone_results(find_zone(found, zone))
    me, place = signed_in(), Place(event, zone)
    if not may.prints(me, place, shows_marks=True, sees_all=sight(me, event, view).ranking):
        raise Forbidden("document.not_yours")
    check_choice(found, choice)
    [paper] = papers(found, choice, settings())
    frame = Frame(
        styles=tuple(url_for("static", filename=f"css/{name}.css") for name in ("paper", "page")),
        icon=url_for("static", filename="icons/panel.svg"),
        script=url_for("static", filename="js/app.js"),
        bar=render_template("results/_print_bar.html", event=found, choice=choice, back_url=back),
    )
    return paper_html(paper, paper.template, lang=choice.lang, base_url=settings().base_url, frame=frame)
