"""Settings from the environment: read once, refused by name."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from panel.config import ROOT, BadSetting, Settings

KEY = "a key of sixteen"


def settings(instance: Path, **environment: str) -> Settings:
    return Settings.from_environment({"PANEL_INSTANCE": str(instance)} | environment)


def test_without_any_setting_it_serves_this_machine_from_the_checkout():
    found = Settings.from_environment({"PANEL_SECRET_KEY": KEY})
    assert found == Settings(
        instance=ROOT / "instance",
        database_url=f"sqlite:///{ROOT}/instance/panel.db",
        base_url="http://127.0.0.1:8000",
        secret_key=KEY,
    )
    assert (found.secure, found.loopback) == (False, True)


def test_every_setting_is_taken(tmp_path):
    assert settings(
        tmp_path,
        PANEL_DATABASE_URL="postgresql://panel:p%40ss@host/panel?sslmode=require",
        PANEL_BASE_URL="https://panel.example.go.th/",
        PANEL_SECRET_KEY=KEY,
        PANEL_TRUSTED_PROXIES="1",
        PANEL_CLOCK="2025-08-08T08:30+07:00",
        PANEL_FONT_DIR=str(tmp_path),
        PANEL_BACKUP_MINUTES="0",
        PANEL_BACKUP_DIR="/media/stick/panel",
        PORT="8001",
    ) == Settings(
        instance=tmp_path,
        database_url="postgresql+psycopg://panel:p%40ss@host/panel?sslmode=require",
        base_url="https://panel.example.go.th",
        secret_key=KEY,
        trusted_proxies=1,
        clock=datetime.fromisoformat("2025-08-08T08:30+07:00"),
        font_dir=tmp_path,
        backup_minutes=0,
        backup_dir=Path("/media/stick/panel"),
    )


def test_an_empty_value_is_none(tmp_path):
    names = (
        "DATABASE_URL",
        "BASE_URL",
        "TRUSTED_PROXIES",
        "CLOCK",
        "FONT_DIR",
        "BACKUP_MINUTES",
        "BACKUP_DIR",
    )
    empty = dict.fromkeys([f"PANEL_{name}" for name in names] + ["PORT"], "")
    assert settings(tmp_path, PANEL_SECRET_KEY=KEY, **empty) == settings(tmp_path, PANEL_SECRET_KEY=KEY)


def test_backups_lie_in_the_instance_unless_told_otherwise(tmp_path):
    assert [settings(tmp_path).backups, settings(tmp_path, PANEL_BACKUP_DIR="/media/stick").backups] == [
        tmp_path / "backups",
        Path("/media/stick"),
    ]


def test_a_key_from_the_environment_is_not_the_instances_own(tmp_path):
    assert [settings(tmp_path).keeps_key, settings(tmp_path, PANEL_SECRET_KEY=KEY).keeps_key] == [True, False]


def test_links_name_the_port(tmp_path):
    assert settings(tmp_path, PORT="8001").base_url == "http://127.0.0.1:8001"


@pytest.mark.parametrize(
    ("url", "secure", "loopback"),
    [
        ("http://localhost:8000", False, True),
        ("http://[::1]:8000", False, True),
        ("http://127.0.0.1", False, True),
        ("https://192.168.1.20:8000", True, False),
        ("https://panel.example", True, False),
    ],
)
def test_the_base_url_says_whether_it_is_secure_and_whom_it_reaches(tmp_path, url, secure, loopback):
    found = settings(tmp_path, PANEL_BASE_URL=url)
    assert (found.base_url, found.secure, found.loopback) == (url, secure, loopback)


BAD = [
    ("PORT", "eighty"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("PANEL_TRUSTED_PROXIES", "yes"),
    ("PANEL_TRUSTED_PROXIES", "-1"),
    ("PANEL_TRUSTED_PROXIES", "10"),
    ("PANEL_TRUSTED_PROXIES", "1.0"),
    ("PANEL_CLOCK", "noon"),
    ("PANEL_CLOCK", "2025-08-08"),
    ("PANEL_CLOCK", "2025-08-08T08:30"),
    ("PANEL_CLOCK", "2025-02-30T08:30+07:00"),
    ("PANEL_BASE_URL", "panel.example"),
    ("PANEL_BASE_URL", "ftp://panel.example"),
    ("PANEL_BASE_URL", "https://"),
    ("PANEL_BASE_URL", "https://panel.example/panel"),
    ("PANEL_BASE_URL", "https://panel.example?lang=th"),
    ("PANEL_BASE_URL", "https://panel.example#top"),
    ("PANEL_BASE_URL", "https://user@panel.example"),
    ("PANEL_BASE_URL", "https://panel.example:port"),
    ("PANEL_BASE_URL", "https://panel.example:70000"),
    ("PANEL_BASE_URL", "https://[panel"),
    ("PANEL_DATABASE_URL", "panel.db"),
    ("PANEL_DATABASE_URL", "sqlite://"),
    ("PANEL_DATABASE_URL", "sqlite:///panel.db"),
    ("PANEL_DATABASE_URL", "sqlite:///:memory:"),
    ("PANEL_DATABASE_URL", "mysql://host/panel"),
    ("PANEL_DATABASE_URL", "postgresql+psycopg2://host/panel"),
    ("PANEL_DATABASE_URL", "postgresql://host:port/panel"),
    ("PANEL_FONT_DIR", "/nowhere/fonts"),
    ("PANEL_BACKUP_MINUTES", "often"),
    ("PANEL_BACKUP_MINUTES", "1441"),
    ("PANEL_SECRET_KEY", "short"),
]


@pytest.mark.parametrize(("name", "value"), BAD, ids=[f"{name}={value}" for name, value in BAD])
def test_a_bad_value_is_refused_by_name_before_anything_is_made(tmp_path, name, value):
    instance = tmp_path / "instance"
    with pytest.raises(BadSetting, match=f"^{name}[=:]"):
        settings(instance, **{name: value})
    assert not instance.exists()


@pytest.mark.parametrize("name", ["PANEL_SECRET_KEY", "PANEL_DATABASE_URL"])
def test_what_may_be_secret_is_not_quoted(tmp_path, name):
    with pytest.raises(BadSetting) as refusal:
        settings(tmp_path, **{name: "hunter2"})
    assert "hunter2" not in str(refusal.value)


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    first = settings(tmp_path / "instance").secret_key
    assert settings(tmp_path / "instance").secret_key == first
    assert len(first) == 64
    [kept] = (tmp_path / "instance").iterdir()
    assert (kept.name, stat.S_IMODE(kept.stat().st_mode)) == ("secret_key", 0o600)


def test_processes_that_start_at_once_read_one_key(tmp_path):
    with ThreadPoolExecutor(8) as starts:
        keys = {each.secret_key for each in starts.map(settings, [tmp_path / "instance"] * 16)}
    assert len(keys) == 1


def test_a_key_file_that_holds_none_is_refused(tmp_path):
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(BadSetting, match=r"^PANEL_INSTANCE=.* holds no key$"):
        settings(tmp_path)


def test_an_instance_that_can_not_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match=r"^PANEL_INSTANCE=.*Not a directory"):
        settings(tmp_path / "file" / "instance")
