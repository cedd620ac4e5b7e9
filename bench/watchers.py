"""Open event streams, read side by side: which of them has a frame of what is waited for, and since when."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

FIRST_FRAMES = 60.0


@dataclass
class Stream:
    """A board's stream: the zone that it shows ("" is all of them), what came since it was last drained."""

    socket: socket.socket
    zone: str
    came: bytearray = field(default_factory=bytearray)


class Streams:
    """All of them, through one selector."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._all: list[Stream] = []

    def __len__(self) -> int:
        return len(self._all)

    def add(self, stream: Stream) -> None:
        self._selector.register(stream.socket, selectors.EVENT_READ, stream)
        self._all.append(stream)

    def showing(self, wanted: Mapping[str, str]) -> int:
        """How many show one of these zones."""
        return sum(stream.zone in wanted for stream in self._all)

    def drain(self) -> None:
        """Forget what came so far."""
        while self._read(0):
            pass
        for stream in self._all:
            stream.came.clear()

    def heard(self, wanted: Mapping[str, str], *, until: float) -> list[float]:
        """When each stream had a frame with the key that is wanted of its zone (by the monotonic clock)."""
        heard: dict[int, float] = {}
        keys = {zone: f'"{key}"'.encode() for zone, key in wanted.items()}
        left = self.showing(wanted)
        while len(heard) < left and time.monotonic() < until:
            for stream in self._read(0.05):
                if stream.zone in keys and keys[stream.zone] in stream.came:
                    heard.setdefault(stream.socket.fileno(), time.monotonic())
        return list(heard.values())

    def _read(self, timeout: float) -> list[Stream]:
        streams: list[Stream] = [key.data for key, _ in self._selector.select(timeout)]
        for stream in streams:
            stream.came += stream.socket.recv(1 << 18)
        return streams

    def close(self) -> None:
        self._selector.close()


@contextmanager
def opened(port: int, boards: Sequence[tuple[str, str, str]]) -> Iterator[Streams]:
    """A stream for each board (cookies, address, zone), past its first frame."""
    with ExitStack() as stack:
        streams = Streams()
        stack.callback(streams.close)
        for cookies, address, zone in boards:
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(f"GET {address} HTTP/1.1\r\nHost: bench\r\nCookie: {cookies}\r\n\r\n".encode())
            streams.add(Stream(connection, zone))
        every = dict.fromkeys({zone for _, _, zone in boards}, "shape")
        if len(streams.heard(every, until=time.monotonic() + FIRST_FRAMES)) < len(boards):
            raise SystemExit("not every board opened")
        yield streams
