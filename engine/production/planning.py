"""A storyboard and a glance at its photos become the plan of a film."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import RequestError
from engine.production.survey import Overview
from engine.story.joining import transitions
from engine.story.moves import camera_moves
from engine.story.pacing import Slot, shot_lengths_s, slots
from engine.story.shape import frame_size, ratio_of
from engine.types.direction import WORDING, Camera, Direction
from engine.types.forms import FORMS
from engine.types.options import RenderLimits, RenderOptions
from engine.types.storyboard import Storyboard, TransitionName

_MAX_ENLARGEMENT = 2.0
"""Beyond this a small photo only grows softer, not better."""
_FORMAT = 2
"""Raised when shots that were kept should not be used any more."""


@dataclass(frozen=True, slots=True)
class ShotPlan:
    """One shot of the film."""

    photo: int
    """Index among the photos."""
    photo_key: str
    direction: Direction
    """With the camera's move that was chosen."""
    slot: Slot
    beats_s: tuple[float, ...]
    """The music's beats while it is seen, from its own first frame on."""
    seed: int


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """The whole film, before anything is drawn. It has the measures of a film."""

    width: int
    height: int
    fps: int
    shots: tuple[ShotPlan, ...]
    transitions: tuple[TransitionName, ...]
    """Into the second shot and all after it."""
    is_marked: bool
    """As `RenderOptions.is_marked`."""

    @property
    def frame_count(self) -> int:
        """How many frames the film has."""
        return self.shots[-1].slot.stop

    @property
    def frames_drawn(self) -> int:
        """How many frames are drawn: those of a joint twice."""
        return sum(shot.slot.frame_count for shot in self.shots)

    def shot_key(self, shot: ShotPlan, engine: str) -> str:
        """Return the key of a rendered shot: the same for everything that gives the same frames."""
        facts = {
            "format": _FORMAT,
            "engine": engine,
            "photo": shot.photo_key,
            "direction": shot.direction.model_dump(mode="json", exclude=WORDING),
            "frames": (shot.slot.frame_count, shot.slot.head, shot.slot.tail),
            "film": (self.width, self.height, self.fps),
            "beats_s": shot.beats_s,
            "seed": shot.seed,
            "is_marked": self.is_marked,
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def plan_film(
    storyboard: Storyboard,
    photos: Sequence[Overview],
    lengths_s: Sequence[float],
    options: RenderOptions,
    beats_s: Sequence[float] = (),
) -> FilmPlan:
    """Return the plan of a film of shots of these lengths, cut on the beats.

    `RequestError` for photos that are not there, or more shots than the length has room for.
    """
    if missing := [shot.photo for shot in storyboard.shots if shot.photo >= len(photos)]:
        raise RequestError(f"The story asks for photo {missing[0] + 1}, but there are only {len(photos)}.")
    names = transitions(storyboard)
    placed = slots(lengths_s, names, options.fps, beats_s)
    if any(slot.frame_count <= slot.head + slot.tail for slot in placed):
        raise RequestError(
            f"{len(lengths_s)} photos do not fit into {sum(lengths_s):g} seconds; ask for a longer film."
        )
    used = [photos[shot.photo] for shot in storyboard.shots]
    sizes = [(photo.width, photo.height) for photo in photos]  # so that a film keeps its shape when a shot is dropped
    ratio = ratio_of(options.aspect or storyboard.aspect, sizes)
    long_side_px = min(options.size_px, round(_MAX_ENLARGEMENT * max(max(size) for size in sizes)))
    width, height = frame_size(ratio, long_side_px)
    return FilmPlan(
        width,
        height,
        options.fps,
        tuple(
            ShotPlan(
                shot.photo,
                photo.key,
                shot.direction.model_copy(update={"camera": Camera(move=move)}),
                slot,
                _beats_in(slot, options.fps, beats_s),
                options.seed + shot.photo,
            )
            for shot, photo, move, slot in zip(
                storyboard.shots, used, camera_moves(storyboard.shots), placed, strict=True
            )
        ),
        tuple(names),
        options.is_marked,
    )


def _beats_in(slot: Slot, fps: int, beats_s: Sequence[float]) -> tuple[float, ...]:
    start_s, stop_s = slot.start / fps, slot.stop / fps
    return tuple(round(beat_s - start_s, 3) for beat_s in beats_s if start_s <= beat_s < stop_s)


def film_lengths_s(
    storyboard: Storyboard, options: RenderOptions, limits: RenderLimits, voice_s: float | None = None
) -> list[float]:
    """Return how long each shot lasts; with a voice the film is as long as the voice.

    Words may ask for more than this installation makes, and get what there is.
    """
    longest_s = min(limits.seconds, FORMS[options.form].longest_s)
    lengths = shot_lengths_s(storyboard, options.seconds or voice_s)
    return shot_lengths_s(storyboard, longest_s) if sum(lengths) > longest_s else lengths
