"""Looks one file of a stranger through. Run as a script, in a process of its own with little memory and time:
a file that would unpack to gigabytes ends that process, and nothing else.

    python inspection.py picture|pdf|drawing MOST < FILE

It prints the code of what is wrong with the file, or nothing; of a drawing the picture drawn anew as PNG, of
which nothing but its pixels is left. MOST is of pixels or of pages; of a drawing, of pixels a side.
"""

from __future__ import annotations

import io
import re
import resource
import sys

MEMORY = 2**30
SECONDS = 20
OPAQUE = 255
_ACTIVE = re.compile(
    rb"/(AA|JS|JavaScript|EmbeddedFiles?|Launch|GoTo[ER]|RichMedia|XFA|SubmitForm|ImportData)\b"
)
"""What a PDF does or carries beside its pages; qpdf writes every name in its plain letters. A link may lead
anywhere once it is pressed, but not to a file: asking for one can tell its server who asks."""


def picture_fault(content: bytes, most: int) -> str:
    from PIL import Image

    broken = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        if picture.width * picture.height > most:
            return "upload.too_many_pixels"
        if picture.format == "PNG":
            picture.verify()  # its checksums say whether it is whole
        else:
            picture.draft("L", (1, 1))  # all of it is read, but only an eighth drawn
            picture.load()
    except broken:
        return "upload.broken"
    return ""


def pdf_fault(content: bytes, most: int) -> str:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not 0 < len(pdf.pages) <= most:
                return "upload.too_many_pages"
            opening = pdf.Root.get("/OpenAction")
            leads_away = isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo"
            if leads_away or any(_ACTIVE.search(_written(each)) for each in pdf.objects):
                return "upload.active"
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError):
        return "upload.broken"
    return ""


def drawn_anew(content: bytes, side: int) -> bytes:
    """A picture that was looked through, upright and no larger than that. Raises OSError, ValueError …"""
    from PIL import Image, ImageOps

    opened = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    opened.draft("RGB", (side, side))
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((side, side))
    pixels = Image.new("RGBA", upright.size)
    pixels.paste(upright)  # without colour profile, comments and whatever else came with it
    opaque = min(pixels.getchannel("A").tobytes()) == OPAQUE
    file = io.BytesIO()
    (pixels.convert("RGB") if opaque else pixels).save(file, "PNG", optimize=True)
    return file.getvalue()


def _written(each: object) -> bytes:
    """An object of a PDF as it is written, of a stream what is said of it."""
    import pikepdf

    if isinstance(each, pikepdf.Stream):
        each = each.stream_dict
    return each.unparse(resolved=True) if isinstance(each, pikepdf.Object) else str(each).encode()


def main(kind: str, most: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content = sys.stdin.buffer.read()
    if kind == "drawing":
        sys.stdout.buffer.write(drawn_anew(content, int(most)))
        return
    look = picture_fault if kind == "picture" else pdf_fault
    sys.stdout.write(look(content, int(most)))


if __name__ == "__main__":
    main(*sys.argv[1:])
