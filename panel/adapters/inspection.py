"""Looks one file of a stranger through. Run as a script, in a process of its own with little memory and time:
a file that would unpack to gigabytes ends that process, and nothing else.

    python inspection.py picture|pdf MOST < FILE

It prints the code of what is wrong with the file, or nothing. MOST is of pixels or of pages.
"""

from __future__ import annotations

import io
import re
import resource
import sys

MEMORY = 2**30
SECONDS = 20
_ACTIVE = re.compile(rb"/(JS|JavaScript|EmbeddedFiles?|Launch|RichMedia|XFA|SubmitForm|ImportData)\b")
"""What a PDF does or carries beside its pages; qpdf writes every name in its plain letters."""


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
            if any(_ACTIVE.search(_written(each)) for each in pdf.objects):
                return "upload.active"
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError):
        return "upload.broken"
    return ""


def _written(each: object) -> bytes:
    """An object of a PDF as it is written, of a stream what is said of it."""
    import pikepdf

    if isinstance(each, pikepdf.Stream):
        each = each.stream_dict
    return each.unparse(resolved=True) if isinstance(each, pikepdf.Object) else str(each).encode()


def main(kind: str, most: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    look = picture_fault if kind == "picture" else pdf_fault
    sys.stdout.write(look(sys.stdin.buffer.read(), int(most)))


if __name__ == "__main__":
    main(*sys.argv[1:])
