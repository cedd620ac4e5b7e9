"""The chair settles what a sheet did not take: late entries, and those that were kept at the door.

What is chosen of a sheet is settled whole or not at all. A deposit that is taken in goes the way of every
entry, under its author; where the sheet then holds it as late, that was just decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from sqlalchemy import select

from panel.db import db
from panel.domain.errors import Conflict, Invalid
from panel.domain.sheets import Act, Actor, Channel, EntryStatus
from panel.models import Deposit, Entry, Person, Zone
from panel.operations.audit import Author, lock_chain, record
from panel.operations.entries import NewEntry, Receipt, store_entries
from panel.operations.sheets import refuse_finalised, required, settle_entry
from panel.queries.deposits import open_deposits, open_late

_REFUSED = {
    Act.MARK: "deposit.mark_refused",
    Act.COMMENT: "deposit.comment_refused",
    Act.SUBMIT: "deposit.submit_refused",
    Act.WITHDRAW: "deposit.withdraw_refused",
    Act.RECUSE: "deposit.recuse_refused",
}


def settle_held(
    zone: Zone,
    seat: str,
    presenter: str,
    uuids: Collection[str],
    *,
    by: Author,
    take: bool,
    reason: str,
) -> int:
    """Take those late entries and deposits of a sheet in, or set them aside; all of them, or the refusal of
    the first that can't be taken is raised. Gives how many now wait for their author, who has changed the
    field elsewhere since.
    """
    reason = required(reason)
    lock_chain(zone.event, zone.code)
    if take:
        refuse_finalised(zone)
    if not uuids:
        raise Invalid("deposit.none_chosen")
    late = open_late(zone, seat, presenter, uuids)
    deposits = open_deposits(zone, seat, presenter, uuids)
    if len(late) + len(deposits) < len(set(uuids)):
        raise Conflict("deposit.settled")
    for entry in late:
        settle_entry(zone.event, entry, by=by, take=take, reason=reason)
    return _settle_deposits(zone, deposits, by=by, take=take, reason=reason) if deposits else 0


def _settle_deposits(zone: Zone, deposits: Sequence[Deposit], *, by: Author, take: bool, reason: str) -> int:
    receipts = list(_taken_in(zone, deposits, by)) if take else []
    for entry in _still_late([receipt.uuid for receipt in receipts]):
        settle_entry(zone.event, entry, by=by, take=True, reason=reason)
    settlement = "taken" if take else "set aside"
    for deposit in deposits:
        deposit.settled_at = by.at
        deposit.settlement = settlement
    record(
        "deposits.settled",
        event=zone.event,
        zone=zone,
        by=by,
        seat=deposits[0].seat.code,
        presenter=deposits[0].presenter,
        entries=[deposit.uuid for deposit in deposits],
        settlement=settlement,
        reason=reason,
    )
    return sum(receipt.status == EntryStatus.STALE for receipt in receipts)


def _taken_in(zone: Zone, deposits: Sequence[Deposit], by: Author) -> Iterator[Receipt]:
    """The receipts of deposits as entries of the persons and devices that they came from."""
    for (person, device), group in groupby(deposits, key=lambda each: (each.person_id, each.device_id)):
        sent = list(group)
        receipts = store_entries(
            zone.event,
            [_entry(deposit) for deposit in sent],
            by=replace(by, person=db.session.get_one(Person, person)),
            actor=Actor.AUTHOR,
            channel=Channel.TABLET,
            device_id=device,
            from_door=True,
        )
        for deposit, receipt in zip(sent, receipts, strict=True):
            if receipt.reason:
                raise Conflict(_REFUSED[deposit.act], item=deposit.node, why=receipt.reason)
        yield from receipts


def _entry(deposit: Deposit) -> NewEntry:
    return NewEntry(
        uuid=deposit.uuid,
        seat=deposit.seat.code,
        presenter=deposit.presenter,
        act=deposit.act,
        node=deposit.node,
        value=deposit.value,
        base=deposit.base,
        counter=deposit.counter,
        device_at=deposit.device_at,
    )


def _still_late(uuids: Sequence[str]) -> Sequence[Entry]:
    """Those for whose marks the sheet is closed."""
    return db.session.scalars(
        select(Entry)
        .where(Entry.uuid.in_(uuids), Entry.status == EntryStatus.LATE, Entry.settled_at.is_(None))
        .order_by(Entry.id)
    ).all()
