"""The stage of the tests: whatever one does to event, application and clock, the next finds all as it was."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from panel.db import db, writing

found: list[Any] = []


@pytest.mark.parametrize("turn", ["first", "second", "third"])
def test_nothing_that_a_test_does_reaches_the_next(app, clock, turn):
    with app.app_context():
        tables = db.metadata.sorted_tables
        rows = {
            table: db.session.execute(select(table).order_by(*table.primary_key)).all() for table in tables
        }
        with writing():
            for table in reversed(tables):
                db.session.execute(table.delete())
    found.append((rows, dict(app.config), set(app.extensions), clock()))
    assert found[-1] == found[0]
    app.config["WTF_CSRF_ENABLED"] = app.extensions["another"] = turn
    clock.forward(hours=1)
