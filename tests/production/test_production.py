"""Stories with the real stages, on sample photos; films are short and small."""

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import matplotlib.cbook
import numpy as np
import pytest
import skimage.data
from PIL import Image

from engine.errors import CancelledRenderError, PhotoError, RequestError
from engine.language.storytelling import adjust_story, tell_story
from engine.models import Models, default_folder
from engine.perception.scene import Perception
from engine.production import Production, ShotStore
from engine.studio import Studio
from engine.types.clip import Form
from engine.types.direction import Music
from engine.types.options import RenderOptions
from engine.types.progress import Progress, Stage
from engine.types.scene import AdviceCode
from engine.types.storyboard import Shot, Storyboard, TransitionName
from engine.video.decoding import decode

FAST = RenderOptions(fps=10, size_px=160)
SILENT = Music(mode="none")


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A square portrait, an upright one, and a wide picture without people."""
    folder = tmp_path_factory.mktemp("photos")
    with matplotlib.cbook.get_sample_data("grace_hopper.jpg") as file:
        hopper = Image.open(file).convert("RGB")
    pictures = [Image.fromarray(skimage.data.astronaut()), hopper, Image.fromarray(skimage.data.coffee())]
    paths = [folder / f"{index}.jpg" for index in range(len(pictures))]
    for picture, path in zip(pictures, paths, strict=True):
        picture.save(path, quality=92)
    return paths


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio(Models(default_folder()), device="cpu")


@pytest.fixture(scope="module")
def perception(studio: Studio) -> Iterator[Perception]:
    with studio.perception() as seer:
        yield seer


@pytest.fixture
def board() -> Storyboard:
    shots = (Shot(photo=0, seconds=1), Shot(photo=1, seconds=1.5), Shot(photo=2, seconds=1))
    return Storyboard(shots=shots, music=SILENT)


def test_photos_become_one_film(
    studio: Studio, perception: Perception, photos: list[Path], board: Storyboard, tmp_path: Path
) -> None:
    output = tmp_path / "story.mp4"
    heard: list[Progress] = []
    report = Production(studio).tell(photos, board, output, FAST, perception=perception, on_progress=heard.append)
    clip = report.clip
    assert (clip.frame_count, clip.fps, clip.form, clip.container) == (35, 10, Form.FILM, "mp4")
    assert [frame.shape for frame in decode(output)] == [(clip.height, clip.width, 3)] * 35
    assert clip.poster_jpeg.startswith(b"\xff\xd8")
    assert clip.size_bytes == output.stat().st_size
    assert report.rendered == (0, 1, 2)
    assert list(tmp_path.iterdir()) == [output]
    done = [progress.done for progress in heard if progress.stage is Stage.RENDER]
    assert done == sorted(done)
    assert done[-1] == heard[-1].total == report.plan.frames_drawn


def test_shots_and_transitions_are_where_they_were_planned(
    studio: Studio, perception: Perception, photos: list[Path], tmp_path: Path
) -> None:
    shots = (
        Shot(photo=0, seconds=1), Shot(photo=2, seconds=1, transition=TransitionName.CUT),
        Shot(photo=1, seconds=1, transition=TransitionName.DIP_TO_BLACK),
    )  # fmt: skip
    output = tmp_path / "story.mp4"
    Production(studio).tell(photos, Storyboard(shots=shots, music=SILENT), output, FAST, perception=perception)
    frames = [frame.astype(float) for frame in decode(output)]
    changes = [np.abs(after - before).mean() for before, after in pairwise(frames)]
    assert int(np.argmax(changes[:15])) == 9, "the cut lies between frames 9 and 10"
    brightness = [frame.mean() for frame in frames]
    assert 17 <= int(np.argmin(brightness)) <= 22, "the dip lies around frame 20"
    assert min(brightness) < 0.3 * np.median(brightness)


def test_a_mark_stands_still_through_shots_and_transitions(
    studio: Studio, perception: Perception, photos: list[Path], board: Storyboard, tmp_path: Path
) -> None:
    films = []
    for is_marked in (False, True):
        output = tmp_path / f"{is_marked}.mp4"
        Production(studio).tell(photos, board, output, replace(FAST, is_marked=is_marked), perception=perception)
        films.append([frame.astype(int) for frame in decode(output)])
    rows, columns = films[0][0].shape[:2]
    changed = np.array([np.abs(plain - marked).max(axis=2) > 40 for plain, marked in zip(*films, strict=True)])
    assert changed.all(axis=0)[rows - 16 :, columns - 24 :].sum() > 10
    # Elsewhere a film differs from another one of the same frames by as much as x264's threads make it differ.
    assert changed[:, : rows - 24].mean(axis=(1, 2)).max() < 0.01


def test_adjusting_one_shot_draws_that_one_only(
    studio: Studio, perception: Perception, photos: list[Path], board: Storyboard, tmp_path: Path
) -> None:
    production = Production(studio, ShotStore(tmp_path / "shots"))

    def tell(storyboard: Storyboard, name: str) -> tuple[tuple[int, ...], list[np.ndarray]]:
        report = production.tell(photos, storyboard, tmp_path / name, FAST, perception=perception)
        return report.rendered, list(decode(tmp_path / name))

    first, before = tell(board, "first.mp4")
    again, same = tell(board, "again.mp4")
    slower, after = tell(adjust_story(board, "the second one sad and slower"), "slower.mp4")
    assert (first, again, slower) == ((0, 1, 2), (), (1,))
    own = (0, 3, 6, 14, 20, 30, 34)  # not in a joint, which is encoded anew, and x264 is not the same to the bit
    assert all(np.array_equal(before[index], same[index]) for index in own)
    assert all(np.array_equal(before[index], after[index]) for index in own if not 8 <= index < 27)
    assert not all(np.array_equal(before[index], after[index]) for index in range(12, 22))

    swapped, _ = tell(adjust_story(board, "drop the first"), "dropped.mp4")
    assert 2 not in {board.shots[1:][place].photo for place in swapped}


def test_with_music_too_one_shot_changes_alone(
    studio: Studio, perception: Perception, photos: list[Path], tmp_path: Path
) -> None:
    pytest.importorskip("tinysoundfont")
    production = Production(studio, ShotStore(tmp_path / "shots"))
    board = tell_story("calm, 1.5 seconds each", photo_count=3)
    for name, storyboard, drawn in (
        ("first", board, (0, 1, 2)),
        ("slower", adjust_story(board, "make the second one a bit slower"), (1,)),
    ):
        report = production.tell(photos, storyboard, tmp_path / f"{name}.mp4", FAST, perception=perception)
        assert report.sound is not None
        assert report.rendered == drawn


def test_a_shot_that_cannot_be_read_is_drawn_again(
    studio: Studio, perception: Perception, photos: list[Path], board: Storyboard, tmp_path: Path
) -> None:
    production = Production(studio, ShotStore(tmp_path / "shots"))
    production.tell(photos, board, tmp_path / "one.mp4", FAST, perception=perception)
    for kept in (tmp_path / "shots").glob("*/*.npz"):
        kept.write_bytes(kept.read_bytes()[:100])
    report = production.tell(photos, board, tmp_path / "two.mp4", FAST, perception=perception)
    assert report.rendered == (0, 1, 2)
    for one, two in zip(decode(tmp_path / "one.mp4"), decode(tmp_path / "two.mp4"), strict=True):
        assert np.abs(one.astype(float) - two).mean() < 4


def test_only_a_few_versions_of_a_photo_are_kept(
    studio: Studio, perception: Perception, photos: list[Path], tmp_path: Path
) -> None:
    production = Production(studio, ShotStore(tmp_path / "shots"))
    board = Storyboard(shots=(Shot(photo=2, seconds=0.5),), music=SILENT)
    for seed in range(8):
        production.tell(photos, board, tmp_path / "film.mp4", replace(FAST, seed=seed), perception=perception)
    assert len(list((tmp_path / "shots").glob("*/*.npz"))) == 6
    last = production.tell(photos, board, tmp_path / "film.mp4", replace(FAST, seed=7), perception=perception)
    assert last.rendered == ()


def test_every_face_stays_inside_the_frame(
    studio: Studio, perception: Perception, photos: list[Path], tmp_path: Path
) -> None:
    output = tmp_path / "story.mp4"
    board = tell_story("calm, wide film, no music", photo_count=2)
    options = RenderOptions(fps=8, size_px=320, seconds=2, aspect="16:9")
    Production(studio).tell(photos[:2], board, output, options, perception=perception)
    frames = list(decode(output))
    for index in (0, 4, 12, 15):
        file = io.BytesIO()
        Image.fromarray(frames[index]).resize((1280, 720)).save(file, "png")
        faces = studio.look(file.getvalue(), perception).faces
        assert len(faces) == 1
        x0, y0, x1, y1 = faces[0].box
        assert min(x0, y0) > 0
        assert x1 < 1280
        assert y1 < 720


def test_sound_and_picture_are_of_one_length(
    studio: Studio, perception: Perception, photos: list[Path], tmp_path: Path
) -> None:
    pytest.importorskip("tinysoundfont")
    output = tmp_path / "story.mp4"
    board = Storyboard(shots=(Shot(photo=2, seconds=2), Shot(photo=0, seconds=1.7)))
    report = Production(studio).tell(photos, board, output, FAST, perception=perception)
    assert report.sound is not None
    cut_s = report.plan.shots[1].slot.start / 10 + report.plan.shots[1].slot.head // 2 / 10
    assert any(abs(beat_s - cut_s) <= 0.051 for beat_s in report.sound.beats_s) or cut_s == 2.0
    with av.open(str(output)) as container:
        sound, picture = container.streams.audio[0], container.streams.video[0]
        lengths = [float((stream.duration or 0) * (stream.time_base or 1)) for stream in (sound, picture)]
    assert lengths == pytest.approx([3.7, 3.7], abs=0.1)


@pytest.mark.parametrize("form", [Form.GIF, Form.ROUND])
def test_a_story_has_other_forms(
    studio: Studio, perception: Perception, photos: list[Path], tmp_path: Path, form: Form
) -> None:
    output = tmp_path / "story"
    board = Storyboard(shots=(Shot(photo=0, seconds=0.5), Shot(photo=0, seconds=0.5)), music=SILENT)
    report = Production(studio).tell(photos, board, output, replace(FAST, form=form), perception=perception)
    assert (report.clip.form, report.clip.width, report.clip.height) == (form, 160, 160)
    assert list(tmp_path.iterdir()) == [output]
    if form is Form.GIF:
        with Image.open(output) as picture:
            assert (picture.format, picture.n_frames) == ("GIF", 10)


def test_copies_are_pointed_out(studio: Studio, perception: Perception, photos: list[Path], tmp_path: Path) -> None:
    board = Storyboard(shots=tuple(Shot(photo=index, seconds=0.5) for index in range(3)), music=SILENT)
    copies = [photos[2], photos[0], photos[2]]
    report = Production(studio).tell(copies, board, tmp_path / "film.mp4", FAST, perception=perception)
    assert [(advice.code, advice.sentence[:14]) for advice in report.clip.advice] == [
        (AdviceCode.LOOK_ALIKE, "Photos 1 and 3")
    ]


def test_what_cannot_be_made_is_told_before_anything_is_drawn(
    studio: Studio, perception: Perception, photos: list[Path], board: Storyboard, tmp_path: Path
) -> None:
    def tell(paths: list[Path], storyboard: Storyboard, options: RenderOptions = FAST) -> None:
        Production(studio).tell(paths, storyboard, tmp_path / "film.mp4", options, perception=perception)

    with pytest.raises(RequestError, match="asks for photo 3, but there are only 2"):
        tell(photos[:2], board)
    crowded = Storyboard(shots=tuple(Shot(photo=0) for _ in range(20)), music=SILENT)
    with pytest.raises(RequestError, match="20 photos do not fit into 1 seconds"):
        tell(photos, crowded, replace(FAST, seconds=1))
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no photo")
    with pytest.raises(PhotoError):
        tell([*photos[:2], broken], board)
    assert list(tmp_path.iterdir()) == [broken]


def test_a_wish_to_stop_ends_it_and_leaves_nothing(
    studio: Studio, perception: Perception, photos: list[Path], board: Storyboard, tmp_path: Path
) -> None:
    wished = threading.Event()

    def listen(progress: Progress) -> None:
        if progress.stage is Stage.RENDER and progress.done > 12:
            wished.set()

    with pytest.raises(CancelledRenderError):
        Production(studio).tell(
            photos,
            board,
            tmp_path / "film.mp4",
            FAST,
            perception=perception,
            on_progress=listen,
            cancelled=wished.is_set,
        )
    assert list(tmp_path.iterdir()) == []
