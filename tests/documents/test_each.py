"""A PDF for each amphoe, zipped: named for the office that files it, and by default naming no judge."""

from __future__ import annotations

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest

from panel.adapters.zips import zipped
from panel.domain.documents import Choice, Document
from panel.domain.errors import PanelError
from panel.operations.documents import render
from panel.queries.events import find_event
from tests.conftest import CODE
from tests.documents.conftest import Printed

EACH = Choice(Document.RESULTS, presenter="3101", names=False, each=True)
FOLDER, FILE = "z1_Zone-1_กลุ่มโซนที่-๑", "3101_Mueang-Buri-Ram_เมืองบุรีรัมย์.pdf"


@pytest.fixture
def made(app, zones_final):
    def made(choice: Choice) -> bytes:
        with app.app_context():
            return render(find_event(CODE), choice, app.extensions["panel_settings"])

    return made


def files(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.pdf
def test_each_amphoe_has_the_file_that_is_printed_for_it_alone(made):
    [(name, content)] = files(made(replace(EACH, zone="z1"))).items()
    assert name == FILE
    assert content == made(replace(EACH, zone="z1", each=False))
    assert not Printed(content).says("กรรมการคนที่ ๑ กลุ่มโซนที่ ๑")


@pytest.mark.pdf
def test_of_the_whole_event_each_zone_has_a_folder(made):
    assert list(files(made(EACH))) == [f"{FOLDER}/{FILE}"]


def test_where_nobody_presents_there_is_nothing_to_send(made):
    with pytest.raises(PanelError) as refused:
        made(replace(EACH, zone="z2"))
    assert refused.value.code == "document.empty"


def test_only_results_are_made_one_each(made):
    with pytest.raises(PanelError) as refused:
        made(Choice(Document.RANKING, each=True))
    assert refused.value.code == "document.not_by"


def test_a_zip_has_no_time_and_its_names_are_in_utf8():
    content = zipped([("ก/ข.pdf", b"1"), ("a.pdf", b"2")])
    with ZipFile(io.BytesIO(content)) as archive:
        first, second = archive.infolist()
    assert (first.filename, first.flag_bits & 0x800, first.date_time) == (
        "ก/ข.pdf",
        0x800,
        (1980, 1, 1, 0, 0, 0),
    )
    assert (second.filename, content) == ("a.pdf", zipped([("ก/ข.pdf", b"1"), ("a.pdf", b"2")]))
