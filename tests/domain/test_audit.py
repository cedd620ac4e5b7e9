"""Digests and the chain of records: known values, so that no release changes what was sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from panel.domain.audit import START, Line, canonical, digest, sealed

LINE = Line(1, "sheet.submit", "z1-chair", datetime.fromisoformat("2025-08-08T02:10:00+00:00"), {"seat": "a"})


def test_one_value_has_one_spelling():
    assert canonical({"b": 1, "a": ["ก", None]}) == '{"a":["ก",null],"b":1}'.encode()


def test_a_digest_is_sha_256_of_that_spelling():
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_a_record_is_sealed_alike_in_every_release():
    assert sealed(LINE, before=START, key=b"key") == (
        "4c4ee96e56ed86340420d11fc29a3b3e56bbca70e4305658b70c244ee428cfe9"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 2},
        {"act": "sheet.withdraw"},
        {"person": "organiser"},
        {"at": LINE.at + timedelta(microseconds=1)},
        {"body": {"seat": "b"}},
        {"body": {}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_changed_breaks_the_seal(change):
    assert sealed(replace(LINE, **change), before=START, key=b"key") != sealed(LINE, before=START, key=b"key")


def test_the_record_before_and_the_key_are_in_the_seal():
    seals = {
        sealed(LINE, before=before, key=key) for before in (START, "1" * 64) for key in (b"key", b"other")
    }
    assert len(seals) == 4


def test_the_same_moment_seals_alike_in_every_time_zone():
    bangkok = LINE.at.astimezone(timezone(timedelta(hours=7)))
    assert sealed(replace(LINE, at=bangkok), before=START, key=b"key") == sealed(
        LINE, before=START, key=b"key"
    )
