"""Nothing that is in the works outlives its process by much."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from engine.cluster.scratch import scratch_folder

HOLDING = """
import time
from engine.cluster.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "0").write_bytes(b"a photo")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def age(folder: Path) -> None:
    os.utime(folder, (0, 0))


def test_a_folder_is_ones_own_and_goes() -> None:
    with scratch_folder() as folder, scratch_folder() as other:
        assert folder != other
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "0").write_bytes(b"a photo")
    assert not folder.exists()
    assert not other.exists()


def test_what_a_killed_process_left_is_deleted_by_the_next_one(parent: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING], stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(parent)}
    )
    assert process.stdout is not None
    left = Path(process.stdout.readline().strip())
    age(left)
    with scratch_folder():
        assert (left / "0").exists()  # its process lives
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with scratch_folder() as own:
        assert sorted(parent.iterdir()) == [own]


def test_a_folder_that_is_just_being_made_is_let_be(parent: Path) -> None:
    young = parent / "reverie-render-young"
    young.mkdir()
    with scratch_folder():
        assert young.exists()
    age(young)
    with scratch_folder():
        assert not young.exists()
