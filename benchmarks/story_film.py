"""A finished story, measured on its file: faces in the frame, joints in their time, sound as long and loud as asked."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import matplotlib.cbook
import numpy as np
import numpy.typing as npt
import skimage.data
from PIL import Image

from benchmarks.photos import people, photo_files
from benchmarks.report import Cell, Measurement
from benchmarks.sound import lengths_and_sound
from engine.audio.loudness import true_peak_db
from engine.language.storytelling import tell_story
from engine.models import Models, default_folder
from engine.perception.faces import FaceFinder
from engine.perception.scene import Perception
from engine.production import Production, StoryReport
from engine.production.drawing import draw_shot
from engine.studio import Studio
from engine.types.options import RenderOptions
from engine.types.progress import never
from engine.types.scene import FloatArray
from engine.types.soundtrack import SAMPLE_RATE_HZ
from engine.video.decoding import decode, decode_planes

_WORDS = "start quiet, then happier and happier, end with everyone laughing; 30 seconds"
_OPTIONS = RenderOptions(size_px=1280, aspect="16:9")
_LOOKS = 5
"""Frames of every shot in which faces are sought: its first and last beside the joints, and between."""
_NEAR = 0.5
"""How far from its planned place a face may be found, in its own widths."""
_SMALL_PX = (160, 90)
"""Size at which neighbouring frames are compared."""
_AROUND = 8
"""Frames before and after a joint that are looked at too."""
_BESIDE_CUT_S = 0.005
_END = round(0.0005 * SAMPLE_RATE_HZ)

Rows = Iterator[tuple[Cell, ...]]


def story_film(places: Sequence[Path]) -> Measurement:
    """Tell a story of 30 s with music, of photos in files and folders or of ten packaged ones, and measure its file."""
    studio = Studio(Models(default_folder()))
    with tempfile.TemporaryDirectory() as name, studio.perception() as perception:
        photos = photo_files(places) if places else _packaged(Path(name))
        board = tell_story(_WORDS, photo_count=len(photos))
        film = Path(name) / "story.mp4"
        report = Production(studio).tell(photos, board, film, _OPTIONS, perception=perception)
        rows = [
            *_faces(report, photos, studio, perception),
            *_joints(report),
            *_sound(report),
        ]
    return Measurement(f"The file of a story of {len(photos)} photos, 30 s, 720p", ("what", "value"), tuple(rows))


def _packaged(folder: Path) -> list[Path]:
    """Write ten photos: portraits of several shapes, pairs, a group, a cat, a still life."""
    with matplotlib.cbook.get_sample_data("grace_hopper.jpg") as file:
        hopper = np.asarray(Image.open(file).convert("RGB"))
    astronaut = skimage.data.astronaut()
    pictures = [
        hopper, skimage.data.coffee(), people(2), skimage.data.cat(), astronaut, people(6, (1280, 960)),
        np.ascontiguousarray(hopper[:, ::-1]), astronaut[:, 60:400], people(2, (1280, 960)) // 2 + 60, people(1),
    ]  # fmt: skip
    paths = [folder / f"{index:02}.jpg" for index in range(len(pictures))]
    for picture, path in zip(pictures, paths, strict=True):
        Image.fromarray(picture).save(path, quality=92)
    return paths


def _faces(report: StoryReport, photos: Sequence[Path], studio: Studio, perception: Perception) -> Rows:
    """Compare where faces are planned with the frame's edges, and with what the detector finds in the film."""
    plan, renderer, finder = report.plan, studio.open_engine(), FaceFinder(Models(default_folder()))
    planned: dict[int, list[FloatArray]] = {}
    for shot in plan.shots:
        scene = studio.look(photos[shot.photo].read_bytes(), perception)
        drawn = draw_shot(scene, shot, plan, renderer, never)
        last = shot.slot.frame_count - shot.slot.tail - 1
        for moment in np.linspace(shot.slot.head, last, _LOOKS).round().astype(int).tolist():
            planned[shot.slot.start + moment] = drawn.faces_at(moment)
    edge_px = [_to_edge(face, plan.width, plan.height) for faces in planned.values() for face in faces]
    found = 0
    for index, picture in enumerate(decode(report.clip.path)):
        if planned.get(index):
            seen = [np.mean(np.reshape(face.box, (2, 2)), axis=0) for face in finder.find(picture)]
            found += sum(_is_near(face, seen) for face in planned[index])
    yield "faces planned in frames that were looked at", len(edge_px)
    yield "… of them cut by the frame", sum(distance < 0 for distance in edge_px)
    yield "… of them found by the detector at their place", found
    yield "least distance of a face's outline from the frame's edge, % of its height", 100 * min(edge_px) / plan.height


def _to_edge(face: FloatArray, width: int, height: int) -> float:
    """Return how far a face's outline is from the frame's edge, in pixels; negative where it is cut."""
    return float(min(face.min(), (np.array([width, height]) - 1 - face).min()))


def _is_near(face: FloatArray, seen: Sequence[npt.NDArray[np.float64]]) -> bool:
    centre = (face.min(axis=0) + face.max(axis=0)) / 2
    reach = _NEAR * float(np.ptp(face[:, 0]))
    return any(float(np.linalg.norm(centre - other)) < reach for other in seen)


def _joints(report: StoryReport) -> Rows:
    """Compare when the picture changes with when the plan says that it does."""
    small = [
        cv2.resize(frame.y, _SMALL_PX, interpolation=cv2.INTER_AREA).astype(np.float32)
        for frame in decode_planes(report.clip.path)
    ]
    change = np.abs(np.diff(small, axis=0, prepend=small[:1])).mean(axis=(1, 2))
    off, inside = [], []
    between = np.ones(len(change), np.bool_)
    for shot in report.plan.shots[1:]:
        joint = slice(shot.slot.start, shot.slot.start + shot.slot.head + 1)
        around = np.arange(max(0, joint.start - _AROUND), min(len(change), joint.stop + _AROUND))
        excess = np.maximum(0, change[around] - np.median(change))
        off.append(abs(float((around * excess).sum() / excess.sum()) - (joint.start + joint.stop - 1) / 2))
        inside.append(float(change[joint].sum() - np.median(change) * shot.slot.head) / float(excess.sum()))
        between[joint] = False
    names = report.plan.transitions
    yield "joints", ", ".join(f"{names.count(name)} × {name.value}" for name in dict.fromkeys(names))
    yield "centre of the change against the plan, worst joint, frames", max(off)
    yield "share of the change that lies in the planned frames, worst joint", min(inside)
    yield "largest change between two frames outside joints, levels", float(change[between].max())
    yield "frames in the file against the plan", len(small) - report.plan.frame_count


def _sound(report: StoryReport) -> Rows:
    """Measure the decoded sound of the file."""
    import pyloudnorm

    assert report.sound is not None
    lengths_s, samples = lengths_and_sound(report.clip.path)
    shots, beats_s = report.plan.shots[1:], np.array(report.sound.beats_s)
    cuts_s = np.array([shot.slot.start + shot.slot.head / 2 for shot in shots]) / report.plan.fps
    from_beat_s = np.abs(cuts_s[:, None] - beats_s).min(axis=1)
    steps = np.abs(np.diff(samples, axis=0)).max(axis=1)
    beside = np.zeros(len(steps), np.bool_)
    for shot in shots:
        for frame in (shot.slot.start, shot.slot.start + shot.slot.head):
            moment_s = frame / report.plan.fps
            first, last = (round((moment_s + side) * SAMPLE_RATE_HZ) for side in (-_BESIDE_CUT_S, _BESIDE_CUT_S))
            beside[first:last] = True
    loudness = pyloudnorm.Meter(SAMPLE_RATE_HZ).integrated_loudness(samples.astype(np.float64))
    yield "music", report.sound.title
    yield (
        f"of {len(shots)} cuts and joints, those whose middle is within a frame of a beat",
        int((from_beat_s <= 1 / report.plan.fps).sum()),
    )
    yield "sound − picture, ms", 1000 * (lengths_s["audio"] - lengths_s["video"])
    yield "loudness of the file, LUFS", loudness
    yield "true peak of the file, dBTP", true_peak_db(samples)
    yield "largest sample step within 5 ms of a cut or joint's end", float(steps[beside].max())
    yield "… anywhere else", float(steps[~beside].max())
    yield "… within 0.5 ms of the film's ends", float(max(steps[:_END].max(), steps[-_END:].max()))
    yield "last chord before the end, s", report.sound.duration_s - report.sound.beats_s[-1]
