"""The benchmark of the boards in short: every board has every mark."""

from __future__ import annotations

import pytest

from bench.boards import main


@pytest.mark.slow
def test_every_board_has_every_mark(capsys):
    ended = main(["--database", "sqlite", "--boards", "20", "--marks", "3"])
    told = capsys.readouterr()
    assert (ended, told.err) == (0, "")
    assert "sqlite, 20 boards, 3 marks" in told.out
