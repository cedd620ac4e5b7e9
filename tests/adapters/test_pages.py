"""In which pages two files differ."""

from __future__ import annotations

import io

import pikepdf
import pytest

from panel.adapters.pages import differing_pages


def pdf(*pages: str) -> bytes:
    """A file in which so much is drawn on each page."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        for drawn in pages:
            made.add_blank_page().Contents = pikepdf.Stream(made, drawn.encode())
        made.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (pdf("a", "b", "c"), []),
        (pdf("a", "x", "c"), [2]),
        (pdf("c", "b", "a"), [1, 3]),
        (pdf("a", "b"), [3]),
        (pdf("a", "b", "c", "d"), [4]),
        (b"no PDF", [1, 2, 3]),
    ],
    ids=["none", "one", "swapped", "one less", "one more", "unreadable"],
)
def test_pages_are_compared_by_what_is_drawn_on_them(other, expected):
    assert differing_pages(pdf("a", "b", "c"), other) == expected
