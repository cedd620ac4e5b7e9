"""Statements that are asked for each mark: compiled once for each database, handed to its driver directly.

SQLAlchemy takes several times as long to execute a statement as SQLite does. Values go in and come out as
with it; errors are the driver's own.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import SelectBase

Turn = Callable[[Any], Any]
"""From a value to the driver's, or back."""
Values = Mapping[str, Any]


class Prepared:
    """A statement without lists among its parameters. An INSERT or UPDATE sets the `columns` named."""

    def __init__(self, statement: SelectBase | UpdateBase, *columns: str) -> None:
        self._statement = statement
        self._columns = columns or None
        self._spoken: dict[str, _Spoken] = {}

    def rows(self, connection: Connection, values: Values) -> list[Any]:
        """What is found, as named tuples."""
        spoken = self._of(connection.dialect)
        return spoken.read(_execute(connection, spoken, values).fetchall())

    def run(self, connection: Connection, values: Values) -> int:
        """Execute a write; the number of rows that it changed."""
        return _execute(connection, self._of(connection.dialect), values).rowcount

    def run_each(self, connection: Connection, each: Sequence[Values]) -> None:
        """Execute a write for each of these values, in their order."""
        if len(each) == 1:
            self.run(connection, each[0])
        elif each:
            spoken = self._of(connection.dialect)
            parameters = [spoken.parameters(values) for values in each]
            connection.connection.cursor().executemany(spoken.sql, parameters)

    def _of(self, dialect: Dialect) -> _Spoken:
        if dialect.name not in self._spoken:
            compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
            found = self._statement.selected_columns if isinstance(self._statement, SelectBase) else ()
            self._spoken[dialect.name] = _spoken(compiled, dialect, list(found))
        return self._spoken[dialect.name]


@dataclass(frozen=True)
class _Spoken:
    """A statement as one kind of database hears it. `order` is that of the parameters, where they have no
    names; `fixed` are always the same, `turns` turn the others; `reads` turn the columns of a `row`."""

    sql: str
    order: Sequence[str] | None
    fixed: Values
    turns: Sequence[tuple[str, Turn | None]]
    row: Any
    reads: Sequence[Turn | None]

    def parameters(self, values: Values) -> Any:
        turned = {name: turn(values[name]) if turn else values[name] for name, turn in self.turns}
        turned.update(self.fixed)
        return turned if self.order is None else [turned[name] for name in self.order]

    def read(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        reads, make = self.reads, self.row._make
        return [
            make([turn(cell) if turn else cell for turn, cell in zip(reads, row, strict=True)])
            for row in rows
        ]


def _execute(connection: Connection, spoken: _Spoken, values: Values) -> DBAPICursor:
    cursor = connection.connection.cursor()
    cursor.execute(spoken.sql, spoken.parameters(values))
    return cursor


def _spoken(compiled: SQLCompiler, dialect: Dialect, columns: Sequence[Any]) -> _Spoken:
    binds = {name: compiled.binds[name] for name in compiled.params}
    turns = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    fixed = {
        name: turn(bind.value) if (turn := turns[name]) else bind.value
        for name, bind in binds.items()
        if not bind.required
    }
    return _Spoken(
        sql=compiled.string,
        order=compiled.positiontup if compiled.positional else None,
        fixed=fixed,
        turns=[(name, turn) for name, turn in turns.items() if name not in fixed],
        row=namedtuple("Row", [column.name for column in columns]),
        reads=[column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns],
    )
