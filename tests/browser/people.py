"""The people of the small province (two_zones) at their tablets: they sign in by their links, score with
fingers or through the tablet's outbox, and press what leads to other pages."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from playwright.sync_api import ConsoleMessage, Locator, Page

from panel.adapters.secrets import link_token
from tests.browser.by_hand import text
from tests.browser.conftest import Server
from tests.browser.test_scoring import box, ready, standing, submit, tap, total
from tests.browser.two_zones import EVENT, FINAL_PANEL, GIVEN, ITEMS
from tests.conftest import SECRET

OUTBOX = """async ([files, seat, presenter, marks]) => {
  const { person, device, entries } = document.querySelector("[data-device][data-entries]").dataset;
  const { openStore } = await import(`${files}/js/store.js`);
  const { Sender } = await import(`${files}/js/sender.js`);
  const store = await openStore(person, device);
  const [sheet, at, version, base] = [`${seat}/${presenter}`, new Date().toISOString(), 1, null];
  const keep = (act, node, value) =>
    store.add({ uuid: crypto.randomUUID(), sheet, seat, presenter, act, node, value, base, at, version });
  for (const [item, mark] of Object.entries(marks)) await keep("mark", item, mark);
  await keep("submit", "", { marks, heard: presenter });
  await new Sender(store, entries, () => {}).drain();
  return (await store.waiting()).length;
}"""
"""What a sheet's page does with a whole sheet, without the page; how much the tablet still keeps then."""


class Province:
    """Everybody at a tablet of their own. What any page calls an error on its console is a fault."""

    def __init__(self, server: Server, tablet: Callable[..., Page]) -> None:
        self.server = server
        self.faults: list[str] = []
        self._tablet = tablet
        self._pages: dict[str, Page] = {}
        self._scored: set[tuple[str, str]] = set()

    def device(self) -> Page:
        """A tablet on which nobody is signed in."""
        page = self._tablet()
        page.context.on("console", self._heard)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{message.location['url']}: {message.text}")

    def at(self, person: str) -> Page:
        """Somebody's tablet; the first time they open their personal link on it."""
        if person not in self._pages:
            page = self._pages[person] = self.device()
            page.goto(self.address("accounts.link", event=None, token=token(person)))
            follow(page, page.locator("main form button"))
        return self._pages[person]

    def open(self, person: str, endpoint: str, **codes: str) -> Page:
        page = self.at(person)
        page.goto(self.address(endpoint, **codes))
        return page

    def address(self, endpoint: str, **codes: str | None) -> str:
        return self.server.address(endpoint, **{"event": EVENT, **codes})

    def score(self, seat: str, presenter: str) -> None:
        """With fingers, from the list of the own sheets to the answer that it is in."""
        page = self.sheets(seat)
        own = page.locator(f"[data-sheet='{seat}/{presenter}']")
        follow(page, page.locator("li.slot").filter(has=own).locator("a"))
        ready(page)
        give(page, GIVEN[zone_of(seat)][presenter][seat])
        hand_in(page, presenter)
        self._scored.add((seat, presenter))

    def send_others(self, zone: str, presenters: str) -> None:
        """What was not scored with fingers, through each tablet's own outbox."""
        given = {presenter: GIVEN[zone][presenter] for presenter in presenters}
        for seat in dict.fromkeys(seat for sheets in given.values() for seat in sheets):
            page = self.sheets(seat)
            for presenter, sheets in given.items():
                if sheets.get(seat) and (seat, presenter) not in self._scored:
                    marks = dict(zip(ITEMS, sheets[seat].split(), strict=True))
                    kept = page.evaluate(OUTBOX, [self.server.app.static_url_path, seat, presenter, marks])
                    assert kept == 0, (seat, presenter)

    def sheets(self, seat: str) -> Page:
        """The list of a seat's sheets."""
        return self.open(FINAL_PANEL.get(seat, seat), "sheets.index", zone=zone_of(seat))


def zone_of(seat: str) -> str:
    return seat.split("-")[0]


def token(person: str) -> str:
    """Of a personal link that was never renewed."""
    return link_token(SECRET, EVENT, person, 1)


def give(page: Page, marks: str) -> None:
    """Each mark by its button; what has none is typed."""
    for item, mark in zip(ITEMS, marks.split(), strict=True):
        if "." in mark:
            box(page, item).fill(mark)
            box(page, item).blur()
        else:
            tap(page, item, mark)
    total(page, text(sum(map(Fraction, marks.split()))))


def hand_in(page: Page, presenter: str) -> None:
    submit(page, presenter)
    standing(page, "submitted")


def follow(page: Page, link: Locator) -> None:
    """Press what leads to another page, and be there."""
    with page.expect_navigation():
        link.first.tap()


def fill(page: Page, **texts: str) -> None:
    for name, written in texts.items():
        page.locator(f"main [name='{name}']").fill(written)


def primary(page: Page) -> Locator:
    return page.locator("main form .button-primary")


def rows(table: Locator) -> list[list[str]]:
    """The first line of each cell of a table's body."""
    return table.first.locator("tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.split('\\n')[0].trim()))"
    )
