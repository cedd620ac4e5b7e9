"""Work shared out among processes of this machine, none of which outlives the one that started it."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread

from panel.domain.errors import PanelError

CHUNK = 24
"""Pieces of work until a process makes room for a fresh one: what it took of memory is given back."""


def end_with_parent() -> None:
    """Let this process end at once when the one that started it does, however that ends."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def side_by_side(
    work: Callable[[int], object], count: int, *, told: Callable[[int], object], chunk: int = CHUNK
) -> None:
    """work(0) to work(count - 1), in as many processes as there are cores; `told` hears how many are done.

    The processes are forked, so that they have what was read already; they may not use the database.
    Raises PanelError("document.crashed") where one of them fails.
    """
    context = multiprocessing.get_context("fork")
    turns = -(-count // (chunk * cores()))
    chunk = -(-count // (turns * cores()))  # as much for each core: none waits long for the last
    chunks = [range(first, min(first + chunk, count)) for first in range(0, count, chunk)]
    hear, tell = context.Pipe(duplex=False)
    running: list[BaseProcess] = []
    done = 0
    try:
        while chunks or running:
            while chunks and len(running) < cores():
                running.append(context.Process(target=_work, args=(work, chunks.pop(0), tell), daemon=True))
                running[-1].start()
            wait([hear, *(each.sentinel for each in running)])
            while hear.poll():
                done += len(hear.recv_bytes())
                told(done)
            running = [each for each in running if _goes_on(each)]
    finally:
        for each in running:
            each.terminate()
            each.join()


def cores() -> int:
    return len(os.sched_getaffinity(0))


def _goes_on(process: BaseProcess) -> bool:
    if process.is_alive():
        return True
    process.join()
    if process.exitcode:
        raise PanelError("document.crashed")
    return False


def _work(work: Callable[[int], object], turns: range, tell: Connection) -> None:
    end_with_parent()
    gc.freeze()  # what is there already stays shared with the parent, and is not looked through again
    gc.set_threshold(50_000, 20, 20)
    for turn in turns:
        work(turn)
        tell.send_bytes(b".")
