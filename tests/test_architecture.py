"""The architecture's own rules: who may open a route, what is documented, recorded, and put in words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from inspect import getmembers, isfunction
from pathlib import Path
from types import ModuleType

import click
import pytest
from flask import Flask

from panel.adapters import messages
from panel.adapters.messages import TEXTS
from panel.cli import main
from panel.config import ROOT
from panel.domain import access
from panel.domain.days import MAY_FOLLOW
from panel.domain.documents import Document
from panel.domain.materials import MaterialKind
from panel.domain.panels import Role
from panel.domain.planning import Kind, Wish
from panel.domain.schedules import ClashKind
from panel.domain.sheets import State
from panel.domain.shifts import Limit
from panel.domain.ties import Decided
from panel.models.jobs import JobKind
from panel.queries.live import Stage

PANEL = ROOT / "panel"
NOUNS = {
    "accounts",
    "audit",
    "documents",
    "events",
    "instruments",
    "panels",
    "results",
    "schedules",
    "sheets",
}
MOST_LINES = 300
SETTING = re.compile(r"\b(?:PANEL_[A-Z_]+|PORT)\b")
REFUSALS = {"PanelError", "Invalid", "Forbidden", "NotFound", "Conflict", "Refused", "WayOut"}
NAMED = {
    f"{noun}.{value}"
    for noun, values in {
        "clash": ClashKind,
        "constraint": Kind,
        "flag": ClashKind,
        "material": MaterialKind,
        "decided": Decided,
        "document": Document,
        "role": Role,
        "misfit": Limit,
        "screen": Stage,
        "state": (*State, *MAY_FOLLOW),
        "wish": Wish,
    }.items()
    for value in values
} | {f"{kind}.crashed" for kind in JobKind}
"""What codes say of the value of an enum: written as f"role.{role}"."""
UNRECORDED = {"count_attempt", "claim_job", "edited"}
"""A failed sign-in is counted in a table, for ten minutes; a job is recorded when it has come to its end;
what is edited is recorded by the act inside."""
MODULES = sorted(path for path in PANEL.rglob("*.py") if "versions" not in path.parts)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def strings(path: Path) -> set[str]:
    """Every string that a module writes down."""
    return {node.value for node in ast.walk(tree(path)) if _is_text(node)}


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


# --- Routes -----------------------------------------------------------------------------------------


def test_every_route_says_who_may_open_it(app: Flask):
    predicates = {predicate for _, predicate in getmembers(access, isfunction)}
    views = {name: view for name, view in app.view_functions.items() if name != "static"}
    assert [name for name, view in views.items() if getattr(view, "access", None) not in predicates] == []


# --- Documentation ----------------------------------------------------------------------------------


def commands(command: click.Command, name: str = "panel") -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found is not None
            yield from commands(found, f"{name} {child}")


def test_every_command_and_option_is_in_the_documentation():
    text = (ROOT / "docs" / "cli.md").read_text()
    sections = dict(re.findall(r"^## `bin/(panel[^`]*)`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    for name, command in commands(main):
        if isinstance(command, click.Group) and name != "panel":
            continue
        [section] = [body for head, body in sections.items() if re.fullmatch(rf"{name}(?: [A-Z\[].*)?", head)]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert f"`{parameter.opts[-1]}" in section or f"`{parameter.opts[0]}" in section, (
                    name,
                    parameter,
                )


def test_no_command_is_documented_that_is_not_there():
    text = (ROOT / "docs" / "cli.md").read_text()
    heads = re.findall(r"^## `bin/(panel[a-z ]*)", text, re.MULTILINE)
    assert {head.strip() for head in heads} <= {name for name, _ in commands(main)}


def test_settings_and_their_documentation_agree():
    settings = {name for text in strings(PANEL / "config.py") for name in SETTING.findall(text)}
    documented = set(
        re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    )
    assert settings == documented


def test_only_the_settings_read_the_environment():
    readers = [named(path) for path in MODULES if re.search(r"os\.environ|getenv", path.read_text())]
    assert set(readers) <= {"panel/config.py", "panel/adapters/server.py", "panel/adapters/dumps.py"}


# --- Words ------------------------------------------------------------------------------------------


def refused(path: Path) -> Iterator[str]:
    """The codes with which a module refuses something."""
    for call in ast.walk(tree(path)):
        if not isinstance(call, ast.Call):
            continue
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        place = 0 if called in REFUSALS else 1 if called in {"Fault", "fault"} else None
        if place is not None and len(call.args) > place and isinstance(call.args[place], ast.Constant):
            yield str(ast.literal_eval(call.args[place]))


def test_every_refusal_has_words():
    codes = {code for path in MODULES for code in refused(path)} - {"faults"}
    codes |= {text for path in MODULES for text in strings(path) if text.startswith("reload.")}
    codes |= NAMED
    assert codes - set(TEXTS) == set()


def test_no_words_wait_for_a_refusal_that_nobody_makes():
    sources = [path for path in MODULES if "messages" not in path.parts]
    written = {text for path in sources for text in strings(path)}
    unused = [code for code in TEXTS if code not in written | NAMED]
    assert unused == []


def test_each_code_has_its_words_in_one_file():
    files = {name: module for name, module in vars(messages).items() if isinstance(module, ModuleType)}
    assert set(files) == {path.stem for path in (PANEL / "adapters" / "messages").glob("[a-z]*.py")}
    assert sum(len(module.TEXTS) for module in files.values()) == len(TEXTS)


# --- Records ----------------------------------------------------------------------------------------


def functions() -> dict[str, ast.FunctionDef]:
    """Every function and method of the operations, by name."""
    return {
        node.name: node
        for path in (PANEL / "operations").glob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
    }


def mentions(function: ast.FunctionDef) -> set[str]:
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}


def test_every_act_of_somebody_is_recorded():
    known = functions()
    recording = {"record"}
    while more := {name for name, body in known.items() if mentions(body) & recording} - recording:
        recording |= more
    acts = {
        name
        for name, body in known.items()
        if not name.startswith("_") and "by" in {each.arg for each in body.args.kwonlyargs}
    }
    assert len(acts) > 20
    assert acts - recording == UNRECORDED


def test_only_the_edge_commits():
    committing = [named(path) for path in MODULES if re.search(r"session\.commit\(", path.read_text())]
    assert committing == ["panel/db.py"]


# --- The tree ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_owns_and_is_short(path: Path):
    assert ast.get_docstring(tree(path)), "no docstring"
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_pages_and_commands_are_told_apart_by_nouns(app: Flask):
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert folders <= NOUNS | {"components", "errors"}
    assert set(app.blueprints) <= NOUNS | {"entries"}
    modules = {path.stem for path in (PANEL / "cli").glob("[a-z]*.py")}
    assert modules <= NOUNS | {
        "ahead",
        "archive",
        "backups",
        "bundles",
        "database",
        "edge",
        "makers",
        "rehearsals",
        "ring",
        "verification",
        "worker",
    }
    models = {path.stem for path in (PANEL / "models").glob("[a-z]*.py")}
    assert models <= NOUNS | {"backups", "columns", "jobs", "materials", "uploads"}


def test_tests_stand_where_the_code_stands():
    for layer in ("domain", "models", "queries", "operations", "adapters", "web", "cli"):
        assert (PANEL / layer / "__init__.py").is_file()
        tests = ROOT / "tests" / layer
        assert not tests.exists() or (tests / "__init__.py").is_file()
