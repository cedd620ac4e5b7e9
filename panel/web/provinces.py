"""The province's ranking on the web, and the export of everything."""

from __future__ import annotations

from flask import Response, jsonify, render_template

from panel.domain import access as may
from panel.domain.access import Place
from panel.domain.errors import Forbidden
from panel.queries.certifications import current_certification
from panel.queries.events import find_event
from panel.queries.exports import altered, event_export
from panel.queries.provinces import final_misfits, province_results
from panel.queries.results import TOP
from panel.queries.sights import sees_all
from panel.web.access import allow, signed_in
from panel.web.language import language
from panel.web.results import EVENT, bp


@bp.get(f"{EVENT}/results")
@allow(may.reader)
def province(event: str) -> str:
    found, me = find_event(event), signed_in()
    view = province_results(found)
    shown = sees_all(me, event, view.zones)
    return render_template(
        "results/province.html",
        event=found,
        province=view,
        shown=shown,
        ties=view.ties(found.settings.ties) if shown else (),
        top=TOP,
        altered={zone.code for zone in view.zones if altered(zone)},
        misfits=[language().error(each) for each in final_misfits(view)],
        certification=current_certification(found),
        certifies=may.certifier(me, Place(event)),
        organises=may.organiser(me, Place(event)),
    )


@bp.get(f"{EVENT}/results.json")
@allow(may.reader)
def export(event: str) -> Response:
    found = find_event(event)
    if not sees_all(signed_in(), event, province_results(found).zones):
        raise Forbidden("result.not_yet")
    return jsonify(event_export(found))
