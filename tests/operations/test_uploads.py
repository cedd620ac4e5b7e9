"""Scans lie beside the sheets that came on paper; what is taken away leaves its reason, and others' bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from panel.adapters.uploads import CheckedFile, Kind, upload_path
from panel.db import db, writing
from panel.domain.errors import PanelError
from panel.domain.sheets import Channel
from panel.models import Event, Record, Sheet, Upload
from panel.operations.uploads import MOST_SCANS, attach_scan, remove_scan
from tests.conftest import score, settings_for
from tests.files import picture

SECRETARY = "z1-secretary"
SCAN = CheckedFile(picture(), Kind.PNG, "front.png")


@pytest.fixture
def settings(tmp_path: Path):
    return settings_for("sqlite://", tmp_path)


@pytest.fixture
def attach(by, settings):
    def attached(file=SCAN, place=0):
        with writing():
            attach_scan(sheets()[place], file, by=by(SECRETARY), settings=settings)

    return attached


def sheets() -> list[Sheet]:
    return list(db.session.scalars(select(Sheet).order_by(Sheet.id)))


@pytest.fixture(autouse=True)
def papers(event: Event, by) -> None:
    """Two sheets that came on paper."""
    for presenter in ("3101", "3116"):
        score(event, by("z1-judge-1"), "z1-judge-1", presenter)
    with writing():
        for sheet in sheets():
            sheet.channel = Channel.PAPER


def uploads() -> list[Upload]:
    return list(db.session.scalars(select(Upload)))


def record_of(act: str) -> dict:
    return db.session.scalars(select(Record.body).where(Record.act == act)).one()


def test_a_scan_is_kept_with_what_it_is_and_who_brought_it(attach, settings, by):
    attach()
    [kept] = uploads()
    facts = (kept.sheet_id, kept.person, kept.media_type, kept.size, kept.name)
    assert facts == (sheets()[0].id, by(SECRETARY).person, "image/png", len(SCAN.content), "front.png")
    assert upload_path(settings, kept.digest).read_bytes() == SCAN.content
    assert record_of("sheet.scanned")["digest"] == kept.digest


def test_the_same_scan_twice_is_one(attach):
    attach()
    attach()
    assert len(uploads()) == 1


def test_a_sheet_holds_so_many_and_no_more(attach):
    for width in range(1, MOST_SCANS + 1):
        attach(CheckedFile(picture(size=(width, 1)), Kind.PNG, ""))
    with pytest.raises(PanelError) as refused:
        attach()
    assert refused.value.code == "upload.too_many"


@pytest.mark.parametrize("channel", [Channel.TABLET, Channel.FORM, None])
def test_only_paper_has_a_scan(attach, channel):
    with writing():
        sheets()[0].channel = channel
    with pytest.raises(PanelError) as refused:
        attach()
    assert refused.value.code == "upload.no_paper"


def test_a_scan_is_removed_with_a_reason(attach, settings, by):
    attach()
    [kept] = uploads()
    with writing():
        remove_scan(uploads()[0], reason="another sheet's", by=by(SECRETARY), settings=settings)
    said = record_of("sheet.scan_removed")
    assert (said["digest"], said["reason"]) == (kept.digest, "another sheet's")
    assert (uploads(), upload_path(settings, kept.digest).exists()) == ([], False)


def test_without_a_reason_it_stays(attach, settings, by):
    attach()
    with pytest.raises(PanelError), writing():
        remove_scan(uploads()[0], reason=" ", by=by(SECRETARY), settings=settings)
    assert [upload_path(settings, kept.digest).exists() for kept in uploads()] == [True]


def test_bytes_that_another_sheet_has_too_stay(attach, settings, by):
    attach()
    attach(place=1)
    with writing():
        remove_scan(uploads()[0], reason="another sheet's", by=by(SECRETARY), settings=settings)
    assert [upload_path(settings, kept.digest).exists() for kept in uploads()] == [True]
