"""`panel archive`: what it holds and what it never does, and that its verifier finds whatever was changed."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from panel.adapters import verifier
from panel.adapters.archives import write_archive
from panel.adapters.secrets import link_token
from panel.db import db, writing
from panel.domain.documents import Choice, Document
from panel.models import Device, Person
from panel.operations import archives
from panel.operations.archives import archived_papers
from panel.operations.certifications import certify_province
from panel.operations.results import finalise_zone, reopen_zone
from panel.queries.archives import archive_files
from panel.queries.events import find_event, find_zone
from panel.queries.schedules import timed_slots
from tests.conftest import CODE, SECRET, score

Change = Callable[[dict], None]


# --- Its data, and what finds it broken -----------------------------------------------------------------


@pytest.fixture
def data(event, by, zones_final, tmp_path) -> Path:
    """An archive of the certified province as it is unpacked, but for its papers; z4 was reopened."""
    with writing():
        reopen_zone(find_zone(find_event(CODE), "z4"), by=by("z4-chair"), reason="ป้อนผิด")
    with writing():
        finalise_zone(find_zone(find_event(CODE), "z4"), by=by("z4-chair"))
    with writing():
        certify_province(find_event(CODE), by=by("province-chair"))
    folder = tmp_path / "archive"
    for name, content in archive_files(find_event(CODE)).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "verify.py").write_bytes(Path(verifier.__file__).read_bytes())
    return folder


def list_files(folder: Path) -> None:
    """Write the manifest of what is there now, as whoever forges an archive would."""
    names = [
        each.relative_to(folder).as_posix() for each in folder.rglob("*.*") if each.name != "manifest.json"
    ]
    lines = {
        chain.stem: json.loads(chain.read_text().splitlines()[-1])["digest"]
        for chain in (folder / "audit").iterdir()
    }
    manifest = {
        "heads": lines,
        "files": {
            name: {"sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()} for name in names
        },
        "words": {"whole": ["ครบถ้วน"], "broken": ["ไม่ครบถ้วน"]},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))


def verified(folder: Path) -> tuple[int, list[str]]:
    """The verifier's status, and what it says is broken."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py")], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, [line[2:] for line in done.stdout.splitlines() if line.startswith("✗")]


def rewrite(folder: Path, name: str, change: Change) -> None:
    body = json.loads((folder / name).read_text())
    change(body)
    (folder / name).write_text(json.dumps(body, ensure_ascii=False))


def a_mark(body: dict) -> None:
    body["body"]["presenters"][0]["sheets"][0]["marks"]["1.1"] = "0"


def a_mark_with_its_digest(body: dict) -> None:
    a_mark(body)
    body["digest"] = verifier.digest(body["body"])


def a_place(body: dict) -> None:
    first, second = body["body"]["presenters"][:2]
    first["rank_zone"], second["rank_zone"] = second["rank_zone"], first["rank_zone"]


def a_comment(body: list) -> None:
    body[0]["sealed"]["comments"] = {"": "ดีมาก"}


def a_result(body: dict) -> None:
    body["rounds"][0]["presenters"][0]["result"] = "99.00"


Z1 = "snapshots/z1-v1.json"
TAMPERED = [
    (
        "a frozen mark",
        Z1,
        a_mark,
        {f"{Z1}: its digest is not that of what it holds", f"{Z1}: 3101: reckoned anew"},
    ),
    ("a frozen mark, sealed", Z1, a_mark_with_its_digest, {f"{Z1}: the log holds no such result"}),
    ("places", Z1, a_place, {f"{Z1}: 3101: reckoned anew", "results.json: 3101: not as it was frozen"}),
    ("a comment", "sheets.json", a_comment, {"the log holds no such sheet"}),
    ("the export", "results.json", a_result, {f"results.json: 3101: not as it was frozen in {Z1}"}),
    (
        "the province",
        "snapshots/_event-v1.json",
        lambda body: body["body"]["places"].reverse() or body["body"]["places"][0].update(place=1),
        {"snapshots/_event-v1.json: its digest is not", "not the place that follows from the results"},
    ),
    (
        "names",
        "snapshots/z2-v1.json",
        lambda body: body["names"].update(persons={}),
        {"snapshots/z2-v1.json: the log holds no such result"},
    ),
]


def test_the_verifier_finds_nothing_and_then_whatever_was_changed(data):
    list_files(data)
    assert verified(data) == (0, [])
    missed = {}
    for what, name, change, expected in TAMPERED:
        before = (data / name).read_bytes()
        rewrite(data, name, change)
        assert verified(data) == (1, [f"{name}: changed"]), what
        list_files(data)
        status, found = verified(data)
        missed[what] = (status, {words for words in expected if not any(words in line for line in found)})
        (data / name).write_bytes(before)
        list_files(data)
    assert missed == dict.fromkeys((row[0] for row in TAMPERED), (1, set()))


def test_the_verifier_misses_neither_records_nor_files(data):
    (data / "scans").mkdir()
    (data / "scans" / "extra.png").write_bytes(b"")
    list_files(data)
    (data / "scans" / "extra.png").rename(data / "scans" / "other.png")
    assert verified(data) == (1, ["scans/extra.png: missing", "scans/other.png: not of the archive"])
    log = data / "audit" / "z1.jsonl"
    log.write_text(
        "".join(line for line in log.read_text().splitlines(keepends=True) if '"sequence": 3,' not in line)
    )
    list_files(data)
    assert "audit/z1.jsonl: a record is missing" in verified(data)[1]


def test_the_verifier_is_a_plain_script_for_older_pythons():
    tree = ast.parse(Path(verifier.__file__).read_text(), feature_version=(3, 9))
    imported = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names


def test_no_secret_is_in_it(data, event, app):
    text = b"".join(path.read_bytes() for path in data.rglob("*.json*")).decode()
    persons = db.session.scalars(select(Person).where(Person.event_id == event.id)).all()
    secrets = {SECRET, *(link_token(SECRET, CODE, each.code, each.generation) for each in persons)}
    secrets |= {each.link_digest for each in persons}
    secrets |= {each for person in persons for each in (person.password_hash, person.pin_hash) if each}
    secrets |= {each for row in db.session.execute(select(Device.key, Device.secret_digest)) for each in row}
    assert [secret for secret in secrets if secret in text] == []
    assert re.search(r"\$argon2|\b0[689]\d{8}\b", text) is None


# --- The file -----------------------------------------------------------------------------------------


def test_every_paper_of_the_day_is_in_it_and_earlier_versions(event, app, by, zones_final, monkeypatch):
    monkeypatch.setattr(archives, "PACK", Choice(Document.PACK, zone="z4"))
    with writing():
        certify_province(event, by=by("province-chair"))
        reopen_zone(find_zone(find_event(CODE), "z4"), by=by("z4-chair"), reason="ป้อนผิด")
    names = [*archived_papers(find_event(CODE), app.extensions["panel_settings"])]
    presenters = [slot.presenter.code for slot in timed_slots(find_zone(event, "z4"))]
    judges = [seat.code for seat in find_zone(event, "z4").seats if seat.scores]
    certified = {f"documents/{name}-v1.pdf" for name in ("ranking", "brief")}
    assert certified < {*names}
    assert [name for name in names if name not in certified] == [
        *(f"documents/{name}-z4.pdf" for name in ("plan", "ranking", "summary")),
        *(f"documents/results-z4-{code}.pdf" for code in presenters),
        *(f"documents/sheets-z4-{code}-{judge}.pdf" for judge in judges for code in presenters),
        *(f"documents/{name}-z4-v1.pdf" for name in ("summary", "results", "ranking")),
    ]


@pytest.mark.pdf
def test_an_archive_of_what_is_not_final_says_so(panel, event, by, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "PACK", Choice(Document.PACK, zone="z1"))
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    file = tmp_path / "a.zip"
    done = panel("archive", CODE, "-o", str(file))
    assert (done.exit_code, done.stderr) == (0, "PROVISIONAL: not yet final are z1, z2, z3, z4.\n")
    assert file.stat().st_mode & 0o777 == 0o600
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["provisional"] == ["z1", "z2", "z3", "z4"]
        assert {*manifest["files"]} == {*archive.namelist()} - {"manifest.json"}
        assert "PROVISIONAL" in archive.read("README.txt").decode()
        assert archive.read("documents/sheets-z1-3101-z1-judge-1.pdf").startswith(b"%PDF-1.7")
    checked = [sys.executable, "-I", verifier.__file__, str(file)]
    assert subprocess.run(checked, capture_output=True, check=False).returncode == 0


def test_the_same_files_give_the_same_archive(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).write_text("the same")
    for name, order in (("1.zip", ("b", "a")), ("2.zip", ("a", "b"))):
        write_archive(tmp_path / name, dict.fromkeys(order, tmp_path / "one"), {"event": CODE})
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_an_archive_that_fails_leaves_what_was_there(panel, tmp_path):
    file = tmp_path / "a.zip"
    file.write_text("an earlier one")
    done = panel("archive", "nowhere", "-o", str(file))
    assert (done.exit_code, done.stderr) == (1, "There is no event nowhere.\n")
    with pytest.raises(FileNotFoundError):
        write_archive(file, {"a": tmp_path / "gone"}, {})
    assert ([each.name for each in tmp_path.glob("*a.zip*")], file.read_text()) == (
        ["a.zip"],
        "an earlier one",
    )
