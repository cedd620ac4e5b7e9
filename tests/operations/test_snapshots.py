"""What a snapshot keeps of names: papers of something final say them for good; a change of them is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from panel.adapters.pdf import Galley
from panel.db import writing
from panel.domain.documents import Choice, Document
from panel.domain.letterheads import Signatory, Signed
from panel.models import Event, Snapshot, Zone
from panel.operations.certifications import certify_province
from panel.operations.days import mark_no_show
from panel.operations.galleys import galley_of
from panel.operations.letterheads import save_signatory
from panel.operations.results import finalise_zone, reopen_zone
from panel.queries.certifications import current_certification
from panel.queries.schedules import timed_slots
from panel.queries.snapshots import current_snapshot
from panel.queries.versions import frozen_faults
from tests.conftest import refusal_of, settings_for

pytestmark = pytest.mark.usefixtures("zones_final")
OF_A_ZONE = [Document.SHEETS, Document.SUMMARY, Document.RESULTS, Document.RANKING]


@pytest.fixture
def told(event: Event, tmp_path) -> Callable[..., Galley]:
    """All that a file is drawn of: what is the same gives the same bytes."""
    settings = settings_for("", tmp_path)

    def told(document: Document, **options: object) -> Galley:
        return galley_of(event, Choice(document, **({"lang": "en"} | options)), settings)

    return told


@pytest.fixture
def rename(event: Event) -> Callable[[], None]:
    """Gives another name to all that has one."""

    def rename() -> None:
        with writing():
            event.texts = {
                key: text if key.endswith("_date") else f"{text} (new)" for key, text in event.texts.items()
            }
            for each in (*event.zones, *event.venues, *event.presenters):
                each.name, each.name_en = f"{each.name} (new)", f"{each.name_en} (new)"
            for seat in [seat for zone in event.zones for seat in zone.seats]:
                seat.person.name, seat.person.position = f"somebody else {seat.code}", "something else"

    return rename


@pytest.fixture
def certified(event: Event, by) -> None:
    with writing():
        certify_province(event, by=by("province-chair"))


@pytest.mark.parametrize("document", OF_A_ZONE)
def test_papers_of_a_final_zone_keep_the_names_it_was_finalised_with(document, told, rename):
    before = told(document, zone="z1")
    rename()
    assert told(document, zone="z1") == before


@pytest.mark.parametrize("document", [Document.RANKING, Document.BRIEF])
def test_what_is_certified_keeps_its_names(document, certified, told, rename):
    before = told(document)
    rename()
    assert told(document) == before


def test_the_plan_has_the_names_of_today(told, rename):
    before = told(Document.PLAN)
    rename()
    now = told(Document.PLAN)
    assert ("(new)" in before.title + before.pages[0], "(new)" in now.title, "(new)" in now.pages[0]) == (
        False,
        True,
        True,
    )


def test_an_earlier_version_keeps_its_names_and_the_next_one_has_new_ones(zone: Zone, by, told, rename):
    earlier = told(Document.SUMMARY, zone="z1")
    with writing():
        reopen_zone(zone, by=by("z1-chair"), reason="a wrong name")
    superseded = told(Document.SUMMARY, zone="z1", version=1)
    rename()
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    assert told(Document.SUMMARY, zone="z1", version=1) == superseded
    assert "(new)" not in earlier.pages[0]
    assert "somebody else z1-judge-1" in told(Document.SUMMARY, zone="z1").pages[0]


@pytest.mark.parametrize("document", [Document.RANKING, Document.BRIEF])
def test_a_certification_by_its_number_is_the_province_as_it_is_certified(document, certified, told):
    assert told(document, version=1).pages == told(document).pages[-1:]


@pytest.mark.parametrize("document", [Document.RANKING, Document.BRIEF])
def test_an_earlier_certification_is_printed_as_it_was_whatever_came_after(
    document, event: Event, zone: Zone, certified, by, told, rename
):
    with writing():
        reopen_zone(zone, by=by("z1-chair"), reason="a protest")
    superseded = told(document, version=1)
    [page] = superseded.pages
    said = [words in page for words in ("SUPERSEDED", "a protest", "80.00", "Not finalised yet", "DRAFT")]
    assert said == [True, True, True, False, False]
    rename()
    signatory = Signatory("ปลัดจังหวัด", "", "", "", frozenset(Signed))
    with writing():
        save_signatory(event, None, signatory, by=by("organiser"))
        for slot in timed_slots(zone)[1:]:
            mark_no_show(slot, by=by("z1-chair"), reason="away")
        finalise_zone(zone, by=by("z1-chair"))
        certify_province(event, by=by("province-chair"))
    assert told(document, version=1) == superseded
    assert told(document, version=2).pages != superseded.pages


def test_a_certification_is_not_printed_once_a_zone_below_it_was_changed(event, zone: Zone, certified, told):
    with writing():
        found = frozen(zone)
        found.body = found.body | {"presenters": []}
    assert refusal_of(lambda: told(Document.RANKING, version=1)) == "result.version_altered"


def test_a_certification_that_is_not_there_is_refused(certified, told):
    assert refusal_of(lambda: told(Document.BRIEF, version=2)) == "certification.no_version"


def test_a_version_frozen_without_names_goes_by_those_of_today(zone: Zone, told, rename):
    found = frozen(zone)
    with writing():
        found.names = {}
    rename()
    assert "somebody else z1-chair" in told(Document.RANKING, zone="z1").pages[0]


def test_new_names_leave_the_digest_and_the_log_whole(event, zone, certified, rename):
    rename()
    assert list(frozen_faults(event)) == []


def test_a_name_changed_in_what_was_frozen_is_found_and_told_of_its_version(event, zone, certified):
    with writing():
        for each in (frozen(zone), current_certification(event)):
            each.names = each.names | {"persons": each.names["persons"] | {"z1-chair": ["another", ""]}}
    assert [(fault.code, fault.params["version"]) for fault in frozen_faults(event)] == [
        ("result.names_altered", 1),
        ("certification.names_altered", 1),
    ]


def frozen(zone: Zone) -> Snapshot:
    found = current_snapshot(zone)
    assert found is not None
    return found
