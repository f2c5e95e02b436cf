"""`reverie run` as users start and stop it."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

SCRIPT = str(Path(sys.executable).with_name("reverie"))
WAIT_S = 30


def start(folder: Path, **settings: str) -> subprocess.Popen[str]:
    given = {"REVERIE_DATA_DIR": str(folder / "data"), "REVERIE_WEB_PORT": "0", "REVERIE_DEVICE": "cpu", **settings}
    return subprocess.Popen(
        [SCRIPT, "run"],
        cwd=folder,
        env={**os.environ, **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_says_where_to_go_and_ends_when_asked(tmp_path: Path) -> None:
    with start(tmp_path) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        with urllib.request.urlopen(address, timeout=WAIT_S) as page:  # noqa: S310 - our own loopback address
            assert b"<h1" in page.read()
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=WAIT_S)
    assert (process.returncode, complaints) == (0, "")


def test_an_engine_that_cannot_be_had_is_told_before_anything_starts(tmp_path: Path) -> None:
    with start(tmp_path, REVERIE_ENGINE="diffusion", HF_HUB_CACHE=str(tmp_path)) as process:
        told, complaints = process.communicate(timeout=WAIT_S)
    assert (process.returncode, told) == (2, "")
    assert "hf download" in complaints


def test_missing_models_are_named_before_anything_starts(tmp_path: Path) -> None:
    with start(tmp_path, REVERIE_MODELS_DIR=str(tmp_path)) as process:
        told, complaints = process.communicate(timeout=WAIT_S)
    assert process.returncode == 1
    assert "reverie models" in complaints
    assert not told
