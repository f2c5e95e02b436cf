"""Films with sound, from the photo to the file."""

import io
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
import skimage.data
from PIL import Image
from scipy.signal import find_peaks
from sounds import encoded, plucked, speech_like

from engine import audio
from engine.errors import SoundError
from engine.models import Models, default_folder
from engine.studio import Studio
from engine.types.clip import Form
from engine.types.direction import Direction, Music
from engine.types.options import RenderLimits, RenderOptions

SMALL = RenderOptions(seconds=1.0, fps=20, size_px=160)
WAV = ("wav", "pcm_s16le")
AUTO, ASKED, NONE = (Direction(music=Music(mode=mode)) for mode in ("auto", "asked", "none"))


@pytest.fixture(scope="module")
def photo() -> bytes:
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).resize((256, 256)).save(file, "jpeg")
    return file.getvalue()


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio(Models(default_folder()), device="cpu", limits=RenderLimits(seconds=3, size_px=640))


@pytest.fixture
def voice(tmp_path: Path) -> str:
    path = tmp_path / "voice.wav"
    path.write_bytes(encoded(speech_like(2.2), *WAV))
    return str(path)


def lengths_s(path: Path) -> dict[str, float]:
    with av.open(str(path)) as film:
        return {stream.type: float(stream.duration * stream.time_base) for stream in film.streams}


@pytest.mark.parametrize(
    ("direction", "music", "sounds"),
    [
        (AUTO, "asked", False),
        (AUTO, "auto", True),
        (ASKED, "asked", True),
        (ASKED, "none", False),
        (NONE, "auto", False),
    ],
)
def test_there_is_music_where_it_is_wanted(
    studio: Studio, photo: bytes, tmp_path: Path, *, direction: Direction, music: str, sounds: bool
) -> None:
    report = studio.animate(photo, direction, tmp_path / "clip.mp4", replace(SMALL, music=music))
    lengths = lengths_s(tmp_path / "clip.mp4")
    assert ("audio" in lengths) is sounds
    assert (report.sound is not None) is sounds
    assert all(length_s == pytest.approx(1.0, abs=0.05) for length_s in lengths.values())


def test_a_form_without_sound_stays_silent(studio: Studio, photo: bytes, tmp_path: Path, voice: str) -> None:
    options = replace(SMALL, form=Form.ANIMATION, music="auto", sound=voice)
    assert studio.animate(photo, ASKED, tmp_path / "clip.mp4", options).sound is None
    assert list(lengths_s(tmp_path / "clip.mp4")) == ["video"]


def test_without_instruments_films_are_silent(
    studio: Studio, photo: bytes, tmp_path: Path, voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.audio.choosing.can_play", lambda: False)
    assert studio.animate(photo, ASKED, tmp_path / "clip.mp4", SMALL).sound is None
    heard = studio.animate(photo, ASKED, tmp_path / "clip.mp4", replace(SMALL, sound=voice)).sound
    assert heard is not None
    assert heard.title == "your voice"


def test_a_film_lasts_as_long_as_the_voice(studio: Studio, photo: bytes, tmp_path: Path, voice: str) -> None:
    options = replace(SMALL, seconds=None, sound=voice)
    report = studio.animate(photo, AUTO, tmp_path / "clip.mp4", options)
    spoken_s = audio.open_sound(Path(voice)).duration_s
    assert report.clip.duration_s == pytest.approx(spoken_s, abs=0.05)
    assert lengths_s(tmp_path / "clip.mp4")["audio"] == pytest.approx(spoken_s, abs=0.05)
    with_music = studio.animate(photo, ASKED, tmp_path / "clip.mp4", options)
    assert with_music.sound is not None
    assert with_music.sound.title.startswith("your voice over ")


def test_a_nod_lands_on_the_beats_of_a_song(studio: Studio, photo: bytes, tmp_path: Path) -> None:
    (tmp_path / "song.wav").write_bytes(encoded(plucked(6.0, 100)[0], *WAV))
    options = replace(SMALL, seconds=3.0, sound=str(tmp_path / "song.wav"))
    report = studio.animate(photo, "nod", tmp_path / "clip.mp4", options)
    assert report.sound is not None
    assert report.sound.title == "your music"
    assert np.diff(report.sound.beats_s) == pytest.approx(0.6, abs=0.05)
    silent = studio.animate(photo, "nod", tmp_path / "clip.mp4", replace(options, sound=None))
    assert not np.array_equal(report.curves.people[0].values, silent.curves.people[0].values)


def test_whoever_nods_along_does_so_from_beat_to_beat(studio: Studio, photo: bytes, tmp_path: Path) -> None:
    (tmp_path / "song.wav").write_bytes(encoded(plucked(8.0, 110)[0], *WAV))
    options = replace(SMALL, seconds=3.0, fps=30, sound=str(tmp_path / "song.wav"))
    report = studio.animate(photo, "nod along to this", tmp_path / "clip.mp4", options)
    assert report.sound is not None
    lows_s = find_peaks(-report.curves.people[0]["pitch_deg"], prominence=1.0)[0] / 30
    assert len(lows_s) == 4
    assert max(min(abs(low_s - beat_s) for beat_s in report.sound.beats_s) for low_s in lows_s) < 0.08


def test_a_sound_that_cannot_be_read_leaves_no_film(studio: Studio, photo: bytes, tmp_path: Path) -> None:
    with pytest.raises(SoundError):
        studio.animate(photo, AUTO, tmp_path / "clip.mp4", replace(SMALL, sound=str(tmp_path / "none.mp3")))
    assert not list(tmp_path.iterdir())
