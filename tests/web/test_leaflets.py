"""One sheet or result as a file: at once where it was drawn before, to whom the documents are offered."""

from __future__ import annotations

import pytest

from panel.domain.documents import Choice, Document
from panel.operations.galleys import galley_of, store_of
from tests.conftest import CODE

ZONE = f"/events/{CODE}/zones/z1"
SHEET = f"{ZONE}/sheets/z1-judge-1/3101/sheet.pdf"
RESULT = f"{ZONE}/results/3101/result.pdf"
CHOICES = {
    SHEET: Choice(Document.SHEETS, zone="z1", seat="z1-judge-1", presenter="3101"),
    RESULT: Choice(Document.RESULTS, zone="z1", presenter="3101"),
}


@pytest.fixture
def drawn(app, stage):
    """drawn(SHEET): as if it had been drawn ahead."""

    def keep(address: str) -> None:
        settings = app.extensions["panel_settings"]
        galley = stage.run(lambda event: galley_of(event, CHOICES[address], settings))
        store_of(settings).keep(galley.key(), b"%PDF " + address.encode())

    return keep


@pytest.mark.parametrize("address", [SHEET, RESULT])
def test_what_was_drawn_is_sent_at_once_until_it_says_something_else(as_, stage, drawn, address):
    stage.score("z1-judge-1")
    drawn(address)
    with as_("organiser").get(address) as file:
        assert (file.data, file.mimetype) == (b"%PDF " + address.encode(), "application/pdf")
    assert file.headers["Cache-Control"] == "no-store"
    stage.run(lambda event: setattr(event.presenters[0], "name", "อำเภออื่น"), write=True)
    assert as_("organiser").get(address).mimetype == "text/html"


def test_what_was_not_drawn_yet_can_be_asked_for(as_, stage):
    stage.score("z1-judge-1")
    organiser = as_("organiser")
    page = organiser.get(SHEET).text
    assert 'name="seat" value="z1-judge-1"' in page and "Have it made" in page
    fields = {"document": "sheets", "zone": "z1", "seat": "z1-judge-1", "presenter": "3101", "lang": "th"}
    assert organiser.post(f"/events/{CODE}/documents", data=fields).status_code == 302


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("organiser", 200),
        ("z1-secretary", 200),
        ("z1-chair", 403),
        ("z1-judge-1", 403),
        ("z2-secretary", 403),
    ],
)
def test_it_is_for_whom_the_documents_are_offered(as_, stage, drawn, who, status):
    stage.score("z1-judge-1")
    for address in (SHEET, RESULT):
        drawn(address)
        assert as_(who).get(address).status_code == status


def test_what_is_not_there_is_told_so(as_, stage):
    stage.score("z1-judge-1")
    organiser = as_("organiser")
    for address in (SHEET.replace("3101", "9999"), SHEET.replace("judge-1", "judge-9")):
        assert organiser.get(address).status_code == 404
    assert organiser.get(SHEET.replace("judge-1", "judge-2")).status_code == 409  # nothing is on it yet


def test_who_may_print_a_sheet_finds_it_from_its_page(as_, stage):
    stage.score("z1-judge-1")
    assert SHEET in as_("organiser").get(f"{ZONE}/sheets/z1-judge-1/3101/view").text
