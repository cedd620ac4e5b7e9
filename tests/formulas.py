"""What a spreadsheet's formulas give, reckoned exactly and without any spreadsheet program: as much of their
language as ours use, read with openpyxl's own tokenizer."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Value = Fraction | str | bool | None
FUNCTIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "SUM": sum,
    "AVERAGE": lambda numbers: sum(numbers) / len(numbers),
    "COUNT": lambda numbers: Fraction(len(numbers)),
    "MAX": max,
    "MIN": min,
}
OPERATORS = [
    {"=": operator.eq},
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv},
]
"""The loosest first."""


class Reckoner:
    """A workbook whose formulas are reckoned when they are asked for."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def value(self, sheet: Worksheet, place: str) -> Value:
        """Of one cell."""
        found = sheet[place].value
        if isinstance(found, str) and sheet[place].data_type == "f":
            tokens = [each for each in Tokenizer(found).items if each.type != Token.WSPACE]
            return self._level(tokens, sheet, 0)
        return Fraction(str(found)) if type(found) in {int, float} else found

    def rows(self, sheet: Worksheet) -> list[list[Value]]:
        """Of all cells."""
        return [[self.value(sheet, cell.coordinate) for cell in row] for row in sheet.rows]

    def _level(self, tokens: list[Token], sheet: Worksheet, level: int) -> Value:
        if level == len(OPERATORS):
            return self._operand(tokens, sheet)
        found = self._level(tokens, sheet, level + 1)
        while tokens and tokens[0].value in OPERATORS[level]:
            combine = OPERATORS[level][tokens.pop(0).value]
            found = combine(found, self._level(tokens, sheet, level + 1))
        return found

    def _operand(self, tokens: list[Token], sheet: Worksheet) -> Value:
        token = tokens.pop(0)
        if token.type == Token.PAREN:
            found = self._level(tokens, sheet, 0)
            tokens.pop(0)
            return found
        if token.type == Token.FUNC:
            return self._function(token.value.rstrip("("), tokens, sheet)
        if token.subtype == Token.RANGE:
            return self._cells(token.value, sheet)[0]
        return Fraction(token.value)

    def _function(self, name: str, tokens: list[Token], sheet: Worksheet) -> Value:
        given: list[list[Value]] = []
        while True:
            if tokens[0].subtype == Token.RANGE and ":" in tokens[0].value:
                given.append(self._cells(tokens.pop(0).value, sheet))
            else:
                given.append([self._level(tokens, sheet, 0)])
            if tokens.pop(0).type == Token.FUNC:
                break
        if name == "ROUND":
            return _half_up(given[0][0], int(given[1][0]))
        numbers = [each for each in given[-1] if isinstance(each, Fraction)]
        if name == "RANK":
            return Fraction(1 + sum(each > given[0][0] for each in numbers))
        return FUNCTIONS[name]([each for cells in given for each in cells if isinstance(each, Fraction)])

    def _cells(self, reference: str, sheet: Worksheet) -> list[Value]:
        title, _, place = reference.rpartition("!")
        there = self.book[title.strip("'").replace("''", "'")] if title else sheet
        block = there[place.replace("$", "")]
        cells = [cell for row in block for cell in row] if isinstance(block, tuple) else [block]
        return [self.value(there, cell.coordinate) for cell in cells]


def _half_up(value: Fraction, places: int) -> Fraction:
    scale = 10**places
    sign = -1 if value < 0 else 1
    return sign * Fraction(int(abs(value) * scale + Fraction(1, 2)), scale)
