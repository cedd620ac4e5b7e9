"""Files as people hand them in: pictures and PDFs, whole and otherwise."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "white") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, form)
    return file.getvalue()


def pdf(pages: int = 1, **root: object) -> bytes:
    """A PDF of empty pages; `root` are further entries of its catalogue."""
    file = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        for name, value in root.items():
            made.Root[f"/{name}"] = value
        made.save(file)
    return file.getvalue()


def saved(made: pikepdf.Pdf, **options: object) -> bytes:
    file = io.BytesIO()
    made.save(file, **options)  # type: ignore[arg-type]
    return file.getvalue()
