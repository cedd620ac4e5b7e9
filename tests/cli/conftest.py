"""The command line as somebody at a shell has it: a database with the reference event, and what was said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import has_app_context

from panel.cli import main
from panel.db import db
from tests.conftest import SECRET

Panel = Callable[..., Result]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> None:
    """Settings for this test's own copy of the database."""
    for name, value in {
        "PANEL_INSTANCE": str(tmp_path),
        "PANEL_DATABASE_URL": database_url,
        "PANEL_SECRET_KEY": SECRET,
        "PANEL_BASE_URL": "https://panel.example",
        "PANEL_CLOCK": "2025-08-08T09:10:00+07:00",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def panel(environment: None) -> Panel:
    """panel("event", "list"): its result, with stdout, stderr and exit code."""

    def run(*arguments: str, **options: object) -> Result:
        result = CliRunner().invoke(main, arguments, catch_exceptions=False, **options)  # type: ignore[arg-type]
        if has_app_context():
            db.session.rollback()  # what the test reads next, it reads anew
        return result

    return run
