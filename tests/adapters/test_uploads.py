"""Files that people hand in: told by their bytes, refused when broken or active, kept under their digest."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image

from panel.adapters.uploads import (
    SCAN_PAGES,
    SCANS,
    Kind,
    check_emblem,
    check_file,
    forget_upload,
    keep_upload,
    staged,
    upload_path,
)
from panel.domain.errors import Invalid
from tests.conftest import settings_for
from tests.files import pdf, picture, saved

MOST = 10 * 2**20


@pytest.fixture
def settings(tmp_path):
    return settings_for("sqlite://", tmp_path)


def kind_of(
    content: bytes, name: str = "scan", kinds=SCANS, most: int = MOST, pages: int = SCAN_PAGES
) -> Kind:
    return check_file(content, name, most=most, kinds=kinds, pages=pages).kind


def refusal_of(content: bytes, **how) -> str:
    with pytest.raises(Invalid) as refused:
        kind_of(content, **how)
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "kind"),
    [(picture("PNG"), Kind.PNG), (picture("JPEG"), Kind.JPEG), (pdf(), Kind.PDF), (pdf(20), Kind.PDF)],
)
def test_a_picture_or_a_pdf_is_told_by_its_bytes(content, kind):
    assert kind_of(content, name="page.html") is kind


def bomb() -> bytes:
    """A PNG that says it is 100,000 pixels square."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    sealed = struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + sealed + picture("PNG")[33:]


def with_attachment() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments["virus.exe"] = b"MZ"
        return saved(made)


def locked() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        return saved(made, encryption=pikepdf.Encryption(owner="a", user="b"))


def pdf_bomb() -> bytes:
    """A PDF of four megabytes, of which one stream of objects unpacks to four gigabytes."""
    packer, block = zlib.compressobj(9), b"0 " * 2**19
    packed = packer.compress(b"1 0 2 4 ") + packer.flush(zlib.Z_FULL_FLUSH)
    packed += (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)) * 4096 + packer.flush()
    body = b"%PDF-1.5\n3 0 obj\n" + stream("/Type/ObjStm/N 2/First 8/Filter/FlateDecode", packed)
    entries = struct.pack(">" + "BIH" * 5, 0, 0, 0, 2, 3, 0, 2, 3, 1, 1, 9, 0, 1, len(body), 0)
    table = b"4 0 obj\n" + stream("/Type/XRef/Size 5/W[1 4 2]/Root 1 0 R", entries)
    return body + table + f"startxref\n{len(body)}\n%%EOF\n".encode()


def nested(levels: int) -> bytes:
    """A PDF of which one value is an array in an array in an array …"""
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.Deep = pikepdf.Name.Here
        plain = saved(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return plain.replace(b"/Here", b"[" * levels + b"]" * levels)


CIRCLING = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [2 0 R] /Count 1>> endobj
trailer <</Root 1 0 R /Size 3>>
%%EOF
"""
"""A PDF whose pages are below themselves."""


def huge_picture() -> bytes:
    """A hundred megapixels in a few kilobytes."""
    file = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(file, "PNG")
    return file.getvalue()


def stream(facts: str, content: bytes) -> bytes:
    return f"<<{facts}/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream\nendobj\n"


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
ELSEWHERE = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("http://localhost:9"))
OTHER = pikepdf.Dictionary(S=pikepdf.Name.GoToR, F=pikepdf.String("//localhost/share/x.pdf"))
LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "upload.unknown_kind"),
        (b"<script>alert(1)</script>", "upload.unknown_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "upload.unknown_kind"),
        (picture("GIF"), "upload.unknown_kind"),
        (picture("PNG")[:-20], "upload.broken"),
        (picture("JPEG", (800, 600))[:-200], "upload.broken"),
        (b"\x89PNG\r\n\x1a\n<html>", "upload.broken"),
        (b"\xff\xd8\xff" + b"x" * 100, "upload.broken"),
        (b"%PDF-1.7\nnothing", "upload.broken"),
        (locked(), "upload.broken"),
        (bomb(), "upload.broken"),
        (huge_picture(), "upload.too_many_pixels"),
        (nested(100_000), "upload.broken"),
        (CIRCLING, "upload.broken"),
        (pdf(0), "upload.too_many_pages"),
        (pdf(21), "upload.too_many_pages"),
        (pdf(OpenAction=SCRIPT), "upload.active"),
        (pdf(OpenAction=ELSEWHERE), "upload.active"),
        (pdf(Links=pikepdf.Array([OTHER])), "upload.active"),
        (pdf(AA=pikepdf.Dictionary(WC=LAUNCH)), "upload.active"),
        (pdf(AcroForm=pikepdf.Dictionary(XFA=pikepdf.Array())), "upload.active"),
        (pdf(OpenAction=SCRIPT).replace(b"/JavaScript", b"/J#61vaScrip#74"), "upload.active"),
        (with_attachment(), "upload.active"),
        (pdf_bomb(), "upload.broken"),
        (b"PK\x03\x04" + b"x" * 100, "upload.office"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "upload.office"),
    ],
)
def test_what_is_broken_too_much_or_active_is_refused(content, code):
    assert refusal_of(content) == code


def test_a_pdf_may_have_links_and_say_at_which_page_it_opens():
    with pikepdf.new() as made:
        page = made.add_blank_page()
        link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=ELSEWHERE)
        page.Annots = pikepdf.Array([link])
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[page.obj, pikepdf.Name.Fit])
        assert kind_of(saved(made)) is Kind.PDF


def test_a_pdf_whose_parts_lead_to_each_other_is_read_to_its_end():
    with pikepdf.new() as made:
        made.add_blank_page()
        one, other = made.make_stream(b""), made.make_stream(b"")
        one.Other, other.Other = other, one
        made.pages[0].Contents = one
        assert kind_of(saved(made)) is Kind.PDF


def test_who_takes_files_says_which_and_how_large():
    assert refusal_of(pdf(), kinds={Kind.PNG}) == "letterhead.only_picture"
    assert refusal_of(picture(), kinds={Kind.PDF}) == "upload.only_pdf"
    assert kind_of(pdf(21), pages=200) is Kind.PDF
    assert refusal_of(picture(), most=10) == "upload.too_large"


def test_of_an_emblem_only_its_pixels_are_left():
    script = b"<script>alert(1)</script>"
    assert script not in check_emblem(picture() + script, "emblem.png").content


def test_the_bytes_are_kept_under_their_digest_as_they_are(settings, tmp_path):
    content = picture("JPEG")
    digest = keep_upload(settings, content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert upload_path(settings, digest) == tmp_path / "uploads" / digest[:2] / digest[2:]
    assert upload_path(settings, digest).read_bytes() == content


def test_the_same_bytes_twice_are_one_file_and_leave_nothing_else_behind(settings, tmp_path):
    digests = {keep_upload(settings, picture()) for _ in range(2)}
    files = [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()]
    assert files == [upload_path(settings, digest) for digest in digests]


def test_bytes_are_forgotten_once_and_for_all(settings):
    digest = keep_upload(settings, picture())
    forget_upload(settings, digest)
    forget_upload(settings, digest)
    assert not upload_path(settings, digest).exists()


def test_what_is_staged_and_not_kept_is_gone(settings, tmp_path):
    with staged(settings, picture()) as file:
        assert file.place.read_bytes() == picture()
    assert [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()] == []
