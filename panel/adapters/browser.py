"""A person's browser without a screen: pages and forms over real HTTP, for rehearsals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import uuid4

from mechanicalsoup import StatefulBrowser

ENTRIES_TYPE = "application/vnd.panel.entries+json"


class BrowserError(Exception):
    """The server answered otherwise than a rehearsal expects: where, and with what."""


class Browser:
    """One person's tablet: signed in by the personal link, with the tablet's own count of entries."""

    def __init__(self, base_url: str, link: str) -> None:
        self.base_url = base_url
        self._browser = StatefulBrowser(raise_on_404=False, user_agent="Panel rehearsal")
        self._counter = 0
        self.submit(link, {})

    def open(self, path: str) -> str:
        """The page at `path`, as HTML."""
        response = self._browser.open(self._url(path))
        if response.status_code != 200:
            raise BrowserError(f"GET {path}: {response.status_code}")
        return str(response.text)

    def submit(self, path: str, fields: Mapping[str, str | None]) -> None:
        """Open `path`, fill in the form that has those fields (None: leave what stands there) and send it."""
        self.open(path)
        self.go_on(fields)

    def go_on(self, fields: Mapping[str, str | None]) -> None:
        """The same on the page that the last form led to."""
        page = self._browser.page
        names = "".join(f':has([name="{name}"])' for name in fields)
        forms = page.select(f"main form{names}")
        if not forms:
            raise BrowserError(
                f"{self._browser.url}: no form with {', '.join(fields)}: {_problem(str(page))}"
            )
        form = self._browser.select_form(forms[0])
        for name, value in fields.items():
            if value is not None:
                form.set(name, value)
        path = self._browser.url
        response = self._browser.submit_selected()
        if response.status_code != 200:
            raise BrowserError(f"POST {path}: {response.status_code} {_problem(response.text)}")

    def entry(
        self, seat: str, presenter: str, node: str, value: str, base: str | None = None
    ) -> dict[str, object]:
        """A mark, as the tablet's outbox would write it down."""
        self._counter += 1
        return {
            "uuid": str(uuid4()),
            "seat": seat,
            "presenter": presenter,
            "act": "mark",
            "node": node,
            "value": value,
            "base": base,
            "counter": self._counter,
        }

    def send(self, entries: list[dict[str, object]]) -> list[str]:
        """Send a batch; the status of each entry, after the checks that a tablet makes of a receipt."""
        nonce = str(uuid4())
        response = self._browser.session.post(
            self._url("/entries"),
            data=json.dumps({"nonce": nonce, "waiting": len(entries), "entries": entries}),
            headers={"Content-Type": ENTRIES_TYPE, "Origin": self.base_url},
            allow_redirects=False,
            timeout=30,
        )
        if response.status_code != 200 or response.headers["Content-Type"] != ENTRIES_TYPE:
            raise BrowserError(f"POST /entries: {response.status_code} {response.text[:200]}")
        body = response.json()
        if body["nonce"] != nonce:
            raise BrowserError("POST /entries: not the answer to this batch")
        return [receipt["status"] for receipt in body["receipts"]]

    def close(self) -> None:
        self._browser.close()

    def _url(self, path: str) -> str:
        return path if path.startswith("http") else self.base_url + path


def _problem(html: str) -> str:
    """What a refused page says, in a line."""
    from bs4 import BeautifulSoup

    said = BeautifulSoup(html, "lxml").select("main [role=alert], main .error, main .notice, main p")
    return " ".join(" ".join(each.get_text(" ", strip=True) for each in said).split())[:300]
