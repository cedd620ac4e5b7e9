"""The app as a tablet installs it: the worker, its files, the pages that it keeps, what all of it weighs."""

import re
from urllib.parse import urlsplit

import pytest
from flask import url_for

from panel.config import ROOT
from tests.conftest import CODE
from tests.web.conftest import EVENT, page

ZONE = f"{EVENT}/zones/z1"
PAGES = [f"{ZONE}/sheets", f"{ZONE}/overview", f"{ZONE}/sheets/z1-judge-1/3101"]
PERSON = f"{CODE}/z1-judge-1"
LINKED = re.compile(r'(?:<link rel="(?:stylesheet|icon)"[^>]*href|<script[^>]*src|<use href)="([^"#]+)')
BEHAVIOURS = re.compile(r'data-behaviour="([^"]+)"')
IMPORTED = re.compile(r'from "\./([\w-]+)\.js"')
WIRE = {"Accept-Encoding": "br"}


@pytest.fixture
def static(app):
    """The address of a static file, and of the folder without a name."""

    def address(name=""):
        with app.test_request_context():
            return url_for("static", filename=name)

    return address


def worker(client):
    """The addresses that the worker keeps from the start."""
    return re.findall(r'"(/[^"]+)"', client.get("/service-worker.js").text.splitlines()[1])


def weight(client, path, **headers):
    """Bytes over the wire of an answer: its head and its body."""
    response = client.get(path, headers=WIRE | headers)
    head = sum(len(f"{name}: {value}\r\n") for name, value in response.headers)
    return len("HTTP/1.1 200 OK\r\n\r\n") + head + len(response.data)


def test_the_worker_keeps_exactly_the_files_that_its_pages_use(as_, static):
    judge = as_("z1-judge-1")
    shown = [judge.get(path).text for path in PAGES]
    used = {linked for text in shown for linked in LINKED.findall(text)}
    coming = {name for text in shown for names in BEHAVIOURS.findall(text) for name in names.split()} | {
        "app"
    }
    modules: set[str] = set()
    while coming:
        modules |= coming
        scripts = [(ROOT / "static" / "js" / f"{name}.js").read_text() for name in coming]
        coming = {name for script in scripts for name in IMPORTED.findall(script)} - modules
    assert set(worker(judge)) == used | {static(f"js/{name}.js") for name in modules}


def test_the_worker_is_asked_for_anew_and_changes_with_any_file(as_, static):
    response = as_("z1-judge-1").get("/service-worker.js")
    assert (response.mimetype, response.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    version = static().split("/")[2]
    assert response.text.startswith(
        f'const VERSION = "{version}";\nconst FILES = ["{static("css/tokens.css")}"'
    )


def test_a_static_file_is_kept_for_good_and_is_the_same_for_everybody(as_, static):
    response = as_("z1-judge-1").get(static("js/app.js"), headers=WIRE)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (response.headers["Vary"], response.headers.get("Set-Cookie")) == ("Accept-Encoding", None)


def test_under_another_version_there_is_nothing_to_be_kept(as_, static):
    path = static("js/app.js").replace(static().split("/")[2], "0123456789ab")
    response = as_("z1-judge-1").get(path)
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_may_be_kept_names_its_person_and_its_version(as_, static, path):
    headers = as_("z1-judge-1").get(path).headers
    assert (headers["Panel-Person"], headers["Panel-Version"]) == (PERSON, static().split("/")[2])


@pytest.mark.parametrize(
    ("person", "path"),
    [
        ("z1-judge-1", f"{ZONE}/sheets/z1-judge-1/nobody"),
        ("z1-judge-1", f"{ZONE}/sheets/z1-judge-2/3101"),
        ("z1-judge-1", f"{ZONE}/sheets/z1-judge-1/3101/submission"),
        ("z1-judge-1", "/"),
        ("organiser", f"{EVENT}/"),
    ],
)
def test_no_other_answer_may_take_a_kept_pages_place(as_, person, path):
    assert "Panel-Person" not in as_(person).get(path).headers


@pytest.mark.parametrize("path", ["/", "/nobody", "/service-worker.js", f"{ZONE}/sheets/z1-judge-2/3101"])
def test_every_answer_says_that_it_is_the_apps_own(app, as_, static, path):
    version = static().split("/")[2]
    assert [who.get(path).headers["Panel-Version"] for who in (app.test_client(), as_("z1-judge-1"))] == [
        version
    ] * 2


def test_who_is_signed_out_is_told_nothing_to_be_kept(app):
    response = app.test_client().get(PAGES[0])
    assert (response.status_code, response.headers.get("Panel-Person")) == (302, None)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_reads_as_before_is_not_sent_again(as_, clock, path):
    judge = as_("z1-judge-1")
    tag = judge.get(path, headers=WIRE).headers["ETag"]
    clock.forward(seconds=20)
    assert judge.get(path, headers=WIRE | {"If-None-Match": tag}).status_code == 304


def test_a_page_that_was_made_for_another_sign_in_is_sent_again(as_):
    first, second = as_("z1-judge-1"), as_("z1-judge-1")
    tag = first.get(PAGES[2], headers=WIRE).headers["ETag"]
    assert second.get(PAGES[2], headers=WIRE | {"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_manifest_makes_an_app_of_its_own_window(app, as_, lang):
    client = as_("z1-judge-1")
    response = client.get(f"/manifest.webmanifest?lang={lang}")
    told = response.get_json(force=True)
    assert response.mimetype == "application/manifest+json"
    assert (told["lang"], told["start_url"], told["display"]) == (lang, "/", "standalone")
    icons = [client.get(urlsplit(icon["src"]).path) for icon in told["icons"]]
    sizes = [int.from_bytes(icon.data[16:20], "big") for icon in icons]
    assert [(icon["sizes"], icon["purpose"]) for icon in told["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    assert sizes == [192, 512, 512]


def test_every_page_names_the_manifest_in_its_language(as_):
    shown = page(as_("z1-judge-1").get(PAGES[0]))
    assert '<link rel="manifest" href="/manifest.webmanifest?lang=en">' in shown


def test_a_sheet_weighs_at_most_100_kb_the_first_time_and_5_kb_after(as_):
    judge = as_("z1-judge-1")
    sheet = PAGES[2]
    tag = judge.get(sheet, headers=WIRE).headers["ETag"]
    all_of_it = [sheet, "/service-worker.js", "/manifest.webmanifest", *worker(judge)]
    assert sum(weight(judge, path) for path in all_of_it) <= 100_000
    assert weight(judge, sheet, **{"If-None-Match": tag}) <= 5_000


@pytest.mark.parametrize("person", ["z1-judge-1", "z1-chair", "organiser"])
def test_only_who_fills_sheets_is_kept_from_leaving_with_unsent_entries(as_, person):
    shown = as_(person).get(f"{EVENT}/plan").text
    assert ('data-behaviour="leaving"' in shown) == (person != "organiser")
