"""What goes wrong, by code.

The domain names the fault and its parameters; the words, in Thai and English, stand in
`adapters/messages` and are rendered at the edge (web, cli, documents).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol


class Named(str):
    """A name with its English twin, as a parameter of a message: the reader's language picks one."""

    name_en: str

    def __new__(cls, name: str, name_en: str = "") -> Named:
        text = super().__new__(cls, name)
        text.name_en = name_en
        return text


class HasNames(Protocol):
    """A zone, a presenter, a view of one."""

    @property
    def name(self) -> str: ...

    @property
    def name_en(self) -> str: ...


def named(thing: HasNames) -> Named:
    return Named(thing.name, thing.name_en)


def named_all(things: Iterable[HasNames]) -> Named:
    """Several of them in a row."""
    each = list(things)
    return Named(", ".join(t.name for t in each), ", ".join(t.name_en or t.name for t in each))


class PanelError(Exception):
    """An act or input that was refused: nothing has changed."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


class Invalid(PanelError):
    """The input can't be right (400)."""


class Forbidden(PanelError):
    """The actor may not do this (403)."""


class NotFound(PanelError):
    """There is nothing of that name (404)."""


class Conflict(PanelError):
    """The input is well formed, but the state of things does not allow it (409)."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input: where it is, its code, and the parameters of its words."""

    place: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


class Faults(Invalid):
    """Several faults found at once, each with its place; nothing of the input was taken."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("faults", count=len(faults))
        self.faults = faults
