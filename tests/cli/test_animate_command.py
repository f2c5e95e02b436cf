import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

QUICK = ("--seconds", "0.5", "--size", "320")


def test_the_report_is_the_only_thing_on_stdout(portrait: Path, own_folder: Path, script) -> None:
    run = script("animate", str(portrait), "-m", "slow, wistful nod", "-o", "clip.mp4", *QUICK, "--seed", "7", "--json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["output"] == "clip.mp4"
    assert [gesture["name"] for gesture in report["direction"]["gestures"]] == ["nod"]
    assert report["direction"]["emotion"]["label"] == "wistful"
    assert (report["faces"], report["frames"], report["fps"], report["seed"]) == (1, 15, 30, 7)
    assert (report["width"], report["height"]) == (320, 320)
    assert set(report["seconds"]) == {"analyse", "plan", "render"}
    assert all(seconds > 0 for seconds in report["seconds"].values())
    assert 50 < report["peak_memory_mb"] < 2000
    assert [path.name for path in own_folder.iterdir()] == ["clip.mp4"]
    assert "Drawing the film 100 %" in run.stderr


def test_the_plan_can_be_kept(portrait: Path, own_folder: Path, invoke) -> None:
    run = invoke("animate", str(portrait), "-m", "nod", "-o", "clip.mp4", *QUICK, "--curves", "plan.npz")
    assert run.exit_code == 0, run.output
    with np.load(own_folder / "plan.npz") as plan:
        values = dict(zip(plan["names"].tolist(), plan["values"].T, strict=True))
        assert plan["values"].shape == (15, len(plan["units"]))
        assert int(plan["fps"]) == 30
    assert np.ptp(values["face0.pitch_deg"]) > 0.5
    assert values["camera.zoom"].min() >= 1


def test_the_result_is_told_in_words(portrait: Path, invoke) -> None:
    run = invoke("animate", str(portrait), "-m", "smile", "-o", "clip.mp4", *QUICK)
    assert run.exit_code == 0, run.output
    assert "smile" in run.stdout.lower()
    assert "clip.mp4: 0.5 s, 320 × 320, 30 frames/s" in run.stdout


def test_music_is_told(portrait: Path, invoke) -> None:
    run = invoke("animate", str(portrait), "-m", "wistful nod", "-o", "clip.mp4", *QUICK, "--music", "auto")
    assert run.exit_code == 0, run.output
    assert "sparse piano" in run.stdout
    run = invoke(
        "animate", str(portrait), "-m", "nod, with piano", "-o", "clip.mp4", *QUICK, "--music", "none", "--json"
    )
    assert json.loads(run.stdout)["sound"] is None


def test_a_photo_without_a_face_becomes_a_living_picture(thing: Path, invoke) -> None:
    run = invoke("animate", str(thing), "-m", "calm", "-o", "clip.mp4", *QUICK, "--aspect", "1:1", "--json")
    assert run.exit_code == 0, run.output
    report = json.loads(run.stdout)
    assert report["faces"] == 0
    assert report["width"] == report["height"]
    assert report["advice"]


def test_a_photo_may_come_through_a_pipe(portrait: Path, own_folder: Path, invoke) -> None:
    run = invoke("animate", "-", "-m", "nod", "-o", "clip.mp4", *QUICK, stdin=portrait.read_bytes())
    assert run.exit_code == 0, run.output
    assert (own_folder / "clip.mp4").stat().st_size > 1000


@pytest.mark.parametrize(
    "options",
    [
        ("--seconds", "0"),
        ("--seconds", "-1"),
        ("--seconds", "61"),
        ("--seconds", "nan"),
        ("--seconds", "inf"),
        ("--seconds", "long"),
        ("--fps", "7"),
        ("--fps", "61"),
        ("--size", "159"),
        ("--size", "2561"),
        ("--aspect", "2:1"),
        ("--engine", "steam"),
        ("--seed", "-1"),
        ("--curves", "plan.csv"),
        ("--curves", "nowhere/plan.npz"),
        ("-o", "clip"),
        ("-o", "clip.avi"),
        ("--format", "flipbook"),
        ("--format", "gif"),
        ("--music", "nowhere.mp3"),
        ("--music", "."),
        ("--format", "sticker", "-o", "clip.webm", "--seconds", "4"),
        ("-o", "nowhere/clip.mp4"),
        ("-o", "."),
    ],
)
def test_an_impossible_option_is_the_requests_fault(
    portrait: Path, own_folder: Path, invoke, options: tuple[str, ...]
) -> None:
    run = invoke("animate", str(portrait), "-m", "nod", "-o", "clip.mp4", *options)
    assert run.exit_code == 2, run.output
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert not list(own_folder.iterdir())


def test_an_unknown_ending_is_told_with_all_that_are_known(portrait: Path, own_folder: Path, invoke) -> None:
    run = invoke("animate", str(portrait), "-m", "nod", "-o", "clip.avi")
    assert all(ending in run.stderr for ending in ("clip.avi", ".mp4", ".gif", ".webp", ".webm"))


def photo_of(kind: str, portrait: Path) -> bytes:
    whole = portrait.read_bytes()
    return {
        "empty": b"",
        "truncated": whole[: len(whole) // 3],
        "text": b"Dear diary, today I took no photo.\n" * 40,
        "noise": bytes(np.random.default_rng(1).integers(0, 256, 5000, dtype=np.uint8)),
    }[kind]


@pytest.mark.parametrize("kind", ["empty", "truncated", "text", "noise"])
def test_a_file_that_is_no_photo_gets_one_sentence(portrait: Path, own_folder: Path, script, kind: str) -> None:
    (own_folder / "photo.jpg").write_bytes(photo_of(kind, portrait))
    run = script("animate", "photo.jpg", "-m", "nod", "-o", "clip.mp4", "--json")
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.splitlines()[-1].startswith("reverie: ")
    assert "Traceback" not in run.stderr
    assert not (own_folder / "clip.mp4").exists()


@pytest.mark.parametrize("name", ["missing.jpg", ".", "a\0b.jpg"])
def test_a_photo_that_is_not_there_is_named(invoke, name: str) -> None:
    run = invoke("animate", name, "-m", "nod", "-o", "clip.mp4")
    assert run.exit_code == 2
    assert run.stderr.splitlines()[-1].startswith("reverie: ")


def test_a_missing_model_is_our_fault(
    portrait: Path, own_folder: Path, invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVERIE_MODELS_DIR", str(own_folder / "models"))
    run = invoke("animate", str(portrait), "-m", "nod", "-o", "clip.mp4")
    assert run.exit_code == 1
    assert "`reverie models`" in run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_render_leaves_nothing_behind(portrait: Path, own_folder: Path, number: signal.Signals) -> None:
    script = str(Path(sys.executable).with_name("reverie"))
    words = [script, "animate", str(portrait), "-m", "nod", "-o", "clip.mp4", "--seconds", "60"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "Drawing the film 0 %" in line:
                process.send_signal(number)
                break
        rest = process.stderr.read()
    assert process.returncode == 130
    assert "Traceback" not in rest
    assert not list(own_folder.iterdir())


@pytest.mark.parametrize("command", ["animate", "story"])
def test_without_weights_the_diffusion_engine_is_refused_before_anything_is_done(
    portrait: Path, own_folder: Path, script, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(own_folder.parent))
    run = script(command, str(portrait), "-m", "nod", "-o", "clip.mp4", "--engine", "diffusion")
    assert (run.returncode, run.stdout) == (2, "")
    (line,) = run.stderr.splitlines()
    assert "`hf download Wan-AI/Wan2.2-TI2V-5B-Diffusers`" in line
    assert "REVERIE_DIFFUSION_DOWNLOAD=true" in line
