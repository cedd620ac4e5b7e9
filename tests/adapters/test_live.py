"""The hub and what wakes it: one thread a process, frames made once for all who follow, nothing lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count, repeat
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from panel.adapters import live
from panel.adapters.live import Crowded, Frame, Hub, Reader, Told
from panel.adapters.wakeups import PACE, wakeups
from panel.db import writing
from panel.operations.audit import record
from panel.queries.events import find_event
from tests.conftest import CODE

PATIENCE = 3.0


class Bell:
    """Wakes whoever listens when it is rung; `meanwhile` is what others do while somebody listens."""

    def __init__(self) -> None:
        self.rung = False
        self.meanwhile: list[Callable[[], object]] = []

    def heard(self) -> bool:
        time.sleep(0.01)
        while self.meanwhile:
            self.meanwhile.pop()()
        rung, self.rung = self.rung, False
        return rung

    def close(self) -> None:
        pass


class World:
    """A state that frames tell, and who may no longer hear of it."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.state = "first"
        self.away = 0
        self.between = ""
        self.stamps = count()
        self.banned: set[str] = set()
        self.made: list[str] = []
        self.hub: Hub[str] = Hub(lambda: self.bell, self.tell)

    def frame(self, topic: str) -> Frame:
        self.made.append(topic)
        stamp = str(next(self.stamps))
        if self.between:
            self.state, self.between = self.between, ""
        return Frame(f"{topic}: {self.state}", stamp)

    def tell(self, readers, known) -> Iterator[Told[str]]:
        if self.away:
            self.away -= 1
            raise OperationalError("select", {}, Exception())
        topics = {reader.topic for reader in readers}
        yield Told({}, [reader for reader in readers if reader.holder in self.banned])
        for topic in topics:
            yield Told({topic: self.frame(topic)})

    def open(self, topic: str = "z1", holder: str = "tablet", most: int = 20) -> Reader[str]:
        return self.hub.open(topic, holder, lambda: self.frame(topic), most=most)

    def becomes(self, state: str) -> None:
        self.state, self.bell.rung = state, True


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(live, "QUIET", 0.05)
    world = World()
    yield world
    world.hub.stop()
    assert not world.hub.listening


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)


def data(text: str) -> str:
    """The data of an event, or the kind of one that has none."""
    fields = dict(line.split(": ", 1) for line in text.strip().splitlines() if ": " in line)
    return fields.get("data") or fields.get("event") or ""


def begun(world: World, reader: Reader[str], seen: str = ""):
    """A stream past its first words, how soon to come back."""
    stream = world.hub.stream(reader, seen)
    assert next(stream).startswith("retry: ")
    return stream


def test_a_stream_begins_with_the_frame_as_it_stands_and_goes_on_with_each_that_reads_differently(world):
    stream = begun(world, world.open())
    assert data(next(stream)) == "z1: first"
    world.becomes("second")
    assert data(next(stream)) == "z1: second"


def test_who_has_seen_the_frame_already_gets_only_the_next(world):
    first, again = world.open(), world.open()
    seen = next(begun(world, first)).split("\n")[0].removeprefix("id: ")
    stream = begun(world, again, seen)
    Thread(target=lambda: (time.sleep(0.1), world.becomes("second"))).start()
    assert data(next(stream)) == "z1: second"


def test_a_frame_is_made_once_for_all_who_follow_the_topic(world, monkeypatch):
    monkeypatch.setattr(live, "QUIET", 60)
    streams = [begun(world, world.open()) for _ in range(20)]
    until(lambda: world.made)
    for stream in streams:
        next(stream)
    time.sleep(0.1)
    world.made.clear()
    world.becomes("second")
    assert [data(next(stream)) for stream in streams] == ["z1: second"] * 20
    assert world.made == ["z1"]


def test_only_who_follows_what_changed_is_woken(world):
    make = world.frame
    world.frame = lambda topic: Frame("as ever", "1") if topic == "still" else make(topic)
    here, elsewhere = world.open(), world.open("still")
    stream, other = begun(world, here), begun(world, elsewhere)
    next(stream), next(other)
    elsewhere.news.clear()
    world.becomes("second")
    assert data(next(stream)) == "z1: second"
    assert not elsewhere.news.is_set()


def test_a_change_that_nothing_told_is_found_by_the_quiet_look(world):
    stream = begun(world, world.open())
    next(stream)
    world.state = "second"  # and the bell stays silent
    assert data(next(stream)) == "z1: second"


def test_a_change_between_a_frames_stamp_and_its_data_reaches_who_had_that_stamp(world):
    """What is read after the stamp may be newer than it: a frame is known by what it says."""
    world.stamps = repeat(1)
    stream = begun(world, world.open())
    next(stream)
    world.becomes("second")
    assert data(next(stream)) == "z1: second"


def test_a_stream_that_has_nothing_to_say_says_that_it_is_alive(world, monkeypatch):
    monkeypatch.setattr(live, "BEAT", 0.05)
    stream = begun(world, world.open())
    next(stream)
    assert data(next(stream)) == "beat"


def test_whose_right_has_ended_hears_nothing_more(world):
    stream, other = begun(world, world.open()), begun(world, world.open(holder="other"))
    next(stream), next(other)
    world.banned.add("tablet")
    world.becomes("second")
    assert [data(each) for each in stream] == ["beat"]
    assert data(next(other)) == "z1: second"


def test_a_holder_has_only_so_many_streams_and_the_process_too(world, monkeypatch):
    world.open(most=1)
    with pytest.raises(Crowded):
        world.open(most=1)
    monkeypatch.setattr(live, "MOST_STREAMS", 2)
    world.open(holder="other")
    with pytest.raises(Crowded):
        world.open(holder="third")


def test_a_reader_whose_first_frame_fails_is_forgotten(world):
    with pytest.raises(ZeroDivisionError):
        world.hub.open("z1", "tablet", lambda: 1 / 0, most=9)
    assert world.hub.streams == 0


def test_the_thread_ends_with_the_last_stream_and_begins_again_with_the_next(world):
    stream = begun(world, world.open())
    next(stream)
    stream.close()
    until(lambda: not world.hub.listening)
    world.state = "second"
    assert data(next(begun(world, world.open()))) == "z1: second"


def test_a_stop_ends_those_too_who_come_amid_it(world):
    world.bell.meanwhile = [world.open, lambda: until(lambda: not world.hub.streams)]
    world.open()
    until(lambda: len(world.bell.meanwhile) == 1)
    world.hub.stop()
    assert (world.hub.streams, world.hub.listening) == (0, False)


def test_a_database_that_is_away_for_a_while_is_waited_for(world):
    stream = begun(world, world.open())
    next(stream)
    world.away = 2
    world.becomes("second")
    assert data(next(stream)) == "z1: second"


@pytest.fixture
def ears(database_url):
    ears = wakeups(database_url)
    yield ears
    ears.close()


def heard_within(ears, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ears.heard():
            return True
    return False


def act(app: Flask, by) -> None:
    with app.app_context(), writing():
        record("a.b", event=find_event(CODE), by=by("organiser"))


def test_every_commit_is_heard_and_silence_is_not(ears, app, event, by):
    heard_within(ears, 0.3)
    assert heard_within(ears, 0.5) is False
    act(app, by)
    assert heard_within(ears, 1) is True
    assert heard_within(ears, 0.5) is False


def test_many_commits_at_once_are_one_or_two_wake_ups(ears, app, event, by):
    heard_within(ears, 0.3)
    began = time.monotonic()
    for _ in range(20):
        act(app, by)
    woken = sum(ears.heard() for _ in range(5))
    assert 1 <= woken <= (time.monotonic() - began) / PACE
