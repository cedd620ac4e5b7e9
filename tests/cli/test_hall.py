"""bin/run --lan and bin/certificate as a hall has them: HTTPS by an authority of its own, and the side door.

bin/run is played as it is, in a folder of its own, where nothing has to be set up.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from panel.adapters.server import free_port
from panel.config import ROOT
from tests.conftest import SECRET

PARTS = ("panel", "templates", "static", "schedules", "wsgi.py")


def certify(folder: Path, *names: str) -> dict[str, bytes]:
    """Have the certificates made, or made again; what lies there then."""
    subprocess.run([ROOT / "bin" / "certificate", folder, *names], check=True, capture_output=True)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_another_address_gets_another_certificate_by_the_same_authority(tmp_path):
    first = certify(tmp_path, "192.168.1.20")
    assert certify(tmp_path, "192.168.1.20") == first
    second = certify(tmp_path, "192.168.1.21", "panel.local")
    assert {name for name in first if first[name] != second[name]} == {"server.crt", "server.key", "names"}
    assert second["names"] == b"IP:192.168.1.21,DNS:panel.local\n"


def test_keys_are_for_their_owner_alone(tmp_path):
    certify(tmp_path, "localhost")
    assert {file.name: oct(file.stat().st_mode)[-3:] for file in tmp_path.glob("*.[ck]*")} == {
        "panel-ca.crt": "644",
        "ca.key": "600",
        "server.crt": "600",
        "server.key": "600",
    }


@pytest.fixture
def checkout(tmp_path) -> Path:
    """This checkout, with a bin/setup that finds nothing to do."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "bin", folder / "bin")
    (folder / "bin" / "setup").write_text("#!/bin/sh\n")
    for part in PARTS:
        (folder / part).symlink_to(ROOT / part)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.fixture
def hall(checkout, tmp_path, database_url) -> Callable[[int], object]:
    @contextmanager
    def serving(port: int) -> Iterator[list[str]]:
        """bin/run --lan while the block runs; what it had said when it was ready."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("PANEL_")}
        ours |= {"PORT": str(port), "PANEL_INSTANCE": str(tmp_path), "PANEL_SECRET_KEY": SECRET}
        command = ["timeout", "180", checkout / "bin" / "run", "--lan", "127.0.0.1"]
        environment = ours | {"PANEL_DATABASE_URL": database_url}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            said = []
            for line in run.stdout:
                said.append(line.strip())
                if line.startswith("Stop it with"):
                    break
            yield said
            run.send_signal(signal.SIGTERM)
            run.stdout.read()

    return serving


def listening(*ports: int) -> list[bool]:
    answers = []
    for port in ports:
        with socket.socket() as probe:
            answers.append(probe.connect_ex(("127.0.0.1", port)) == 0)
    return answers


@pytest.mark.slow
def test_a_tablet_gets_the_authority_at_the_door_and_then_trusts_the_server(hall, tmp_path):
    port = next(port for port in iter(free_port, 0) if listening(port + 1) == [False])
    server, door = f"https://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}/"
    with hall(port) as said:
        authority = tmp_path / "taken-in.crt"
        authority.write_bytes(requests.get(f"{door}panel-ca.crt", timeout=30).content)
        assert requests.get(f"{server}/healthz", verify=authority, timeout=30).text == "ok\n"
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(f"{server}/healthz", timeout=30)
        [fingerprint] = [line.removeprefix("SHA-256 ") for line in said if line.startswith("SHA-256 ")]
        assert fingerprint in requests.get(door, timeout=30).text
        assert [line.rpartition(" ")[2] for line in said if line.endswith(door)] == [door, door]
    assert listening(port, port + 1) == [False, False]
