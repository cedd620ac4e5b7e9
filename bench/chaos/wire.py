"""Just enough HTTP for tablets and the network between: messages with a length, as bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from gevent import socket

Headers = dict[str, str]
_EMPTY = {204, 304}


class Broken(OSError):
    """The other side went away in the middle of a message."""


@dataclass(frozen=True)
class Message:
    """A request or an answer: its first line, its headers (lower case), and all of it as it came."""

    line: str
    headers: Headers
    body: bytes
    raw: bytes

    @property
    def status(self) -> int:
        """Of an answer."""
        return int(self.line.split()[1])


def read_message(file: BinaryIO) -> Message | None:
    """The next message; None if the other side has closed. Raises Broken in the middle of one."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = file.readline()
        if not line:
            if head:
                raise Broken
            return None
        head += line
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)
    }
    length = int(headers.get("content-length", 0))
    body = file.read(length)
    if len(body) < length:
        raise Broken
    return Message(first, headers, body, head + body)


def message(line: str, headers: Headers, body: bytes = b"") -> bytes:
    told = headers | {"Content-Length": str(len(body))}
    return "\r\n".join([line, *(f"{name}: {value}" for name, value in told.items()), "", ""]).encode() + body


class Line:
    """A connection that is kept: made when it is needed, and made anew after it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._file: BinaryIO | None = None

    def ask(self, request: bytes) -> Message:
        """The answer; raises OSError if none came, whole, on this connection."""
        if self._socket is None or self._file is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            self._file = self._socket.makefile("rb")
        self._socket.sendall(request)
        answer = read_message(self._file)
        if answer is None:
            raise Broken
        return answer

    def close(self) -> None:
        for part in (self._file, self._socket):
            if part is not None:
                part.close()
        self._file = self._socket = None
