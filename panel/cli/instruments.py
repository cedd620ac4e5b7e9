"""`panel instrument`: check a file, evaluate answers with it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from panel.adapters.instrument_file import read_instrument
from panel.adapters.language import N_
from panel.cli.edge import language, say, told
from panel.domain.errors import Invalid
from panel.domain.instruments import Answer, Instrument, evaluate
from panel.domain.numbers import decimal_text


@click.group()
def instrument() -> None:
    """Instruments and their evaluation."""


@instrument.command()
@click.argument("file", type=click.Path(path_type=Path))
@told
def check(file: Path) -> None:
    """Say whether FILE is an instrument, and what it is."""
    found = read_instrument(file)
    say(
        N_("%(code)s: %(indicators)s indicators, %(points)s points"),
        code=found.code,
        indicators=len(found.indicators),
        points=decimal_text(found.full),
    )


@instrument.command("evaluate")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
@told
def evaluate_(file: Path, answers: Path) -> None:
    """Evaluate ANSWERS (a JSON object, indicator number to answer) with FILE; JSON on stdout."""
    found = read_instrument(file)
    outcome = evaluate(found, _answers(answers, found))
    value = None if outcome.value is None else decimal_text(outcome.value)
    click.echo(
        json.dumps(
            {
                "value": value,
                "grade": outcome.grade.name if outcome.grade else None,
                "missing": list(outcome.missing),
                "invalid": {
                    number: language().message(refusal.code, **refusal.params)
                    for number, refusal in outcome.invalid.items()
                },
                "parts": {
                    number: None if part.value is None else decimal_text(part.value)
                    for number, part in outcome.parts.items()
                },
            },
            ensure_ascii=False,
            indent=2,
        )
    )
    if outcome.invalid:
        sys.exit(1)


def _answers(path: Path, instrument: Instrument) -> dict[str, Answer | None]:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Invalid("cli.bad_answers", file=path.name)
    for number in body:
        if instrument.indicator(number) is None:
            raise Invalid("entry.unknown_item", item=number)
    return body
