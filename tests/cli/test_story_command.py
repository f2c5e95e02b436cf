"""`reverie story`: photos and words in, one film and one report out."""

import json
from pathlib import Path

import pytest
import skimage.data
from PIL import Image

from tests.audio.sounds import encoded, speech_like

SMALL = ("--size", "160", "--fps", "8", "--music", "none")


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("photos")
    for name, pixels in (("one", skimage.data.astronaut()), ("two", skimage.data.coffee())):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = "2024:05:02 10:00:00" if name == "one" else "2024:05:01 10:00:00"
        Image.fromarray(pixels).save(folder / f"{name}.jpg", exif=exif)
    return [str(folder / "one.jpg"), str(folder / "two.jpg")]


def test_a_story_is_told_and_reported(photos: list[str], own_folder: Path, invoke) -> None:
    run = invoke(
        "story",
        *photos,
        "-m",
        "the first sad, 1 second each",
        "--caption",
        "2=zoom in",
        "-o",
        "story.mp4",
        *SMALL,
        "--json",
    )
    assert run.exit_code == 0, run.output
    report = json.loads(run.stdout)
    assert report["frames"] == 16
    assert [shot["photo"] for shot in report["shots"]] == [1, 2]
    assert report["shots"][1]["camera"] == "push_in"
    assert report["storyboard"]["shots"][0]["direction"]["emotion"]["label"] == "sadness"
    assert report["music"] is None
    assert (own_folder / "story.mp4").stat().st_size > 1000


def test_an_order_by_date_is_that_of_the_photos(photos: list[str], own_folder: Path, invoke) -> None:
    run = invoke("story", *photos, "-m", "by date, 0.5 seconds each", "-o", "story.gif", *SMALL)
    assert run.exit_code == 0, run.output
    assert run.stdout.splitlines()[0].startswith("1. photo 2:")
    assert (own_folder / "story.gif").read_bytes().startswith(b"GIF8")


@pytest.mark.parametrize("command", ["animate", "story"])
def test_a_voice_is_known_as_one_and_the_film_lasts_as_long(
    photos: list[str], own_folder: Path, invoke, command: str
) -> None:
    (own_folder / "voice.ogg").write_bytes(encoded(speech_like(2.4), "ogg", "libopus"))
    chosen = photos[: 1 if command == "animate" else 2]
    options = ("-o", "film.mp4", "--size", "160", "--fps", "8", "--music", "voice.ogg", "--json")
    run = invoke(command, *chosen, "-m", "no music", *options)
    assert run.exit_code == 0, run.output
    report = json.loads(run.stdout)
    assert report["sound" if command == "animate" else "music"] == "your voice"
    assert 1.9 <= report["frames"] / report["fps"] <= 2.4


@pytest.mark.parametrize(
    "options",
    [
        ("--caption", "3=a wink"),
        ("--caption", "wink"),
        ("--caption", "0=wink"),
        ("--music", "loud"),
        ("--seconds", "61"),
        ("-o", "story.avi"),
        ("--aspect", "3:1"),
        ("missing.jpg",),
        ("-",),
    ],
)
def test_an_impossible_wish_is_the_requests_fault(
    photos: list[str], own_folder: Path, invoke, options: tuple[str, ...]
) -> None:
    run = invoke("story", *photos, "-o", "story.mp4", *SMALL[:4], *options)
    assert run.exit_code == 2, run.output
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert not list(own_folder.iterdir())
