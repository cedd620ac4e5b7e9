"""Column types that every table shares: an enum by its value, an event's own code, references."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import MappedColumn, mapped_column


def enum_column(kind: type[StrEnum], **options: Any) -> MappedColumn[Any]:
    """An enum stored by its value (SQLAlchemy's default is the member's name), checked by the database."""
    return mapped_column(
        Enum(
            kind,
            values_callable=lambda members: [member.value for member in members],
            native_enum=False,
            create_constraint=True,
            name=kind.__name__.lower(),
            length=20,
        ),
        **options,
    )


def code_column(**options: Any) -> MappedColumn[str]:
    """A stable code from the folder."""
    return mapped_column(String(80), **options)


def reference(target: str, **options: Any) -> MappedColumn[Any]:
    """A foreign key, indexed: every one of ours is looked up by."""
    return mapped_column(ForeignKey(f"{target}.id"), index=True, **options)
