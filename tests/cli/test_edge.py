"""What every command owes: one clear line for what goes wrong, nothing changed, never a traceback."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from panel.cli.edge import table
from panel.config import ROOT
from tests.conftest import CODE


def shell(*arguments: str, cwd: Path = ROOT, **changes: str) -> subprocess.CompletedProcess[str]:
    """bin/panel in a process of its own, with these settings alone."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **changes}
    return subprocess.run(
        [str(ROOT / "bin" / "panel"), *arguments], cwd=cwd, env=environment, capture_output=True, text=True
    )


BAD_SETTINGS = [
    ("PANEL_CLOCK", "noon", "PANEL_CLOCK='noon': expected an ISO instant, 2025-08-08T08:30+07:00"),
    (
        "PANEL_DATABASE_URL",
        "mysql://host/panel",
        "PANEL_DATABASE_URL: expected sqlite:////FOLDER/FILE or postgresql://…",
    ),
]


@pytest.mark.parametrize(("name", "value", "words"), BAD_SETTINGS, ids=[row[0] for row in BAD_SETTINGS])
def test_a_bad_setting_is_told_by_name(panel, monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    result = panel("event", "list")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{words}\n")


UNUSABLE = [
    ("not migrated", "sqlite:///{folder}/new.db", "no such table"),
    ("no folder", "sqlite:///{folder}/nowhere/new.db", "unable to open database file"),
    ("not there", "postgresql://panel@127.0.0.1:1/panel", "onnection"),
]


@pytest.mark.parametrize(("url", "reason"), [row[1:] for row in UNUSABLE], ids=[row[0] for row in UNUSABLE])
def test_a_database_that_can_not_be_used_is_told_in_one_line(panel, monkeypatch, tmp_path, url, reason):
    monkeypatch.setenv("PANEL_DATABASE_URL", url.format(folder=tmp_path))
    result = panel("event", "list")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert result.stderr.startswith("The database can't be used: ")
    assert reason in result.stderr
    assert result.stderr.endswith("bin/panel db upgrade makes its tables.\n")


def test_a_folder_in_which_nothing_may_be_kept_is_told(panel, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PANEL_INSTANCE", str(tmp_path / "file" / "instance"))
    monkeypatch.delenv("PANEL_SECRET_KEY")
    result = panel("event", "list")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert result.stderr.startswith(f"PANEL_INSTANCE='{tmp_path}/file/instance': Not a directory")


@pytest.mark.parametrize("arguments", [("nonsense",), ("event", "nonsense"), ("event", "list", "--nonsense")])
def test_what_is_no_command_ends_with_2(panel, arguments):
    result = panel(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nonsense" in result.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("event", "--help"), ("results", "--help")])
def test_help_is_given(panel, arguments):
    result = panel(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Usage: ")


def test_a_day_at_the_shell_from_an_empty_folder(tmp_path):
    settings = {"PANEL_INSTANCE": str(tmp_path / "instance")}
    assert shell("db", "upgrade", **settings).stdout == "The tables are up to date.\n"
    assert shell("event", "list", **settings).stdout == ""
    shutil.copytree(ROOT / "schedules" / CODE, tmp_path / CODE)
    loaded = shell("event", "load", CODE, cwd=tmp_path, **settings)
    assert (loaded.returncode, loaded.stdout) == (0, f"{CODE}: loaded\n")
    refused = shell("audit", "verify", "nowhere", **settings)
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", "There is no event nowhere.\n")
    assert sqlite3.connect(tmp_path / "instance" / "panel.db").execute(
        "SELECT code FROM event"
    ).fetchall() == [(CODE,)]


def test_columns_are_as_wide_as_their_widest_cell_looks():
    assert table([("กลุ่มโซนที่ ๑", 1), ("ab", "é")]) == "กลุ่มโซนที่ ๑  1\nab         é"


def test_a_table_of_nothing_is_empty():
    assert table([]) == ""
