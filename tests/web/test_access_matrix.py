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
    "-": None,
}
ALL = "OCJSKP-"
PLACE = {
    "event": CODE,
    "round": "zones",
    "zone": "z1",
    "seat": "z1-judge-1",
    "presenter": "3101",
    "person": "z1-judge-1",
    "device": "nothing",
    "entry": "nothing",
    "token": "nothing",
    "key": "nothing",
    "digest": "0" * 64,
}
TABLE = {
    "accounts.home": ALL,
    "accounts.sign_in": ALL,
    "accounts.sign_out": ALL,
    "accounts.language": ALL,
    "accounts.link": ALL,
    "accounts.enter": ALL,
    "accounts.people": "O",
    "accounts.person_link": "O",
    "accounts.link_renewal": "O",
    "accounts.pin_reset": "O",
    "accounts.device_revocation": "O",
    "accounts.password": "O",
    "accounts.pin": "OCP",
    "accounts.closing": "O",
    "accounts.closure": "O",
    "accounts.opening": "O",
    "events.overview": "O",
    "events.health": ALL,
    "panels.index": "O",
    "panels.new": "O",
    "panels.edit": "O",
    "panels.replacement": "O",
    "panels.closing": "O",
    "panels.closure": "O",
    "schedules.plan": "OCJSKP",
    "schedules.move": "O",
    "schedules.save_move": "O",
    "schedules.start": "O",
    "schedules.save_start": "O",
    "schedules.publication": "O",
    "sheets.index": "CJ",
    "sheets.sheet": "J",
    "sheets.save_sheet": "J",
    "sheets.submission": "J",
    "sheets.save_submission": "J",
    "sheets.withdrawal": "J",
    "sheets.recusal": "J",
    "sheets.save_recusal": "J",
    "sheets.papers": "OS",
    "sheets.paper": "OS",
    "sheets.check_paper": "OS",
    "sheets.save_paper": "OS",
    "sheets.view": "OS",  # the chair once the own sheet is in
    "sheets.return_": "C",
    "sheets.absence": "C",
    "sheets.exclusion": "C",
    "sheets.restoration": "C",
    "sheets.settlement": "OCJS",
    "entries.store": ALL,  # a device's own credential, looked at by the view
    "documents.index": "OCSP",
    "documents.ask": "OCSP",
    "documents.job": "OCJSKP",
    "documents.file": "OCJSKP",
    "documents.verify": ALL,
    "results.board": "OCS",
    "results.no_show": "OC",
    "results.save_no_show": "OC",
    "results.appearance": "OC",
    "results.save_appearance": "OC",
    "results.zone": "OCJSP",
    "results.presenter": "OS",  # the panel once the zone is finalised
    "results.province": "OP",
    "results.export": "O",  # the province once all zones are finalised
    "results.finalisation": "C",
    "results.save_finalisation": "C",
    "results.reopening": "C",
    "results.save_reopening": "C",
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
        if CODE in path
    }
    assert opened == dict.fromkeys(opened, False)
