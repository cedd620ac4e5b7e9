"""Settings: frozen, from the environment once; a bad value is refused by name."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


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
        env = os.environ if environment is None else environment
        instance = Path(env.get("PANEL_INSTANCE") or ROOT / "instance").resolve()
        font_dir = env.get("PANEL_FONT_DIR")
        return cls(
            instance=instance,
            database_url=_database_url(env.get("PANEL_DATABASE_URL"), instance),
            base_url=_base_url(env.get("PANEL_BASE_URL") or f"http://127.0.0.1:{_port(env)}"),
            secret_key=env.get("PANEL_SECRET_KEY") or _kept_secret(instance),
            trusted_proxies=_count("PANEL_TRUSTED_PROXIES", env.get("PANEL_TRUSTED_PROXIES") or "0"),
            clock=_instant(env.get("PANEL_CLOCK")),
            font_dir=Path(font_dir) if font_dir else None,
        )


def _port(env: Mapping[str, str]) -> int:
    return _count("PORT", env.get("PORT") or "8000")


def _count(name: str, text: str) -> int:
    if not text.isdecimal():
        raise BadSetting(f"{name}={text!r}: expected a whole number")
    return int(text)


def _database_url(url: str | None, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'panel.db'}"
    if url.startswith("postgresql://"):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting("PANEL_DATABASE_URL: expected sqlite:///FILE or postgresql://…")
    return url


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise BadSetting(f"PANEL_BASE_URL={url!r}: expected http(s)://host[:port] and nothing behind it")
    return url.rstrip("/")


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


def _kept_secret(instance: Path) -> str:
    """The secret of this instance, made at first use and readable by its owner alone."""
    path = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
