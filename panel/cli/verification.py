"""`panel verify`: whether a PDF file is what this server made, and whether it holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from panel.adapters.secrets import derive_key
from panel.cli.edge import in_app, language, settings
from panel.domain.errors import Invalid
from panel.operations.verification import verify_file

MOST = 200 * 2**20
"""Bytes of a file that is looked at."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@in_app
def verify(file: Path) -> None:
    """Say whether FILE, a PDF, is genuine and holds; exit 0 for that alone."""
    if file.stat().st_size > MOST:
        raise Invalid("upload.too_large", most=MOST // 2**20)
    finding = verify_file(file.read_bytes(), settings(), key=derive_key(settings().secret_key, "audit"))
    words = language().message(finding.code, **finding.params)
    click.echo(f"{file.name}: {words}", err=not finding.holds)
    for detail in finding.details:
        click.echo(f"  {language().error(detail)}", err=True)
    sys.exit(0 if finding.holds else 1)
