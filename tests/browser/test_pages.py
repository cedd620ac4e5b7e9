"""Every page as every role meets it in the middle of a day, in both languages, on a tablet and a phone.

Each is looked at for what axe finds (in Thai, on the phone), what the console says, sideways scrolling (in
English at its narrowest), and words in the other language. What costs most is looked at by who meets a page
first. PAGES is the table; a page that is added to the URL map must be added here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page
from sqlalchemy import select

from panel.db import db
from panel.models import Import, Job, SignedCopy, Snapshot, Upload
from panel.models.jobs import JobKind
from tests.browser.conftest import PATIENCE, PHONE, TABLET, Server
from tests.browser.days import play
from tests.conftest import Hands
from tests.databases import fresh_copy
from tests.stages import Stage

NARROWEST = 320
"""CSS pixels: the width at which WCAG 1.4.10 asks a page to do without sideways scrolling."""
SIZES = [tuple(TABLET.values()), tuple(PHONE.values()), (NARROWEST, 640)]
UNKNOWN = "0" * 64
"""A digest of nothing."""

Z1, Z2, Z3, Z4 = ({"zone": code} for code in ("z1", "z2", "z3", "z4"))
OWN = Z1 | {"seat": "z1-judge-1"}
OTHER = Z1 | {"seat": "z1-judge-2"}
JUDGED = OTHER | {"presenter": "3101"}
TYPED = Z1 | {"seat": "z1-judge-3", "presenter": "3115"}
SCANNED = Z1 | {"seat": "z1-judge-3", "presenter": "3116"}
PAGES: dict[str, list[tuple[str, dict[str, str]]]] = {
    "nobody": [
        ("accounts.sign_in", {}),
        ("schedules.public", {}),
        ("results.public", {}),
        ("accounts.link", {"token": "z1-chair"}),
        ("documents.verify", {"digest": "current"}),
        ("documents.verify", {"digest": "outdated"}),
        ("documents.verify", {"digest": "unknown"}),
    ],
    "organiser": [
        ("events.overview", {}),
        ("events.readiness", {}),
        ("events.backups", {}),
        ("events.network", {}),
        ("accounts.link", {"token": "z1-chair"}),
        ("accounts.people", {}),
        ("accounts.person_link", {"person": "z1-judge-1"}),
        ("accounts.password", {}),
        ("accounts.pin", {}),
        ("accounts.closing", {}),
        ("schedules.presenting", {}),
        ("schedules.presenting_of", {"presenter": "3116"}),
        ("panels.index", {}),
        ("panels.new", Z1),
        ("panels.new", {}),
        ("panels.edit", {"seat": "z4-judge-1"}),
        ("panels.replacement", {"seat": "z4-judge-2"}),
        ("panels.closing", {"seat": "z4-judge-3"}),
        ("results.final", {}),
        ("results.final_removal", {}),
        ("panels.seating", Z4),
        ("panels.seating", {}),
        ("panels.connections", {}),
        ("panels.anchors", {}),
        ("panels.removing_anchor", {}),
        ("results.adjusted", {}),
        ("schedules.plan", {}),
        ("schedules.screens", {}),
        ("schedules.slot", {"round": "zones", "presenter": "3108"}),
        ("schedules.imports", {}),
        ("schedules.import_preview", {"key": "อำเภอ.csv"}),
        ("schedules.import_preview", {"key": "ผิด.csv"}),
        ("schedules.new_break", {}),
        ("schedules.edit_break", {"number": "1"}),
        ("schedules.start", Z4),
        ("schedules.planning", {}),
        ("schedules.proposal", {"key": "plan"}),
        ("schedules.proposal", {"key": "impossible"}),
        ("schedules.proposal", {"key": "search"}),
        ("schedules.bookings", {"venue": "nang-rong"}),
        ("schedules.zoning", {}),
        ("schedules.zoning_proposal", {"key": "zones"}),
        ("documents.index", {}),
        ("documents.job", {"key": "done"}),
        ("documents.job", {"key": "failed"}),
        ("documents.sheet_file", JUDGED),
        ("documents.letter", {}),
        ("documents.certificates", {}),
        ("documents.letterhead", {}),
        ("documents.emblem_removal", {}),
        ("documents.signatory", {"code": "new"}),
        ("documents.signatory_removal", {"code": "1"}),
        ("results.board", Z1),
        ("results.board", Z2),
        ("results.reliability", Z2),
        ("results.zone", Z2),
        ("results.presenter", Z2 | {"presenter": "3111"}),
        ("results.print_view", Z2 | {"presenter": "3111"}),
        ("results.print_ranking", Z2),
        ("results.signed_copies", Z2),
        ("results.signed_copies", Z3),
        ("results.copy_removal", Z2 | {"version": "1", "digest": "copy"}),
        ("results.province_signed_copies", {}),
        ("results.certification", {}),
        ("results.publications", {}),
        ("results.new_publication", {}),
        ("results.new_publication", Z2 | {"what": "ranking"}),
        ("results.new_publication", Z1 | {"what": "public"}),
        ("results.withdrawal", {"number": "1"}),
        ("results.feedback", {"presenter": "3111"}),
        ("results.province_board", {}),
        ("results.province", {}),
        ("sheets.papers", Z1),
        ("sheets.view", JUDGED),
        ("schedules.told", Z4 | {"edit": "1"}),
    ],
    "z1-chair": [
        ("events.zone_part", Z1),
        ("sheets.index", Z1),
        ("results.board", Z1),
        ("results.reliability", Z1),
        ("results.zone", Z1),
        ("results.presenter", Z1 | {"presenter": "3101"}),
        ("results.no_show", Z1 | {"presenter": "3121"}),
        ("results.appearance", Z1 | {"presenter": "3103"}),
        ("results.finalisation", Z1),
        ("sheets.view", JUDGED),
        ("sheets.return_", OWN | {"presenter": "3101"}),
        ("sheets.absence", OTHER | {"presenter": "3116"}),
        ("sheets.exclusion", OTHER | {"presenter": "3116"}),
        ("sheets.restoration", Z1 | {"seat": "z1-judge-3", "presenter": "3101"}),
        ("documents.index", {}),
        ("documents.job", {"key": "waiting"}),
        ("accounts.pin", {}),
        ("schedules.plan", {}),
    ],
    "z2-chair": [
        ("results.board", Z2),
        ("results.zone", Z2),
        ("results.finalisation", Z2),
        ("results.reopening", Z2),
    ],
    "z3-chair": [("results.board", Z3), ("results.finalisation", Z3)],
    "z1-judge-1": [
        ("sheets.index", Z1),
        ("sheets.sheet", OWN | {"presenter": "3101"}),
        ("sheets.sheet", OWN | {"presenter": "3116"}),
        ("sheets.history", OWN | {"presenter": "3116"}),
        ("sheets.submission", OWN | {"presenter": "3116"}),
        ("sheets.submission", OWN | {"presenter": "3115"}),
        ("sheets.recusal", OWN | {"presenter": "3121"}),
        ("sheets.transfer", OWN | {"presenter": "3116"}),
        ("sheets.overview", Z1),
        ("schedules.materials", Z1),
        ("accounts.tablet", {}),
        ("sheets.sheet", OWN | {"presenter": "practice-z1"}),
        ("schedules.plan", {}),
        ("results.zone", Z1),
        ("results.board", Z1),
    ],
    "z1-judge-2": [("sheets.index", Z1), ("sheets.sheet", JUDGED), ("sheets.history", JUDGED)],
    "z2-judge-1": [("results.zone", Z2), ("results.presenter", Z2 | {"presenter": "3111"})],
    "z1-secretary": [
        ("schedules.zone_screen", Z1),
        ("results.board", Z1),
        ("results.reliability", Z1),
        ("sheets.papers", Z1),
        ("sheets.code", {}),
        ("sheets.paper", OTHER | {"presenter": "3116"}),
        ("sheets.typing", TYPED),
        ("sheets.scans", SCANNED),
        ("sheets.scan_removal", SCANNED | {"digest": "scan"}),
        ("sheets.view", SCANNED),
        ("sheets.view", JUDGED),
        ("documents.index", {}),
        ("schedules.day", Z1),
        ("schedules.change", Z1 | {"change": "shift", "minutes": "10"}),
        ("schedules.change", Z1 | {"change": "swap"}),
        ("schedules.change", Z1 | {"change": "break"}),
        ("accounts.slips", Z1),
        ("accounts.slip", Z1 | {"person": "z1-judge-1"}),
    ],
    "amphoe-3101": [
        ("schedules.presenting_of", {"presenter": "3101"}),
        ("schedules.new_material", {"presenter": "3101", "kind": "slides"}),
        ("schedules.new_material", {"presenter": "3101", "kind": "video"}),
        ("schedules.material_removal", {"presenter": "3101", "code": "video"}),
    ],
    "province-chair": [
        ("results.certification", {}),
        ("results.decertification", {}),
        ("results.province_board", {}),
        ("results.province", {}),
        ("results.adjusted", {}),
        ("documents.index", {}),
        ("schedules.plan", {}),
    ],
}
FIRST = {endpoint: role for role in reversed(PAGES) for endpoint, _ in PAGES[role]}
"""Who meets a page first: its colours are looked at there, which takes axe as long as all the rest, and its
English."""
REFUSED = {("z1-judge-1", "results.board")}
"""Where somebody is shown why not."""
NO_PAGES = {
    "accounts.home": "leads to a person's first page",
    "documents.file": "a PDF",
    "documents.result_file": "a PDF; until it is there the page of documents.sheet_file",
    "documents.emblem": "a picture",
    "documents.spreadsheet": "a spreadsheet",
    "documents.zone_spreadsheet": "a spreadsheet",
    "schedules.public_paper": "a PDF",
    "schedules.public_workbook": "a spreadsheet",
    "schedules.venue_calendar": "a calendar",
    "schedules.presenter_calendar": "a calendar",
    "schedules.own_calendar": "a calendar",
    "events.health": "for machines",
    "schedules.live": "a stream",
    "schedules.public_live": "a stream",
    "schedules.screen_live": "a stream",
    "results.board_live": "a stream",
    "results.province_live": "a stream",
    "schedules.time": "for machines",
    "schedules.screen": "looked at by test_screen",
    "results.export": "JSON",
    "schedules.import_template": "a workbook",
    "sheets.coded": "leads to a paper's sheet",
    "sheets.manifest": "for machines",
    "schedules.material": "a picture, or a PDF",
    "schedules.own_material": "a picture, or a PDF",
    "sheets.scan": "a picture, or a PDF",
    "results.signed_copy": "a picture, or a PDF",
    "results.province_signed_copy": "a picture, or a PDF",
    "results.province_copy_removal": "as results.copy_removal",
    "sheets.service_worker": "a script",
    "static": "files",
}

NOT_TRANSLATED = re.compile(
    r"""Panel|English|GROWTH\ TEAM(?:\ Buriram)?|Creative\ OTOP|Milestone|Extra\ Job|Wi-Fi
      |\b(?:PIN|PDF|QR|CSV|JPEG|PNG|OTOP|HTTPS|ICC|GB|PANEL_BASE_URL)\b|“organiser”|Chrome,\ Linux|\S+\.pdf
      |\bExcel\b|PowerPoint|Google\ Slides|https?://\S*|youtu\.be|\bkB\b|\.xlsx|\.csv|\bMB\b|\bShift\b
      |\bbin/[a-z]+\ [a-z-]+|\b[0-9a-f]{12}\b""",
    re.VERBOSE,
)
"""Words of a Thai page in Latin letters: names of products, keys and the event, abbreviations, settings,
commands, digests."""
LOUD = {"error", "warning"}
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
LATIN, THAI = re.compile(r"[A-Za-z]{2,}"), re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e5b]")

AXE = Axe()
NO_WORKER = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });"
"""It would fetch a judge's other pages meanwhile."""

WORDS = """() => {
  const said = [], blind = new Set(["SCRIPT", "STYLE", "CODE", "TITLE"]);
  const body = document.body.cloneNode(true);
  for (const kept of body.querySelectorAll(".together")) kept.replaceWith(...kept.childNodes);
  body.normalize(); // a name that is kept on one line is one with the words around it
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    const other = blind.has(parent.tagName) || parent.closest("[lang=th]:not(html)");
    if (node.data.trim() && !other) said.push(node.data.trim());
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const element of document.querySelectorAll(`[${name}]:not([lang])`))
      said.push(element.getAttribute(name));
  return [document.title, ...said];
}"""


@pytest.fixture(scope="module")
def server(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all pages: they only look."""
    folder, clock = tmp_path_factory.mktemp("day"), Hands()
    with fresh_copy(template, folder) as url:
        server = Server(url, folder, clock)
        play(Stage(server.app, clock))
        server.start()
        yield server
        server.close()


@pytest.fixture(scope="module")
def names(server: Server) -> Mapping[tuple[str, str], str]:
    """What PAGES calls by its state: digests and jobs."""
    with server.app.app_context():
        snapshots = db.session.scalars(select(Snapshot).order_by(Snapshot.id)).all()
        found = {("key", called(job)): job.key for job in db.session.scalars(select(Job))}
        found |= {("key", upload.file): upload.key for upload in db.session.scalars(select(Import))}
        for each in snapshots:
            found["digest", "outdated" if each.reopened_at else "current"] = each.digest
        found["digest", "scan"] = db.session.scalars(select(Upload.digest)).one()
        found["digest", "copy"] = db.session.scalars(select(SignedCopy.digest)).one()
        db.session.remove()
    return found | {("digest", "unknown"): UNKNOWN}


@pytest.fixture(scope="module")
def data(server: Server) -> Mapping[str, list[str]]:
    """Texts of the event that a page may show, longest first: in English those without a twin."""
    with server.app.app_context():
        tables = [db.session.execute(table.select()).mappings().all() for table in db.metadata.sorted_tables]
        db.session.remove()
    rows = [dict(row) for table in tables for row in table]
    return {
        language: sorted({text for row in rows for text in _texts(row, twins)}, key=len, reverse=True)
        for language, twins in (("th", True), ("en", False))
    }


def _texts(value: object, twins: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if twins or not value.get(f"{key}_en"):
                yield from _texts(each, twins)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each, twins)
    elif isinstance(value, str) and THAI.search(value):
        for text in {value, value.translate(ARABIC)}:  # a paper may be in other numerals
            yield text.strip()
            yield from (line.strip() for line in text.splitlines() if THAI.search(line))


@pytest.mark.parametrize(
    ("role", "language"),
    [(role, "th") for role in PAGES] + [(role, "en") for role in PAGES if role in FIRST.values()],
)
def test_every_page_is_legible_on_every_screen(server, chromium, names, data, role, language):
    with chromium.new_context(viewport=TABLET, has_touch=True, base_url=server.url) as context:
        context.set_default_timeout(PATIENCE)
        context.add_init_script(NO_WORKER)
        page = context.new_page()
        enter(page, server, role, language)
        visit = Visit(page, role, language, data[language])
        found = [
            f"{endpoint} {codes}: {fault}"
            for endpoint, codes in PAGES[role]
            if language == "th" or FIRST[endpoint] == role
            for fault in visit.faults(endpoint, address(server, endpoint, codes, names))
        ]
    assert not found, "\n".join(found)


def called(job: Job) -> str:
    """A document by its state, a search by what it came to."""
    if job.kind is JobKind.DOCUMENT:
        return job.state.value
    return job.answer.get("kind", "zones") if job.answer else "search"


def enter(page: Page, server: Server, role: str, language: str) -> None:
    page.goto(server.url if role == "nobody" else server.link(role))
    if role != "nobody":
        page.locator("main form button").first.tap()
        page.wait_for_url(lambda url: "/l/" not in url)
    page.locator(f"button[name='language'][value='{language}']").tap()
    page.wait_for_selector(f"html[lang='{language}']")


def address(
    server: Server, endpoint: str, codes: dict[str, str], names: Mapping[tuple[str, str], str]
) -> str:
    if endpoint == "accounts.link":
        return server.link(codes["token"])
    return server.address(endpoint, **{key: names.get((key, code), code) for key, code in codes.items()})


@dataclass(frozen=True)
class Visit:
    """Somebody's look at pages in a language; `data` are the event's own texts."""

    page: Page
    role: str
    language: str
    data: list[str]

    def faults(self, endpoint: str, url: str) -> Iterator[str]:
        """Whatever is wrong with a page."""
        page, loud = self.page, list[str]()

        def hear(told: ConsoleMessage | Error) -> None:
            if not isinstance(told, ConsoleMessage) or told.type in LOUD:
                loud.append(str(told) if isinstance(told, Error) else told.text)

        for noise in ("console", "pageerror"):
            page.on(noise, hear)
        answer = page.goto(url)
        status = 403 if (self.role, endpoint) in REFUSED else 404 if UNKNOWN in url else 200
        if answer is None or answer.status != status:
            yield f"not {status}"
        yield from words(page, self.language, self.data)
        for width, height in SIZES if self.language == "th" else SIZES[-1:]:
            page.set_viewport_size({"width": width, "height": height})
            yield from overflow(page)
            if self.language == "th" and width == PHONE["width"]:
                yield from violations(page, colours=FIRST[endpoint] == self.role)
        yield from loud if status == 200 else ()  # a refusal is an error on the console
        for noise in ("console", "pageerror"):
            page.remove_listener(noise, hear)


def words(page: Page, language: str, data: list[str]) -> Iterator[str]:
    """Words in the other language, and a page that says that it is in another."""
    if page.locator("html").get_attribute("lang") != language:
        yield "html lang"
    for text in page.evaluate(WORDS):
        ours = without(text, data)
        if language == "th" and LATIN.search(NOT_TRANSLATED.sub("", ours)):
            yield f"not in Thai: {text}"
        if language == "en" and THAI.search(ours):
            yield f"not in English: {text}"


def without(text: str, data: list[str]) -> str:
    for each in data:
        text = text.replace(each, "")
    return text


def violations(page: Page, *, colours: bool) -> Iterator[str]:
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": colours}}}
    found = AXE.run(page, options=options).response["violations"]
    for each in found:
        if each["impact"] in {"serious", "critical"}:
            yield f"axe: {each['id']}: {[node['html'][:200] for node in each['nodes']]}"


def overflow(page: Page) -> Iterator[str]:
    width, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if width > room:
        yield f"{width} wide at {room}"


def test_every_page_of_the_map_is_in_the_table(server):
    shown = {endpoint for spots in PAGES.values() for endpoint, _ in spots}
    pages = {rule.endpoint for rule in server.app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages == shown | set(NO_PAGES)
