"""The parts of a board: pieces of HTML under keys, for its page and for the frames of its stream alike.

A page is put together from the parts, and its script replaces those that a frame has otherwise: rendered by
the same macros, they can't disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app, g, get_template_attribute, session

from panel.queries.boards import BoardView, Due, Head, Row, Tablets
from panel.web.forms.results import DecisionForm

Parts = dict[str, str]
Piece = Row | Due | Head | Tablets
"""What a part of a board is made of, whole: one that equals another reads the same."""
_OF_A_ZONE = ("seal", "acts", "progress", "conflicts")
_OF_A_PRESENTER = ("row", "result", "rank", "spread")


@dataclass(frozen=True)
class ZonePart:
    """A zone in the province's board, and what the figures of the whole are made of. It outlives what it was
    made from."""

    code: str
    html: str
    done: int
    of: int
    final: bool
    of_final: bool
    """Whether it is the final round's."""


def board_parts(
    view: BoardView, decision: DecisionForm | None = None, *, rendered: Callable[[Piece], Parts] | None = None
) -> Parts:
    """All of a zone's board that may change while somebody looks at it. With a decision on what came late
    that was refused, as it was typed. `rendered` may know pieces that were rendered already."""
    macro, rendered = _macros("results/_board.html"), rendered or piece_parts
    parts = {name: macro(name)(view) for name in _OF_A_ZONE}
    parts["late"] = macro("late")(view, decision)
    parts["open"] = macro("open")(view, [rendered(due)["due"] for due in view.due])
    pieces: list[Piece] = [view.tablets, *view.heads, *view.rows.values()]
    for piece in pieces:
        parts |= rendered(piece)
    return parts


def piece_parts(piece: Piece) -> Parts:
    """A part of a board, or some: a presenter's row, sheet by sheet, or what of it is open; the tablets, or
    the head of a seat's column."""
    macro = _macros("results/_board.html")
    match piece:
        case Due():
            return {"due": _macros("results/_open.html")("due")(piece)}
        case Head():
            return {f"seat {piece.seat}": macro("seat")(piece)}
        case Tablets():
            return {"seats": macro("seats")(piece)}
        case Row():
            code = piece.presenter.code
            parts = {f"{name} {code}": macro(name)(piece) for name in _OF_A_PRESENTER}
            return parts | {f"cell {seat} {code}": macro("cell")(piece, seat) for seat in piece.seats}


def piece_of(piece: Piece) -> str:
    """Whose part it is: of the pieces of a kind, no two of a board have the same."""
    match piece:
        case Row() | Due():
            return piece.presenter.code
        case Head():
            return piece.seat
        case Tablets():
            return ""


def board_shape(view: BoardView) -> str:
    """Which rows and columns the board has: a page of another shape is fetched anew."""
    presenters = (presenter.code for presenter in view.zone.presenters)
    return "/".join((" ".join(seat.code for seat in view.zone.panel), " ".join(presenters)))


def zone_part(view: BoardView) -> ZonePart:
    html = _macros("results/_province_board.html")("zone")(view)
    done, of = len(view.zone.submitted), view.zone.expected
    return ZonePart(view.zone.code, html, done, of, not view.open, view.board.of_final)


def province_parts(zones: Sequence[ZonePart]) -> Parts:
    """The province's board: each zone, and how far the whole is."""
    whole = _macros("results/_province_board.html")("whole")
    done, of = sum(zone.done for zone in zones), sum(zone.of for zone in zones)
    main = [zone.final for zone in zones if not zone.of_final]
    final = next((zone.final for zone in zones if zone.of_final), None)
    return {"whole": whole(done, of, sum(main), len(main), final)} | {
        f"zone {zone.code}": zone.html for zone in zones
    }


def province_shape(zones: Sequence[ZonePart]) -> str:
    return " ".join(zone.code for zone in zones)


def _macros(template: str) -> Callable[[str], Callable[..., str]]:
    """What its macro of a name gives, without the blanks around it."""
    return lambda name: lambda *given: get_template_attribute(template, name)(*given).strip()


@contextmanager
def as_in_a_page(language: str) -> Iterator[None]:
    """Parts for a stream are rendered as in a page of that language, but with nobody's session: forms lack
    their token, which each page's script puts in from its own."""
    with current_app.app_context(), current_app.test_request_context():
        session["lang"] = language
        g.csrf_token = ""
        yield
