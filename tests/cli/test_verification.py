"""`panel verify`: of a PDF, whether it is genuine and holds; what was forged or changed is named."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from sqlalchemy import select, update

from panel.adapters.pdf import facts_of
from panel.db import db, writing
from panel.domain.audit import digest
from panel.domain.documents import Choice, Document
from panel.models import Entry, Mark, Presenter, Seat, Sheet, Slot, Snapshot
from panel.operations.documents import ask_for_document, finish_document
from panel.operations.results import reopen_zone
from panel.queries.events import find_zone
from panel.queries.exports import zone_body
from panel.queries.results import zone_results
from tests.conftest import CODE

pytestmark = pytest.mark.pdf
REASON = "ป้อนคะแนนผิด"


@pytest.fixture
def printed(panel, tmp_path) -> Callable[..., Path]:
    """printed("ranking"): a file of กลุ่มโซนที่ ๑."""

    def at_the_shell(document: str, *options: str) -> Path:
        file = tmp_path / f"{document}.pdf"
        done = panel("print", CODE, document, "--zone", "z1", *options, "-o", str(file))
        assert (done.exit_code, done.output) == (0, "")
        return file

    return at_the_shell


@pytest.fixture
def told(panel) -> Callable[[Path], tuple[int, str]]:
    """The verdict on a file: exit status, and what was said of it."""

    def verdict(file: Path) -> tuple[int, str]:
        done: Result = panel("verify", str(file))
        return done.exit_code, done.output.replace(f"{file.name}: ", "").replace("\N{NO-BREAK SPACE}", " ")

    return verdict


def reopened(event, by) -> None:
    with writing():
        reopen_zone(find_zone(event, "z1"), by=by("z1-chair"), reason=REASON)


@pytest.mark.usefixtures("zones_final")
@pytest.mark.parametrize(
    ("document", "options", "title"),
    [
        ("ranking", (), "Ranking"),
        ("sheets", ("--seat", "z1-judge-1", "--presenter", "3101", "--lang", "en"), "Score sheets"),
        ("results", ("--presenter", "3101", "--without-names"), "Evaluation results"),
    ],
)
def test_a_file_is_genuine_and_holds(printed, told, document, options, title):
    assert told(printed(document, *options)) == (0, f"Genuine, and it holds: {title}.\n")


def test_a_draft_stands_for_nothing(printed, told):
    assert told(printed("plan")) == (
        1,
        "Genuine, but a draft, all of it or in part.\n  Not settled yet: Action plan\n",
    )


def test_a_version_that_was_replaced_is_told_with_its_reason(printed, told, zones_final, event, by):
    before = printed("ranking")
    reopened(event, by)
    words = (
        f"Genuine, but an earlier version. It no longer holds since 8 August 2025 09:10. Reason: {REASON}\n"
    )
    assert told(before) == (1, words)
    assert told(printed("ranking", "--version", "1")) == (1, words)


def test_what_a_job_made_is_known_though_it_is_printed_otherwise_by_now(
    printed, told, zones_final, event, by
):
    file = printed("results", "--presenter", "3101")
    with writing():
        job = ask_for_document(event, Choice(Document.RESULTS, zone="z1"), by=by("organiser"))
        finish_document(job, "a.pdf", file.read_bytes(), by=by("organiser"))
    reopened(event, by)
    assert told(file) == (
        1,
        f"Genuine, but an earlier version. It no longer holds since 8 August 2025 09:10. Reason: {REASON}\n",
    )


def test_a_file_of_another_address_says_so(printed, told, zones_final, monkeypatch):
    file = printed("ranking")
    monkeypatch.setenv("PANEL_BASE_URL", "https://elsewhere.example")
    assert told(file) == (
        1,
        "What it shows holds, but its codes lead to https://panel.example, not to this server's address "
        "https://elsewhere.example.\n",
    )


# --- Forgery ------------------------------------------------------------------------------------------


def saved(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def changed_glyphs(content: bytes, _: bytes) -> bytes:
    """Other letters on a page, everything that it says of itself as it was."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = pdf.pages[0].Contents
        drawn.write(drawn.read_bytes().replace(b"> Tj", b"> Tj ", 1).replace(b" Td", b" Td ", 1) + b" ")
        return saved(pdf)


def updated(content: bytes, _: bytes) -> bytes:
    """Behind the genuine bytes an update that empties the first page."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        page, root, info = (each.objgen[0] for each in (pdf.pages[0].Contents, pdf.Root, pdf.trailer.Info))
        size = int(pdf.trailer.Size)
    before = int(content.rsplit(b"startxref", 1)[1].split()[0])
    body = content + f"{page} 0 obj\n<< /Length 1 >>\nstream\n \nendstream\nendobj\n".encode()
    trailer = f"<< /Size {size} /Root {root} 0 R /Info {info} 0 R /Prev {before} >>"
    table = f"xref\n{page} 1\n{len(content):010d} 00000 n \ntrailer\n{trailer}"
    return body + f"{table}\nstartxref\n{len(body)}\n%%EOF\n".encode()


def borrowed_facts(content: bytes, other: bytes) -> bytes:
    """Another paper that says of itself what this one says."""
    with pikepdf.open(io.BytesIO(other)) as pdf:
        for name, value in facts_of(content).items():
            pdf.docinfo[f"/{name}"] = value
        return saved(pdf)


FORGED = {
    changed_glyphs: "Pages that differ: 1",
    updated: "Something was appended to the file.",
    borrowed_facts: "Pages that differ: 1",
}


def test_a_forged_file_is_never_believed(printed, told, zones_final):
    content, other = printed("ranking").read_bytes(), printed("summary")
    verdicts = {}
    for forge in FORGED:
        (file := other.with_name("forged.pdf")).write_bytes(forge(content, other.read_bytes()))
        verdicts[forge] = told(file)
    assert verdicts == {
        forge: (1, f"Altered: it differs from what this server prints.\n  {where}\n")
        for forge, where in FORGED.items()
    }


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"no PDF at all"])
def test_a_file_that_says_nothing_is_unknown(told, tmp_path, content):
    (tmp_path / "x.pdf").write_bytes(content)
    assert told(tmp_path / "x.pdf") == (
        1,
        "Unknown: this file is no document of Panel, or no longer says which.\n",
    )


def test_a_file_of_another_event_cannot_be_printed_here(printed, told):
    file = printed("plan")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/panel"] = str(pdf.docinfo["/panel"]).replace(CODE, "another-event")
        pdf.save(file)
    assert told(file) == (
        1,
        "Not genuine, or of another server: what it says it is can't be printed here.\n"
        "  There is no event another-event.\n",
    )


# --- A mark that was changed in the database ------------------------------------------------------------

CHANGED = [
    "The database was changed behind the log: what it prints proves nothing until that is settled.",
    "  Zone 1, sheet z1-judge-1, 3101, mark 1.1: 8 was finalised, 9 is there now.",
]


def change_a_mark(*tables: type[Mark] | type[Entry]) -> None:
    """Of one sheet, straight in the database: in one table or two."""
    sheet = (
        select(Sheet.id)
        .join(Seat, Seat.id == Sheet.seat_id)
        .join(Slot, Slot.id == Sheet.slot_id)
        .join(Presenter, Presenter.id == Slot.presenter_id)
        .where(Seat.code == "z1-judge-1", Presenter.code == "3101")
        .scalar_subquery()
    )
    with writing():
        for table in tables:
            changed = update(table).where(table.sheet_id == sheet, table.node == "1.1")
            db.session.execute(changed.values(value="9").execution_options(synchronize_session=False))


@pytest.mark.parametrize("tables", [(Mark,), (Mark, Entry)], ids=["the mark", "the mark and its entry"])
def test_a_mark_changed_after_finalising_is_named(panel, event, zones_final, printed, told, tables):
    files = [printed("ranking"), printed("sheets", "--seat", "z1-judge-1", "--presenter", "3101")]
    change_a_mark(*tables)
    for file in files:
        status, words = told(file)
        assert (status, words.splitlines()[:2]) == (1, CHANGED)
    assert "z1: sheet z1-judge-1 3101 does not hold" in panel("audit", "verify", CODE).stderr


def test_a_frozen_result_that_was_changed_with_its_marks_is_named(panel, event, zones_final, printed, told):
    file = printed("ranking")
    change_a_mark(Mark, Entry)
    body = zone_body(zone_results(find_zone(event, "z1")))
    with writing():
        frozen = update(Snapshot).where(Snapshot.zone_id == find_zone(event, "z1").id)
        db.session.execute(frozen.values(body=body, digest=digest(body)))
    assert "  z1: version 1 does not hold" in told(file)[1]
    assert "z1: version 1 does not hold" in panel("audit", "verify", CODE).stderr
