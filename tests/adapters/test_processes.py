"""Work shared out: each piece once, all of it told, and a failure is one."""

from __future__ import annotations

import os

import pytest

from panel.adapters.processes import side_by_side
from panel.domain.errors import PanelError


def test_each_piece_is_done_once_in_other_processes_and_told(tmp_path):
    told = []

    def work(turn: int) -> None:
        (tmp_path / f"{turn}").write_text(str(os.getpid()))

    side_by_side(work, 5, told=told.append, chunk=2)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0", "1", "2", "3", "4"]
    assert str(os.getpid()) not in {file.read_text() for file in tmp_path.iterdir()}
    assert told[-1] == 5


def test_where_one_fails_the_whole_does():
    def work(turn: int) -> None:
        os._exit(3)

    with pytest.raises(PanelError) as failure:
        side_by_side(work, 2, told=lambda done: None)
    assert failure.value.code == "document.crashed"
