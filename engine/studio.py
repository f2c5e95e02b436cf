"""The studio: one request through the whole engine, from a photo and a mood to a finished film.

The stages are imported where they are used, so that importing the studio stays quick; none of them needs torch
on a machine without a GPU.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from engine.models import Models
from engine.peak_memory import peak_memory_mb
from engine.render.diffusion.models import DiffusionOptions
from engine.render.renderer import Advised
from engine.stages import Stages
from engine.types.clip import Clip
from engine.types.curves import MotionCurves
from engine.types.direction import Direction
from engine.types.forms import FORMS
from engine.types.frames import Frames
from engine.types.options import DEFAULT_SECONDS, RenderLimits, RenderOptions, check_options, within_form
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


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """All that is decided of a film before it is drawn."""

    scene: Scene
    direction: Direction
    sound: Soundtrack | None
    curves: MotionCurves
    options: RenderOptions


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
            scene, direction = self._seen_and_understood(photo, mood, perception)

        # 2. Make the sound, and plan the motion to its beats.
        with stages.entered(Stage.PLAN):
            plan = self._planned(scene, direction, options)

        # 3. Draw and encode.
        with stages.entered(Stage.RENDER, plan.curves.frame_count):
            clip = self._filmed(plan, renderer, output, stages)

        return Report(clip, scene, plan.curves, options.seed, stages.seconds, peak_memory_mb(), plan.sound)

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

    def _seen_and_understood(
        self, photo: bytes, mood: Direction | str, perception: "Perception | None"
    ) -> tuple[Scene, Direction]:
        """Look at the photo, and beside it read the mood and load what is needed later."""
        beside = ThreadPoolExecutor(1, "studio")
        understood = beside.submit(_understood, mood)
        for module in _NEEDED_LATER:
            beside.submit(import_module, module)
        beside.shutdown(wait=False)  # who needs a module that is being loaded waits for that one only
        return self.look(photo, perception), understood.result()

    def _planned(self, scene: Scene, direction: Direction, options: RenderOptions) -> _Plan:
        from engine.motion import plan

        own = own_sound(options)
        duration_s = self._duration_s(direction, options, own)
        sound = _soundtrack(direction, scene, options, duration_s, own)
        beats_s = sound.beats_s if sound is not None else ()
        curves = plan(direction, scene, duration_s=duration_s, fps=options.fps, seed=options.seed, beats_s=beats_s)
        return _Plan(scene, direction, sound, curves, options)

    def _filmed(self, plan: _Plan, renderer: "Renderer", output: Path, stages: Stages) -> Clip:
        """Draw, encode and sign the film."""
        from engine.provenance import signed_film
        from engine.video import deliver, poster_jpeg
        from engine.video.mark import as_marked

        options, limits = plan.options, FORMS[plan.options.form]
        framing = _framing(plan)
        prepared = renderer.prepare(plan.scene, plan.curves, framing, stages.brief(plan.direction, options.seed))
        frames = as_marked(at_speed(prepared, plan.curves), options.form, is_marked=options.is_marked)
        shapes = self._silhouettes(plan, framing) if limits.has_alpha else None
        with (
            ThreadPoolExecutor(1, "poster") as beside,
            signed_film(output, limits.container, self.credentials) as film,
        ):
            width, height = deliver(
                options.form,
                frames,
                film,
                silhouettes=shapes,
                sound=plan.sound,
                on_frame=stages.frame_done,
                cancelled=stages.cancelled,
            )
            # The first frame, which is the photo itself; leaving the context signs the film.
            poster = beside.submit(lambda: poster_jpeg(next(frames.draw(0, 1))))
        return Clip(
            path=output,
            container=limits.container,
            width=width,
            height=height,
            fps=frames.fps,
            frame_count=frames.frame_count,
            size_bytes=output.stat().st_size,
            poster_jpeg=poster.result(),
            direction=plan.direction,
            advice=plan.scene.advice + (prepared.advice if isinstance(prepared, Advised) else ()),
            form=options.form,
        )

    def _duration_s(self, direction: Direction, options: RenderOptions, own: "Sound | None") -> float:
        """Return the film's length, a whole number of frames; with a voice it lasts as long as the voice."""
        # Words may ask for more than this installation makes; they get what there is.
        longest_s = min(self.limits.seconds, FORMS[options.form].longest_s)
        spoken_s = own.duration_s if own is not None and own.spoken else None
        asked_s = min(spoken_s or direction.duration or DEFAULT_SECONDS, longest_s)
        duration_s = asked_s if options.seconds is None else options.seconds
        return max(1, round(duration_s * options.fps)) / options.fps

    def _silhouettes(self, plan: _Plan, framing: "Framing") -> Frames | None:
        from engine.render.engines import open_engine
        from engine.render.silhouette import silhouettes

        # A shape is always moved, whatever draws the picture: a model would dream up another one.
        return silhouettes(open_engine("warp", self._device), plan.scene, plan.curves, framing)


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
    """Return what is heard; `None` in a silent film."""
    is_musical = FORMS[options.form].has_sound and direction.music.mode in _MUSICAL[options.music]
    if own is None and not is_musical:
        return None
    from engine.audio import compose, heard

    def music() -> Soundtrack:
        return compose(direction, duration_s, options.seed, has_faces=bool(scene.faces))

    return heard(own, duration_s, music if is_musical else None)


def _framing(plan: _Plan) -> "Framing":
    from engine.render.framing import frame_of

    options = plan.options
    is_exact = FORMS[options.form].is_exact
    return frame_of(plan.scene, options.aspect or plan.direction.aspect, options.size_px, is_exact=is_exact)


def at_speed(frames: Frames, curves: MotionCurves) -> Frames:
    """Return frames at the curves' speed: those of an engine that draws fewer are filled in."""
    if frames.fps == curves.fps:
        return frames
    from engine.video.interpolation import InterpolatedFrames

    return InterpolatedFrames(frames, curves.fps, curves.frame_count)
