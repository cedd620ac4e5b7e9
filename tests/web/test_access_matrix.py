"""Who may go where before anything is scored: every route against every role, as one table.

A page may answer anything but a refusal to whom it lets in (an act may still not fit the moment); whom it
refuses it tells 403, or shows the door if nobody is signed in. Acts (POST) are tried by the refused only.
"""

from __future__ import annotations

import pytest

from tests.conftest import CODE

CAST = {
    "O": "organiser",
    "C": "z1-chair",
    "J": "z1-judge-1",
    "S": "z1-secretary",
    "K": "z2-judge-1",
    "P": "province-chair",
    "A": "amphoe-3101",
    "-": None,
}
ALL = "OCJSKPA-"
PLACE = {
    "event": CODE,
    "round": "zones",
    "venue": "nowhere",
    "zone": "z1",
    "seat": "z1-judge-1",
    "presenter": "3101",
    "number": "1",
    "person": "z1-judge-1",
    "device": "nothing",
    "entry": "nothing",
    "token": "nothing",
    "key": "nothing",
    "sort": "presenters",
    "kind": "slides",
    "code": "nothing",
    "digest": "0" * 64,
    "version": 1,
    "happened": "called",
    "change": "shift",
    "edit": 1,
    "document": "sheets",
    "form": "csv",
}
TABLE = {
    "accounts.home": ALL,
    "accounts.sign_in": ALL,
    "accounts.sign_out": ALL,
    "accounts.language": ALL,
    "accounts.link": ALL,
    "accounts.enter": ALL,
    "accounts.tablet": ALL,
    "accounts.hand_over": ALL,
    "accounts.people": "O",
    "accounts.person_link": "O",
    "accounts.link_renewal": "O",
    "accounts.slips": "OS",
    "accounts.slip": "OS",
    "accounts.slip_renewal": "OS",
    "accounts.pin_reset": "O",
    "accounts.device_revocation": "O",
    "accounts.password": "O",
    "accounts.pin": "OCP",
    "accounts.closing": "O",
    "accounts.closure": "O",
    "accounts.opening": "O",
    "events.overview": "O",
    "events.readiness": "O",
    "events.zone_part": "OCS",
    "events.backups": "O",
    "events.ask_backup": "O",
    "events.network": "O",
    "events.health": ALL,
    "panels.index": "O",
    "panels.new": "O",
    "panels.edit": "O",
    "panels.replacement": "O",
    "panels.closing": "O",
    "panels.closure": "O",
    "panels.seating": "O",
    "panels.connections": "O",
    "panels.anchors": "O",
    "panels.save_anchor": "O",
    "panels.removing_anchor": "O",
    "panels.anchor_removal": "O",
    "schedules.plan": "OCJSKP",
    "schedules.move": "O",
    "schedules.presenting": "OA",
    "schedules.presenting_of": "OA",
    "schedules.new_material": "OA",
    "schedules.save_material": "OA",
    "schedules.material_removal": "OA",
    "schedules.take_away": "OA",
    "schedules.own_material": "OA",
    "schedules.materials": "OCJSP",
    "schedules.material": "OCJSP",
    "schedules.save_deadline": "O",
    "schedules.invitations": "O",
    "schedules.undo": "O",
    "schedules.redo": "O",
    "schedules.slot": "O",
    "schedules.swap": "O",
    "schedules.pin": "O",
    "schedules.release": "O",
    "schedules.request_time": "O",
    "schedules.new_break": "O",
    "schedules.save_new_break": "O",
    "schedules.edit_break": "O",
    "schedules.save_break": "O",
    "schedules.break_removal": "O",
    "schedules.start": "O",
    "schedules.save_start": "O",
    "schedules.publication": "O",
    "schedules.imports": "O",
    "schedules.upload": "O",
    "schedules.import_template": "O",
    "schedules.import_preview": "O",
    "schedules.taking": "O",
    "schedules.ways": "O",
    "schedules.planning": "O",
    "schedules.ask_plan": "O",
    "schedules.proposal": "O",
    "schedules.stop": "O",
    "schedules.application": "O",
    "schedules.bookings": "O",
    "schedules.save_bookings": "O",
    "schedules.zoning": "O",
    "schedules.ask_zoning": "O",
    "schedules.zoning_proposal": "O",
    "schedules.zoning_preview": "O",
    "schedules.apply_zones": "O",
    "schedules.live": "OCJSKPA",  # the amphoe once the plan is published
    "schedules.public_live": ALL,
    "schedules.time": ALL,
    "sheets.service_worker": ALL,
    "sheets.manifest": ALL,
    "schedules.screen": ALL,
    "schedules.screen_live": ALL,
    "schedules.screens": "O",
    "schedules.zone_screen": "OS",
    "schedules.screen_renewal": "OS",
    "schedules.day": "OCS",
    "schedules.happening": "OCS",
    "schedules.retraction": "OCS",
    "schedules.no_show": "OCS",
    "schedules.appearance": "OCS",
    "schedules.change": "OCS",
    "schedules.save_change": "OCS",
    "schedules.told": "OCS",
    "schedules.reversal": "OCS",
    "sheets.index": "CJ",
    "sheets.overview": "CJ",
    "sheets.sheet": "J",
    "sheets.save_sheet": "J",
    "sheets.submission": "J",
    "sheets.save_submission": "J",
    "sheets.withdrawal": "J",
    "sheets.transfer": "J",
    "sheets.save_transfer": "J",
    "sheets.recusal": "J",
    "sheets.save_recusal": "J",
    "sheets.code": "OCJSKPA",
    "sheets.coded": "OCJSKPA",  # to the sheet for whom it is meant
    "sheets.papers": "OS",
    "sheets.paper": "OS",
    "sheets.check_paper": "OS",
    "sheets.save_paper": "OS",
    "sheets.typing": "OS",
    "sheets.typing_removal": "OS",
    "sheets.type_paper": "OS",
    "sheets.comparison": "OS",
    "sheets.scans": "OS",
    "sheets.attach": "OS",
    "sheets.scan": "OJS",  # the chair once the own sheet is in
    "sheets.scan_removal": "OS",
    "sheets.remove": "OS",
    "sheets.view": "OS",  # the chair once the own sheet is in
    "sheets.return_": "C",
    "sheets.absence": "C",
    "sheets.exclusion": "C",
    "sheets.restoration": "C",
    "sheets.settlement": "CJ",
    "sheets.decision": "C",
    "sheets.history": "OJS",  # the chair once the own sheet is in
    "entries.store": ALL,  # a device's own credential, looked at by the view
    "schedules.public": ALL,  # once it is published
    "schedules.public_workbook": ALL,
    "schedules.public_paper": ALL,
    "schedules.venue_calendar": ALL,
    "schedules.presenter_calendar": ALL,
    "schedules.own_calendar": "OCJSKPA",
    "documents.index": "OCSP",
    "documents.ask": "OCSP",
    "documents.job": "OCJSKPA",
    "documents.file": "OCJSKPA",
    "documents.cancel": "OCJSKPA",
    "documents.sheet_file": "OS",  # the chair once every own sheet is in
    "documents.result_file": "OS",
    "documents.verify": ALL,
    "documents.spreadsheet": "O",
    "documents.zone_spreadsheet": "OS",
    "documents.letter": "O",
    "documents.ask_for_letter": "O",
    "documents.certificates": "O",
    "documents.ask_for_certificates": "O",
    "documents.letterhead": "O",
    "documents.save_emblem": "O",
    "documents.emblem": "O",
    "documents.emblem_removal": "O",
    "documents.take_emblem_away": "O",
    "documents.signatory": "O",
    "documents.save_signatory_of": "O",
    "documents.signatory_removal": "O",
    "documents.take_signatory_away": "O",
    "results.board": "OCS",
    "results.reliability": "OCS",
    "results.board_live": "OCS",
    "results.province_board": "OP",
    "results.province_live": "OP",
    "results.no_show": "OC",
    "results.save_no_show": "OC",
    "results.appearance": "OC",
    "results.save_appearance": "OC",
    "results.zone": "OCJSP",
    "results.presenter": "OS",  # the panel once the zone is finalised
    "results.print_view": "OS",  # the chair once every own sheet is in
    "results.print_ranking": "OS",
    "results.province": "OP",
    "results.final": "O",
    "results.save_final": "O",
    "results.finalists": "O",
    "results.final_removal": "O",
    "results.remove": "O",
    "results.adjusted": "OP",
    "results.export": "O",  # the province once all zones are finalised
    "results.finalisation": "C",
    "results.save_finalisation": "C",
    "results.reopening": "C",
    "results.save_reopening": "C",
    "results.certification": "OP",
    "results.save_certification": "P",
    "results.decertification": "P",
    "results.signed_copies": "OS",  # the chair once every own sheet is in
    "results.attach_copy": "OS",
    "results.signed_copy": "OS",
    "results.copy_removal": "OS",
    "results.remove_copy": "OS",
    "results.province_signed_copies": "O",  # the province's chair once all zones are finalised
    "results.province_attach_copy": "O",
    "results.province_signed_copy": "O",
    "results.province_copy_removal": "O",
    "results.province_remove_copy": "O",
    "results.save_decertification": "P",
    "results.publications": "O",
    "results.save_publication": "O",
    "results.new_publication": "O",
    "results.withdrawal": "O",
    "results.save_withdrawal": "O",
    "results.public": ALL,  # once something is published
    "results.feedback": "OA",
    "sheets.reminder": "OC",
}


@pytest.fixture(params=CAST)
def role(request):
    return request.param


@pytest.fixture
def client(app, as_, role):
    return as_(CAST[role]) if CAST[role] else app.test_client()


def routes(app, method):
    """Every route of the table that answers `method`: endpoint and a path that exists."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in rule.methods and rule.endpoint in TABLE:
            codes = PLACE | (rule.defaults or {})
            yield rule.endpoint, adapter.build(rule.endpoint, {name: codes[name] for name in rule.arguments})


def refused(response):
    return response.status_code == 403 or (response.location or "").startswith("/sign-in?next=")


def test_every_route_stands_in_the_table(app):
    assert set(app.view_functions) - {"static"} == set(TABLE)


def test_pages_open_to_whom_they_are_meant_for(app, client, role):
    opened = {endpoint: not refused(client.get(path)) for endpoint, path in routes(app, "GET")}
    assert opened == {endpoint: role in TABLE[endpoint] for endpoint in opened}


def test_nobody_acts_where_the_table_does_not_say_so(app, client, role):
    tried = {
        endpoint: client.post(path).status_code
        for endpoint, path in routes(app, "POST")
        if role not in TABLE[endpoint]
    }
    assert tried == dict.fromkeys(tried, 403)


def test_no_right_reaches_into_another_event(app, client):
    opened = {
        endpoint: not refused(client.get(path.replace(CODE, "another")))
        for endpoint, path in routes(app, "GET")
        if CODE in path and TABLE[endpoint] != ALL
    }
    assert opened == dict.fromkeys(opened, False)
