"""Live streams of one process: a single thread has frames made when the database changed, streams wait.

The hub knows neither what a frame says nor who may read it: `tell` does, and alone asks the database. A
stream asks nothing, so that it holds no connection of the pool while it is open. docs/live.md.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
import time
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from panel.adapters.wakeups import PACE, Wakeups

QUIET = 2.0
"""Seconds after which the revisions are looked at although nothing was heard."""
BEAT = 10.0
"""Seconds after which a stream says that it is alive; a page that hears nothing for longer opens another."""
RETRY = (500, 1500)
"""Milliseconds after which a browser comes back, spread so that not all tablets of a hall come at once."""
MOST_STREAMS = 1500
"""Of the 2,000 connections of a worker: marks must get through whoever watches."""

T = TypeVar("T", bound=Hashable)
log = logging.getLogger("panel.live")


class Crowded(Exception):
    """There are as many streams as this process, or this holder, may have."""


@dataclass(frozen=True)
class Frame:
    """All that a topic's readers need, as one line of JSON. `stamp` says what it was made of, and is read
    before the data are: what changes between the two makes the next look take the frame for stale.

    `step` is what is new in it for who has the frame `since`; others get all of it.
    """

    data: str
    stamp: str
    since: str = ""
    step: str = ""

    @cached_property
    def id(self) -> str:
        """What it reads, in short; browsers send it back as Last-Event-ID, to whichever process."""
        return hashlib.sha256(self.data.encode()).hexdigest()[:16]

    def for_one_who_saw(self, seen: str) -> str:
        """The frame as an event."""
        data = self.step if self.step and seen == self.since else self.data
        return f"id: {self.id}\ndata: {data}\n\n"


@dataclass(eq=False)
class Reader(Generic[T]):
    """An open stream; `holder` is by whose right: a device, a link, an address. `checked` is the stamp at
    which that right was last read. `news` wakes it alone: of 200 boards few show what changed."""

    topic: T
    holder: str
    checked: str = ""
    news: Event = field(default_factory=Event)


@dataclass(frozen=True)
class Told(Generic[T]):
    """What is new: frames by topic, and the readers whose right has ended."""

    frames: Mapping[T, Frame]
    gone: Collection[Reader[T]] = ()


Tell = Callable[[Collection[Reader[T]], Mapping[T, Frame]], Iterator[Told[T]]]
"""From who reads, and the frames that they have; bit by bit, so that what is made first goes out first."""


class Hub(Generic[T]):
    """The open streams. Its thread runs only while there are any."""

    def __init__(self, listen: Callable[[], Wakeups], tell: Tell[T]) -> None:
        self._listen, self._tell = listen, tell
        self._lock = Lock()
        self._first = Lock()
        self._readers: set[Reader[T]] = set()
        self._frames: dict[T, Frame] = {}
        self._thread: Thread | None = None

    @property
    def streams(self) -> int:
        """How many are open."""
        return len(self._readers)

    @property
    def listening(self) -> bool:
        return self._thread is not None

    def open(self, topic: T, holder: str, made: Callable[[], Frame], *, most: int) -> Reader[T]:
        """A new reader, at most the holder's `most`th; raises Crowded. `stream` closes it, or `close`.

        Its topic's first frame is `made` after the reader is known, so that no change falls between.
        """
        reader = Reader(topic, holder)
        self._admit(reader, most)
        try:
            with self._first:  # whoever comes at the same moment waits for it: a hall comes back at once
                if topic not in self._frames:
                    frame = made()
                    with self._lock:
                        self._frames.setdefault(topic, frame)
        except BaseException:
            self.close(reader)
            raise
        return reader

    def _admit(self, reader: Reader[T], most: int) -> None:
        with self._lock:
            held = sum(other.holder == reader.holder for other in self._readers)
            if held >= most or len(self._readers) >= MOST_STREAMS:
                raise Crowded
            self._readers.add(reader)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, name="panel-live", daemon=True)
                self._thread.start()

    def close(self, reader: Reader[T]) -> None:
        with self._lock:
            self._readers.discard(reader)
            if not any(other.topic == reader.topic for other in self._readers):
                self._frames.pop(reader.topic, None)
        reader.news.set()

    def stop(self) -> None:
        """End all streams, and with them the thread: it has let go of the database when this returns. Who
        comes amid this, as browsers do whose stream ended, is sent away too."""
        while (thread := self._thread) and thread.is_alive():
            with self._lock:
                readers = tuple(self._readers)
                self._readers.clear()
                self._frames.clear()
            for reader in readers:
                reader.news.set()
            thread.join(PACE)

    def stream(self, reader: Reader[T], seen: str = "") -> Iterator[str]:
        """Server-sent events: the frame as it stands unless it was seen, each later one, and a beat."""
        try:
            yield f"retry: {RETRY[0] + secrets.randbelow(RETRY[1] - RETRY[0])}\n\n"
            while reader in self._readers:
                frame = self._next(reader, seen)
                if frame is None:
                    yield "event: beat\ndata:\n\n"  # a comment would not reach the page's script
                else:
                    told, seen = frame.for_one_who_saw(seen), frame.id
                    yield told
        finally:
            self.close(reader)

    def _next(self, reader: Reader[T], seen: str) -> Frame | None:
        """The first frame that was not seen; None if none came in time, or none will come any more."""

        def unseen() -> Frame | None:
            frame = self._frames.get(reader.topic) if reader in self._readers else None
            return frame if frame and frame.id != seen else None

        reader.news.clear()  # before the look: what changes after it rings again
        frame = unseen()
        if frame is None and reader in self._readers:
            reader.news.wait(BEAT)
            frame = unseen()
        return frame

    def _run(self) -> None:
        while self._wanted():
            try:
                with closing(self._listen()) as wakeups:
                    while self._readers:
                        self._look()
                        self._wait(wakeups)
            except (SQLAlchemyError, psycopg.Error, sqlite3.Error) as error:
                log.warning("Live pages wait for the database: %s", type(error).__name__)
                time.sleep(QUIET)

    def _wanted(self) -> bool:
        with self._lock:
            if not self._readers:
                self._thread = None
            return bool(self._readers)

    def _wait(self, wakeups: Wakeups) -> None:
        until = time.monotonic() + QUIET
        while self._readers and time.monotonic() < until and not wakeups.heard():
            pass

    def _look(self) -> None:
        """Have the frames made that are no longer true, and wake who reads those that read differently."""
        with self._lock:
            readers, known = tuple(self._readers), dict(self._frames)
        for told in self._tell(readers, known):
            self._take(told)

    def _take(self, told: Told[T]) -> None:
        with self._lock:
            self._readers.difference_update(told.gone)
            followed = {reader.topic for reader in self._readers}
            fresh = {topic: told.frames[topic] for topic in followed & told.frames.keys()}
            before = self._frames
            changed = {t for t, frame in fresh.items() if t not in before or before[t].id != frame.id}
            self._frames.update(fresh)
            waiting = [reader for reader in self._readers if reader.topic in changed]
        for reader in (*told.gone, *waiting):
            reader.news.set()
