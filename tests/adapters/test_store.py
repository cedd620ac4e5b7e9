"""What was drawn is kept whole, under its key, as long as it is of use."""

from __future__ import annotations

import os
import time

import pytest

from panel.adapters.store import Store

DAY = 24 * 3600.0


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "cache")


def test_what_is_kept_is_found_and_nothing_else(store):
    store.keep("ab12", b"one")
    assert (store.find("ab12"), "ab12" in store, store.find("ab13"), "ab13" in store) == (
        b"one",
        True,
        None,
        False,
    )


def test_it_is_made_once(store):
    made = []

    def make() -> bytes:
        made.append(1)
        return b"one"

    assert [store.kept("ab12", make), store.kept("ab12", make), len(made)] == [b"one", b"one", 1]


def test_only_the_server_can_read_it_and_nothing_unfinished_is_left(store):
    store.keep("ab12", b"one")
    [folder] = store.folder.iterdir()
    [file] = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_what_was_of_no_use_for_days_is_swept_and_use_keeps_it(store):
    for key in ("aa", "bb"):
        store.keep(key, b"x")
        _unused(store, key, 15 * DAY)
    store.find("bb")
    store.sweep(days=14)
    assert [key in store for key in ("aa", "bb")] == [False, True]


def test_beyond_its_size_the_longest_unused_go(store):
    for days, key in enumerate(("aa", "bb", "cc")):
        store.keep(key, b"12345")
        _unused(store, key, days * DAY)
    store.sweep(most=10)
    assert [key in store for key in ("aa", "bb", "cc")] == [True, True, False]


def test_an_unfinished_file_is_swept_once_nobody_can_be_writing_it(store):
    store.keep("aa", b"x")
    for name, hours in (("new.part", 0.5), ("old.part", 1.5)):
        (store.folder / "aa" / name).touch()
        os.utime(store.folder / "aa" / name, (time.time() - hours * 3600,) * 2)
    store.sweep()
    assert sorted(file.name for file in (store.folder / "aa").iterdir()) == ["aa.pdf", "new.part"]


def _unused(store: Store, key: str, seconds: float) -> None:
    os.utime(store.folder / key[:2] / f"{key}.pdf", (time.time() - seconds,) * 2)
