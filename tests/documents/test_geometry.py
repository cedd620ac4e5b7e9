"""How every document stands on its pages: margins, marks that meet, lone headings and signatures, counts;
and QR codes that lead where their paper says."""

from __future__ import annotations

import io

import pikepdf
import pytest
import segno

from tests.documents.conftest import ADDRESS, FRAMED, SINGLE
from tests.documents.faults import faults, is_code, module_of
from tests.documents.layout import Shape, leaves

pytestmark = pytest.mark.pdf


@pytest.mark.parametrize(("document", "lang"), SINGLE)
def test_every_document_stands_well_on_its_pages(drawn, document, lang):
    assert faults(drawn(document, lang).content, framed=document in FRAMED) == []


@pytest.mark.parametrize(("document", "lang"), SINGLE)
def test_its_codes_lead_where_it_says(drawn, document, lang):
    with pikepdf.open(io.BytesIO(drawn(document, lang).content)) as pdf:
        codes = {read(shape) for leaf in leaves(pdf) for shape in leaf.shapes if is_code(shape)}
    assert {squares(f"{ADDRESS}{path}") for path in drawn(document, lang).paths} <= codes


def squares(text: str) -> frozenset[tuple[int, int]]:
    """The dark ones of a QR code, by row and column."""
    rows = segno.make(text, error="m", micro=False).matrix
    return frozenset(
        (down, across) for down, row in enumerate(rows) for across, dark in enumerate(row) if dark
    )


def read(code: Shape) -> frozenset[tuple[int, int]]:
    """The same of one that is drawn: a stroke for each run of dark squares, through their middle."""
    side = module_of(code)
    return frozenset(
        (round((down - code.box.top) / side), round((left - code.box.left) / side) + step)
        for (left, down), (right, _) in code.strokes
        for step in range(round((right - left) / side))
    )
