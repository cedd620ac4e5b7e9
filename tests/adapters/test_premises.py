"""What the server's machine has: room, the font, a worker that lives."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from panel.adapters.pdf import FACES
from panel.adapters.premises import WORKER_LOCK, premises_of
from tests.conftest import settings_for


@pytest.fixture
def settings(tmp_path):
    return settings_for("sqlite://", tmp_path / "instance", font_dir=tmp_path)


def test_a_font_is_there_with_all_its_faces(settings, tmp_path):
    found = []
    for face in ("", *FACES):
        (tmp_path / (face or "other.ttf")).touch()
        found.append(premises_of(settings).fonts)
    assert found == [False, False, True]


def test_a_worker_is_heard_by_the_file_that_it_touches(settings):
    assert premises_of(settings).silent is None
    lock = settings.instance / "documents" / WORKER_LOCK
    lock.parent.mkdir(parents=True)
    lock.touch()
    hour_ago = time.time() - 3600
    os.utime(lock, (hour_ago, hour_ago))
    assert round(premises_of(settings).silent or 0, -1) == 3600


def test_the_room_is_that_of_the_disk_also_before_anything_is_written(settings):
    assert not Path(settings.instance).exists()
    assert premises_of(settings).free > 0
