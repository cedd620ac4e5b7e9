"""The side door of a hall: one page and one certificate by plain HTTP; and the organiser's page of it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from html import unescape

import pytest
from werkzeug.test import Client

from panel.adapters.door import Door, door_of
from panel.config import ROOT, BadSetting
from panel.web.door import opened, side_door
from tests.conftest import settings_for
from tests.web.conftest import EVENT, page

SERVER = "https://192.168.1.20:8000"
NETWORK = f"{EVENT}/network"


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """The folder of an instance whose certificates were made for 192.168.1.20."""
    folder = tmp_path_factory.mktemp("hall")
    subprocess.run([ROOT / "bin" / "certificate", folder / "tls", "192.168.1.20"], check=True)
    return folder


@pytest.fixture
def settings(hall):
    return settings_for("sqlite:////none", hall, base_url=SERVER)


@pytest.fixture
def door(settings) -> Door:
    found = door_of(settings)
    assert found is not None
    return found


@pytest.fixture
def visitor(door):
    return Client(side_door(door))


def openssl_fingerprint(hall) -> str:
    asked = ["openssl", "x509", "-in", hall / "tls" / "panel-ca.crt", "-noout", "-fingerprint", "-sha256"]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return said.strip().partition("=")[2]


def test_the_door_is_one_port_above_the_server(door):
    assert (door.url, door.server) == ("http://192.168.1.20:8001/", SERVER)


@pytest.mark.parametrize("address", ["http://192.168.1.20:8000", "https://panel.example.go.th"])
def test_there_is_none_without_https_on_a_port_of_its_own(settings, address):
    assert door_of(replace(settings, base_url=address)) is None


def test_there_is_none_without_an_authority(settings, tmp_path):
    assert door_of(replace(settings, instance=tmp_path)) is None


def test_a_server_without_an_authority_opens_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PANEL_INSTANCE", str(tmp_path))
    with pytest.raises(BadSetting, match="PANEL_BASE_URL"):
        opened()


def test_the_fingerprint_is_the_one_that_openssl_says(door, hall):
    assert door.fingerprint == openssl_fingerprint(hall)


def test_the_page_says_in_both_languages_what_to_do(visitor, door):
    answer = visitor.get("/")
    text = unescape(answer.text)
    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    assert [text.count(f'<article class="stack" lang="{lang}"') for lang in ("th", "en")] == [1, 1]
    for each in (door.fingerprint, 'href="/panel-ca.crt"', f'href="{SERVER}/"', "<h3>iPad, iPhone</h3>"):
        assert text.count(each) == 2


def test_the_certificate_is_handed_out_as_one(visitor, hall):
    answer = visitor.get("/panel-ca.crt")
    assert (answer.status_code, answer.content_type) == (200, "application/x-x509-ca-cert")
    assert answer.data == (hall / "tls" / "panel-ca.crt").read_bytes()


def test_no_cookie_is_set_and_nothing_is_redirected(visitor):
    for path in ("/", "/panel-ca.crt", "/door.css"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';")


@pytest.mark.parametrize("path", ["/ca.key", "/tls/ca.key", "/../ca.key", "/healthz", "/sign-in"])
def test_nothing_else_is_there(visitor, path):
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "OPTIONS"])
def test_one_can_only_look(visitor, method):
    answer = visitor.open("/", method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_the_organiser_has_both_addresses_to_print(as_, app, settings, door):
    app.extensions["panel_settings"] = settings
    text = page(as_("organiser").get(NETWORK))
    assert text.count("data:image/svg+xml") == 2
    for each in (door.url, SERVER, door.fingerprint):
        assert f"<code>{each}</code>" in text


def test_without_a_hall_the_organiser_is_told_how_to_serve_one(as_):
    organiser = as_("organiser")
    text = page(organiser.get(NETWORK))
    assert "<code>bin/run --lan</code>" in text and "data:image" not in text
    assert f'href="{NETWORK}"' in page(organiser.get(f"{EVENT}/"))
