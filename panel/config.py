"""Settings: frozen, from the environment once; a bad value is refused by name."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from panel.domain.backups import DEFAULT_MINUTES

ROOT = Path(__file__).resolve().parent.parent
LEAST_SECRET = 16


class BadSetting(Exception):
    """A setting that can't be used: its name, and what was expected."""


@dataclass(frozen=True)
class Settings:
    """All that the environment decides. See docs/settings.md."""

    instance: Path
    database_url: str
    base_url: str
    secret_key: str
    trusted_proxies: int = 0
    clock: datetime | None = None
    font_dir: Path | None = None
    backup_minutes: int = DEFAULT_MINUTES
    backup_dir: Path | None = None

    @property
    def backups(self) -> Path:
        """The folder of the ring of backups."""
        return self.backup_dir or self.instance / "backups"

    @property
    def documents(self) -> Path:
        """The folder of the documents that jobs have made."""
        return self.instance / "documents"

    @property
    def key_file(self) -> Path:
        """Where the instance keeps a secret key of its own."""
        return self.instance / "secret_key"

    @property
    def keeps_key(self) -> bool:
        """Whether the secret key is the instance's own, and not PANEL_SECRET_KEY."""
        return self.key_file.is_file() and self.key_file.read_text() == self.secret_key

    @property
    def secure(self) -> bool:
        """Whether people reach the server by HTTPS: cookies are then Secure."""
        return self.base_url.startswith("https://")

    @property
    def loopback(self) -> bool:
        """Whether the base URL leads nowhere but to this machine: no link on paper may say it."""
        return urlsplit(self.base_url).hostname in {"127.0.0.1", "localhost", "::1"}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Checked whole before anything is made; an empty value is none."""
        env = os.environ if environment is None else environment
        instance = Path(env.get("PANEL_INSTANCE") or ROOT / "instance").resolve()
        port = _whole("PORT", env.get("PORT") or "8000", least=1, most=65535)
        return cls(
            instance=instance,
            database_url=_database_url(env.get("PANEL_DATABASE_URL"), instance),
            base_url=_base_url(env.get("PANEL_BASE_URL") or f"http://127.0.0.1:{port}"),
            trusted_proxies=_whole("PANEL_TRUSTED_PROXIES", env.get("PANEL_TRUSTED_PROXIES") or "0", most=9),
            clock=_instant(env.get("PANEL_CLOCK")),
            font_dir=_folder("PANEL_FONT_DIR", env.get("PANEL_FONT_DIR")),
            backup_minutes=_whole(
                "PANEL_BACKUP_MINUTES", env.get("PANEL_BACKUP_MINUTES") or str(DEFAULT_MINUTES), most=1440
            ),
            backup_dir=_place(env.get("PANEL_BACKUP_DIR")),
            secret_key=_secret(env.get("PANEL_SECRET_KEY"), instance),
        )


def _whole(name: str, text: str, *, least: int = 0, most: int) -> int:
    if not (text.isdecimal() and least <= int(text) <= most):
        raise BadSetting(f"{name}={text!r}: expected a whole number from {least} to {most}")
    return int(text)


def _folder(name: str, text: str | None) -> Path | None:
    if text and not Path(text).is_dir():
        raise BadSetting(f"{name}={text!r}: expected a folder, found none")
    return Path(text) if text else None


def _place(text: str | None) -> Path | None:
    """A folder that need not be there yet: a memory stick may be put in later."""
    return Path(text).resolve() if text else None


def _database_url(text: str | None, instance: Path) -> str:
    """Never quoted when refused: it may hold a password."""
    if not text:
        return f"sqlite:///{instance / 'panel.db'}"
    expected = BadSetting("PANEL_DATABASE_URL: expected sqlite:////FOLDER/FILE or postgresql://…")
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise expected from None
    if url.drivername == "sqlite" and (url.database or "").startswith("/"):
        return text
    if url.drivername in {"postgresql", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    raise expected


def _base_url(text: str) -> str:
    url = text.rstrip("/")
    try:
        parts = urlsplit(url)
        plain = url in {f"{scheme}://{parts.netloc}" for scheme in ("http", "https")}
        fits = plain and parts.hostname and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise BadSetting(f"PANEL_BASE_URL={text!r}: expected http(s)://HOST[:PORT] and nothing behind it")
    return url


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadSetting(f"PANEL_CLOCK={text!r}: expected an ISO instant, 2025-08-08T08:30+07:00") from None
    if moment.tzinfo is None:
        raise BadSetting(f"PANEL_CLOCK={text!r}: expected an ISO instant with its offset (+07:00)")
    return moment


def _secret(text: str | None, instance: Path) -> str:
    if not text:
        return _kept_secret(instance)
    if len(text) < LEAST_SECRET:
        raise BadSetting(f"PANEL_SECRET_KEY: expected at least {LEAST_SECRET} characters")
    return text


def _kept_secret(instance: Path) -> str:
    """The secret of this instance, made at first use and readable by its owner alone."""
    path = instance / "secret_key"
    try:
        if not path.exists():
            _keep_secret(path)
        secret = path.read_text()
    except OSError as error:
        raise BadSetting(f"PANEL_INSTANCE={str(instance)!r}: {error.strerror} ({error.filename})") from None
    if len(secret) < LEAST_SECRET:
        raise BadSetting(f"PANEL_INSTANCE={str(instance)!r}: its file secret_key holds no key")
    return secret


def _keep_secret(path: Path) -> None:
    """Written whole before it has its name, so that of two processes that start at once both read one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent) as file:  # made with mode 600
        file.write(secrets.token_urlsafe(48))
        file.flush()
        with suppress(FileExistsError):
            path.hardlink_to(file.name)
