"""The studio: one request through the whole engine, from a photo and a mood to a finished film.

The stages are imported where they are used, so that importing the studio stays quick; none of them needs torch
on a machine without a GPU.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from engine.errors import RequestError
from engine.models import Models
from engine.peak_memory import peak_memory_mb
from engine.render.diffusion.models import DiffusionOptions
from engine.render.renderer import Advised
from engine.stages import Stages
from engine.types.clip import Clip, Form
from engine.types.curves import MotionCurves
from engine.types.direction import Direction
from engine.types.forms import FORMS
from engine.types.frames import Frames
from engine.types.options import DEFAULT_SECONDS, RenderLimits, RenderOptions
from engine.types.progress import Progress, Stage, ignore_progress, never
from engine.types.scene import Scene
from engine.types.soundtrack import Soundtrack

if TYPE_CHECKING:
    from engine.audio import Sound
    from engine.perception.scene import Perception
    from engine.provenance import Credentials
    from engine.render.framing import Framing
    from engine.render.renderer import Renderer

_MUSICAL = {"none": frozenset[str](), "asked": frozenset({"asked"}), "auto": frozenset({"asked", "auto"})}
"""Option → the modes of a direction's music that are composed."""

_NEEDED_LATER = ("engine.motion", "engine.render.warp.film", "engine.video")
"""Modules that are loaded while a photo is looked at, those that are needed first to begin with: 0.1 s."""


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """A finished film and how it came about."""

    clip: Clip
    scene: Scene
    curves: MotionCurves
    seed: int
    seconds: dict[Stage, float]
    """Wall time of each stage; rendering and encoding run together as `render`."""
    peak_memory_mb: float | None
    """Of the whole process so far, in MB."""
    sound: Soundtrack | None = None
    """What is heard; `None` in a silent film."""


class Studio:
    """Makes films with one set of models and one render engine. Safe to use from several threads."""

    def __init__(
        self,
        models: Models,
        *,
        engine: str = "warp",
        device: str = "auto",
        diffusion: DiffusionOptions = DiffusionOptions(),
        limits: RenderLimits = RenderLimits(),
        credentials: "Credentials | None" = None,
    ) -> None:
        self._models = models
        self.engine = engine
        """Name of the render engine."""
        self._device = device
        self._diffusion = diffusion
        self.limits = limits
        self.credentials = credentials
        """What films are signed with; `None` leaves them unsigned."""
        self._renderer: Renderer | None = None
        self._opening = Lock()

    def __reduce__(self) -> tuple[Callable[[Models], "Studio"], tuple[Models]]:
        """Pickle the choices alone: another process opens a render engine of its own."""
        again = partial(
            Studio,
            engine=self.engine,
            device=self._device,
            diffusion=self._diffusion,
            limits=self.limits,
            credentials=self.credentials,
        )
        return again, (self._models,)

    def perception(self) -> "Perception":
        """Return a perception that may be kept over many films of one thread, so that its models load once."""
        from engine.perception.scene import Perception

        return Perception(self._models)

    def look(self, photo: bytes, perception: "Perception | None" = None) -> Scene:
        """Return what is in a photo, seen by a perception that was kept or by one for this photo alone.

        Raises `PhotoError` or `MissingModelError`.
        """
        from engine.perception.photo import open_photo
        from engine.perception.scene import Perception

        upright = open_photo(photo)
        with nullcontext(perception) if perception else Perception(self._models, once=True) as seer:
            return seer.see(upright)

    def animate(
        self,
        photo: bytes,
        mood: Direction | str,
        output: Path,
        options: RenderOptions = RenderOptions(),
        *,
        perception: "Perception | None" = None,
        on_progress: Callable[[Progress], None] = ignore_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Report:
        """Make the film and write it to `output`, which appears only when it is whole.

        A `perception` that the calling thread keeps saves loading the models.
        `on_progress` and `cancelled` are called often and from several threads. Raises `RequestError` for what
        cannot be made, `CancelledRenderError` once `cancelled` says so, another `EngineError` for our own faults.
        """
        check_options(options, self.limits)
        options = within_form(options)
        stages = Stages(on_progress, cancelled)

        renderer = self.open_engine()  # first, so that a choice that cannot be met costs no time

        # 1. See what is in the photo; meanwhile understand the mood, as the models leave Python to others.
        with stages.entered(Stage.ANALYSE):
            beside = ThreadPoolExecutor(1, "studio")
            understood = beside.submit(_understood, mood)
            for module in _NEEDED_LATER:
                beside.submit(import_module, module)
            beside.shutdown(wait=False)  # who needs a module that is being loaded waits for that one only
            scene = self.look(photo, perception)
            direction = understood.result()

        # 2. Make the sound, and plan the motion to its beats.
        with stages.entered(Stage.PLAN):
            own = own_sound(options)
            duration_s = self._duration_s(direction, options, own)
            sound = _soundtrack(direction, scene, options, duration_s, own)
            curves = _planned(direction, scene, options, duration_s, sound)

        # 3. Draw and encode.
        from engine.provenance import signed_film
        from engine.video import deliver, poster_jpeg
        from engine.video.mark import as_marked

        with stages.entered(Stage.RENDER, curves.frame_count), ThreadPoolExecutor(1, "poster") as beside:
            framing = _framing(scene, options, direction)
            frames = renderer.prepare(scene, curves, framing, stages.brief(direction, options.seed))
            advice = scene.advice + (frames.advice if isinstance(frames, Advised) else ())
            frames = as_marked(at_speed(frames, curves), options.form, is_marked=options.is_marked)
            shapes = self._silhouettes(scene, curves, framing, options.form)
            with signed_film(output, FORMS[options.form].container, self.credentials) as film:
                width, height = deliver(
                    options.form,
                    frames,
                    film,
                    silhouettes=shapes,
                    sound=sound,
                    on_frame=stages.frame_done,
                    cancelled=cancelled,
                )
                # The first frame, which is the photo itself; leaving the context signs the film.
                poster = beside.submit(lambda: poster_jpeg(next(frames.draw(0, 1))))

        clip = Clip(
            path=output,
            container=FORMS[options.form].container,
            width=width,
            height=height,
            fps=frames.fps,
            frame_count=frames.frame_count,
            size_bytes=output.stat().st_size,
            poster_jpeg=poster.result(),
            direction=direction,
            advice=advice,
            form=options.form,
        )
        return Report(clip, scene, curves, options.seed, stages.seconds, peak_memory_mb(), sound)

    def open_engine(self) -> "Renderer":
        """Return the render engine, always the same one; `RequestError` where the choice cannot be met."""
        from engine.render.engines import open_engine

        with self._opening:
            if self._renderer is None:
                self._renderer = open_engine(self.engine, self._device, self._diffusion)
            return self._renderer

    def films_at_once(self) -> int:
        """Return how many films it is best asked for at a time: more than one where a GPU makes them side by side."""
        from engine.render.engines import films_at_once

        return films_at_once(self.engine, self._device, self._diffusion)

    def _duration_s(self, direction: Direction, options: RenderOptions, own: "Sound | None") -> float:
        """Return the film's length, a whole number of frames; with a voice it lasts as long as the voice."""
        # Words may ask for more than this installation makes; they get what there is.
        longest_s = min(self.limits.seconds, FORMS[options.form].longest_s)
        spoken_s = own.duration_s if own is not None and own.spoken else None
        asked_s = min(spoken_s or direction.duration or DEFAULT_SECONDS, longest_s)
        duration_s = asked_s if options.seconds is None else options.seconds
        return max(1, round(duration_s * options.fps)) / options.fps

    def _silhouettes(self, scene: Scene, curves: MotionCurves, framing: "Framing", form: Form) -> Frames | None:
        from engine.render.engines import open_engine
        from engine.render.silhouette import silhouettes

        # A shape is always moved, whatever draws the picture: a model would dream up another one.
        return silhouettes(open_engine("warp", self._device), scene, curves, framing) if FORMS[form].has_alpha else None


def check_options(options: RenderOptions, limits: RenderLimits) -> None:
    """Raise `RequestError`, one sentence, for an option that cannot be met."""
    if options.seconds is not None and not 0 < options.seconds <= limits.seconds:
        raise RequestError(f"A clip lasts more than 0 and at most {limits.seconds:g} seconds, not {options.seconds:g}.")
    if not 8 <= options.fps <= 60:
        raise RequestError(f"A clip has 8 to 60 frames a second, not {options.fps}.")
    if not 160 <= options.size_px <= limits.size_px:
        raise RequestError(f"The longer side of a clip has 160 to {limits.size_px} pixels, not {options.size_px}.")
    if options.seed < 0:
        raise RequestError(f"A seed is a whole number from 0 upwards, not {options.seed}.")


def _understood(mood: Direction | str) -> Direction:
    if isinstance(mood, Direction):
        return mood
    from engine.language import understand

    return understand(mood)


def own_sound(options: RenderOptions) -> "Sound | None":
    """Return the sound that was sent along; raises `SoundError`."""
    if options.sound is None or not FORMS[options.form].has_sound:
        return None
    from engine.audio import open_sound

    return open_sound(Path(options.sound), spoken=options.is_spoken)


def _soundtrack(
    direction: Direction, scene: Scene, options: RenderOptions, duration_s: float, own: "Sound | None"
) -> Soundtrack | None:
    """Return what is heard: the person's own sound, composed music, or the one above the other."""
    is_musical = FORMS[options.form].has_sound and direction.music.mode in _MUSICAL[options.music]
    if own is None and not is_musical:
        return None
    from engine.audio import can_play, compose, fitted, under_voice

    if own is not None and not (own.spoken and is_musical and can_play()):
        return fitted(own, duration_s)
    if not can_play():
        return None
    music = compose(direction, duration_s, options.seed, has_faces=bool(scene.faces))
    return music if own is None else under_voice(music, own)


def _planned(
    direction: Direction, scene: Scene, options: RenderOptions, duration_s: float, sound: Soundtrack | None
) -> MotionCurves:
    from engine.motion import plan

    beats_s = sound.beats_s if sound is not None else ()
    return plan(direction, scene, duration_s=duration_s, fps=options.fps, seed=options.seed, beats_s=beats_s)


def within_form(options: RenderOptions) -> RenderOptions:
    """Return the options inside the limits of their form; `RequestError` for a length that was chosen beyond them."""
    limits = FORMS[options.form]
    if options.seconds is not None and options.seconds > limits.longest_s:
        raise RequestError(f"A {options.form} lasts at most {limits.longest_s:g} seconds, not {options.seconds:g}.")
    return replace(
        options,
        fps=min(options.fps, limits.fps),
        size_px=limits.long_side_px if limits.is_exact else min(options.size_px, limits.long_side_px),
        aspect=limits.aspect or options.aspect,
    )


def _framing(scene: Scene, options: RenderOptions, direction: Direction) -> "Framing":
    from engine.render.framing import frame_of

    return frame_of(scene, options.aspect or direction.aspect, options.size_px, is_exact=FORMS[options.form].is_exact)


def at_speed(frames: Frames, curves: MotionCurves) -> Frames:
    """Return frames at the curves' speed: those of an engine that draws fewer are filled in."""
    if frames.fps == curves.fps:
        return frames
    from engine.video.interpolation import InterpolatedFrames

    return InterpolatedFrames(frames, curves.fps, curves.frame_count)
