"""Somebody who scores: mark after mark, with second thoughts, wrong keys, comments and withdrawals.

Everything is decided by the seed but the moment; what the network does to it is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import gevent

from bench.chaos.tablet import Tablet
from panel.domain.instruments import Instrument, Rating
from panel.domain.numbers import decimal_text

COMMENTS = ("ดีมาก", "ข้อมูลครบถ้วน", "ควรมีหลักฐานเพิ่ม\nหน้า ๔", "“อ้างคำพูด” <ผู้นำเสนอ>", "", "🙂" * 40)
IMPOSSIBLE = "99"
MOST_WAITING = 60


@dataclass(frozen=True)
class Part:
    """What a tablet is used for: a seat's sheets of its zone, with the paths of their pages."""

    seat: str
    presenters: tuple[str, ...]
    paths: tuple[str, ...]
    instrument: Instrument
    chair: bool
    """A chair whose panel has submitted may not withdraw any more."""
    shared: bool = False
    """Another tablet serves the same seat: neither knows what the other one does until it opens a sheet."""
    leads: bool = True
    """Of two such tablets the one on which sheets are submitted."""


class Judge:
    def __init__(self, part: Part, tablet: Tablet, chance: Random) -> None:
        self.part = part
        self.tablet = tablet
        self._chance = chance
        self._recused = False

    def score(self, over: Callable[[], bool], think: float) -> None:
        """Until it is over: mostly the sheet whose turn it is, sometimes another one."""
        while not over():
            gevent.sleep(self._chance.expovariate(1 / think) * (1 if self.part.leads else 3))
            if len(self.tablet.outbox.waiting()) >= MOST_WAITING:
                continue  # the server dies faster than it can catch up
            open_ones = [each for each in self.part.presenters if self._state(each) == "draft"]
            if open_ones and self._chance.random() < 0.8:
                self._turn(open_ones[0])
            else:
                self._turn(self._chance.choice(self.part.presenters))

    def finish(self) -> None:
        """Fill and submit what is not submitted yet; on a shared seat after the other tablet has sent all."""
        for presenter, path in zip(self.part.presenters, self.part.paths, strict=True):
            while self.part.leads and self._state(presenter) == "draft":
                if self.part.shared:
                    self._see(presenter, path)
                for node in self._missing(presenter):
                    self._mark(presenter, node)
                if not self._doubtful:
                    self._submit(presenter)
                if self._doubtful or self.part.shared:
                    self.settle()  # whether it was taken shows only now
        self.settle()

    def settle(self) -> None:
        """Wait until the tablet says that all is saved."""
        while self.tablet.outbox.waiting():
            gevent.sleep(0.05)

    def _turn(self, presenter: str) -> None:
        keep, chance = self.tablet.keep, self._chance.random()
        if self._state(presenter) == "submitted" and self.part.leads:
            if chance < 0.1 and not self.part.chair:
                keep(presenter, "withdraw")
        elif self._state(presenter) == "recused":
            return
        elif self.part.leads and chance < 0.3 and not self._missing(presenter) and not self._doubtful:
            self._submit(presenter)
        else:
            self._write(presenter, chance)

    def _write(self, presenter: str, chance: float) -> None:
        keep, alone = self.tablet.keep, not self.part.shared
        node = self._chance.choice([indicator.number for indicator in self.part.instrument.indicators])
        if chance > 0.9:
            keep(presenter, "comment", self._chance.choice([node, ""]), self._chance.choice(COMMENTS))
        elif chance > 0.87:
            keep(presenter, "mark", node, IMPOSSIBLE)
        elif chance > 0.85 and alone:
            keep(presenter, "mark", node, None)
        elif chance > 0.845 and alone and not self._recused and not self.part.chair:
            self._recused = True
            keep(presenter, "recuse", value={"reason": "มีส่วนได้เสียกับอำเภอที่นำเสนอ"})
        elif chance > 0.75 and self.part.shared and not self.tablet.outbox.waiting():
            self.tablet.open_sheet(self.part.paths[self.part.presenters.index(presenter)], presenter)
        else:
            missing = self._missing(presenter)
            self._mark(presenter, self._chance.choice(missing) if missing and chance < 0.6 else node)

    def _mark(self, presenter: str, node: str) -> None:
        indicator = self.part.instrument.indicator(node)
        if indicator is None or not isinstance(indicator.kind, Rating):
            raise ValueError(node)
        steps = self._chance.randint(0, int(indicator.kind.max / indicator.kind.step))
        self.tablet.keep(presenter, "mark", node, decimal_text(Fraction(steps) * indicator.kind.step))

    def _submit(self, presenter: str) -> None:
        said: dict[str, object] = {"heard": presenter}
        if not self.part.shared:
            shown = self.tablet.outbox.shown(presenter)
            said["marks"] = {node: each.value for (act, node), each in shown.items() if act == "mark"}
        self.tablet.keep(presenter, "submit", value=said)

    @property
    def _doubtful(self) -> bool:
        """Whether a wrong key still waits to be refused."""
        return any(entry.value == IMPOSSIBLE for entry in self.tablet.outbox.waiting())

    def _missing(self, presenter: str) -> Sequence[str]:
        """The items without a mark, as far as this tablet can see."""
        outbox = self.tablet.outbox
        shown = outbox.shown(presenter)
        given = {node for (act, node), each in shown.items() if act == "mark" and each.value is not None}
        if self.part.shared:
            heads = outbox.heads.items()
            given |= {node for (of, act, node), head in heads if (of, act) == (presenter, "mark") and head}
        return [each.number for each in self.part.instrument.indicators if each.number not in given]

    def _state(self, presenter: str) -> str:
        return self.tablet.outbox.state(presenter)

    def _see(self, presenter: str, path: str) -> None:
        while not self.tablet.open_sheet(path, presenter):
            gevent.sleep(0.1)
