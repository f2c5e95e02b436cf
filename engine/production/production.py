"""`Production`: a story from its photos to the finished film, shot by shot."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.peak_memory import peak_memory_mb
from engine.production.drawing import draw_shot
from engine.production.joints import JointFrames
from engine.production.music import story_sound
from engine.production.planning import FilmPlan, ShotPlan, film_lengths_s, plan_film
from engine.production.shot_store import ShotStore
from engine.production.survey import look_over, remarks
from engine.provenance import signed_film
from engine.stages import Stages
from engine.studio import Studio, own_sound
from engine.types.clip import Clip, Form
from engine.types.forms import FORMS
from engine.types.frames import Frames
from engine.types.options import RenderOptions, check_options, within_form
from engine.types.progress import Progress, Stage, ignore_progress, never
from engine.types.scene import Advice, AdviceCode
from engine.types.soundtrack import Soundtrack
from engine.types.storyboard import Storyboard
from engine.video.counting import FrameCount
from engine.video.decoding import DecodedFrames
from engine.video.delivery import deliver
from engine.video.film_file import film_file
from engine.video.h264 import Packets
from engine.video.heap import return_large_blocks
from engine.video.mark import as_marked
from engine.video.poster import poster_jpeg
from engine.video.rendered_shot import RenderedShot, ShotEncoder, ShotParts, first_frame, timed_from
from engine.video.settings import EncoderSettings
from engine.video.whole_file import whole_file

if TYPE_CHECKING:
    from engine.perception.scene import Perception
    from engine.render.renderer import Renderer

_AHEAD = 1
"""How many shots are begun while an earlier one is still drawn: the next photo is looked at meanwhile, and memory
does not grow with the number of photos."""


@dataclass(frozen=True, slots=True, eq=False)
class StoryReport:
    """A finished story and how it came about."""

    clip: Clip
    storyboard: Storyboard
    plan: FilmPlan
    sound: Soundtrack | None
    rendered: tuple[int, ...]
    """Which shots were drawn, by their places in the film; the others were kept from an earlier time."""
    seconds: dict[Stage, float]
    peak_memory_mb: float | None


class Production:
    """Makes stories with a studio. Safe to use from several threads."""

    def __init__(self, studio: Studio, shots: ShotStore | None = None) -> None:
        """`shots` keeps what was drawn; without it nothing is kept beyond the film."""
        self._studio = studio
        self._shots = shots

    def tell(
        self,
        photos: Sequence[Path],
        storyboard: Storyboard,
        output: Path,
        options: RenderOptions = RenderOptions(),
        *,
        perception: "Perception | None" = None,
        on_progress: Callable[[Progress], None] = ignore_progress,
        cancelled: Callable[[], bool] = never,
    ) -> StoryReport:
        """Make the film and write it to `output`, which appears only when it is whole.

        Everything else is as in `Studio.animate`; memory does not grow with the number of photos.
        """
        check_options(options, self._studio.limits)
        options = within_form(options)
        limits = FORMS[options.form]
        stages = Stages(on_progress, cancelled)
        renderer = self._studio.open_engine()  # first, so that a choice that cannot be met costs no time
        return_large_blocks()

        # 1. Look all photos over.
        with stages.entered(Stage.ANALYSE):
            overviews = [look_over(photo) for photo in photos]

        # 2. Compose the music and plan the film: cuts fall on beats.
        with stages.entered(Stage.PLAN):
            own = own_sound(options)
            voice_s = own.duration_s if own is not None and own.spoken else None
            lengths_s = film_lengths_s(storyboard, options, self._studio.limits, voice_s)
            sound = story_sound(storyboard, lengths_s, options, own)
            plan = plan_film(storyboard, overviews, lengths_s, options, sound.beats_s if sound else ())

        # 3. Shot by shot: see, draw, encode, and join with the one before.
        with (
            stages.entered(Stage.RENDER, plan.frames_drawn),
            signed_film(output, limits.container, self._studio.credentials) as place,
            nullcontext(perception) if perception else self._studio.perception() as seer,
        ):
            making = _Making(
                self._studio, plan, options.form, photos, perception=seer, renderer=renderer, kept=self._shots
            )
            count = FrameCount(stages.frame_done, cancelled)
            if limits.container == "mp4":
                making.write(place, count, sound)
                width, height = plan.width, plan.height
            else:
                with whole_file(place) as film:
                    making.write(film, count, None)
                    width, height = deliver(options.form, DecodedFrames(film), film, cancelled=cancelled)

        clip = Clip(
            path=output,
            container=limits.container,
            width=width,
            height=height,
            fps=plan.fps,
            frame_count=plan.frame_count,
            size_bytes=output.stat().st_size,
            poster_jpeg=making.poster,
            direction=storyboard.shots[0].direction,
            advice=(*remarks(overviews), *dict.fromkeys(making.advice)),
            form=options.form,
        )
        return StoryReport(clip, storyboard, plan, sound, tuple(making.rendered), stages.seconds, peak_memory_mb())


class _Making:
    """The making of one film: what is begun, what is done, and what the next shot joins on to."""

    def __init__(
        self,
        studio: Studio,
        plan: FilmPlan,
        form: Form,
        photos: Sequence[Path],
        *,
        perception: "Perception",
        renderer: "Renderer",
        kept: ShotStore | None,
    ) -> None:
        self.rendered: list[int] = []
        self.advice: list[Advice] = []
        self.poster = b""
        self._studio = studio
        self._plan = plan
        self._form = form
        self._photos = photos
        self._perception = perception
        self._renderer = renderer
        self._kept = kept
        self._settings = EncoderSettings()

    def write(self, output: Path, count: FrameCount, sound: Soundtrack | None) -> None:
        """Write the film; what is not whole leaves nothing behind."""
        with (
            film_file(output, self._plan, self._settings, sound) as append,
            ThreadPoolExecutor(self._settings.workers, thread_name_prefix="encode") as pool,
        ):
            try:
                encoder = ShotEncoder(self._settings, pool, count, self._marked)
                for packets in self._parts(encoder, count):
                    append(packets)
            finally:
                count.stop()

    def _marked(self, frames: Frames) -> Frames:
        return as_marked(frames, self._form, is_marked=self._plan.is_marked)

    def _parts(self, encoder: ShotEncoder, count: FrameCount) -> Iterator[Packets]:
        """Yield the film's segments in order: a shot's body, then its joint with the next shot, and so on."""
        before: RenderedShot | None = None
        for place, shot in enumerate(self._shots(encoder, count)):
            slot = self._plan.shots[place].slot
            if before is None:
                self.poster = poster_jpeg(first_frame(shot.body, self._plan, self._settings))
            elif slot.head:
                name = self._plan.transitions[place - 1]
                joint = JointFrames(self._plan, self._settings, name, before, shot)
                yield timed_from(encoder.encode(joint), slot.start)
            yield timed_from(shot.body, slot.start + slot.head)
            before = shot

    def _shots(self, encoder: ShotEncoder, count: FrameCount) -> Iterator[RenderedShot]:
        """Yield every shot, rendered, having begun the one after it."""
        begun: deque[Callable[[], RenderedShot]] = deque()
        for place, shot in enumerate(self._plan.shots):
            begun.append(self._begin(place, shot, encoder, count))
            if len(begun) > _AHEAD:
                yield begun.popleft()()
        while begun:
            yield begun.popleft()()

    def _begin(self, place: int, shot: ShotPlan, encoder: ShotEncoder, count: FrameCount) -> Callable[[], RenderedShot]:
        """Take a kept shot, or begin to draw it; return what waits for it."""
        key = self._plan.shot_key(shot, self._studio.engine)
        known = self._kept.load(shot.photo_key, key) if self._kept else None
        if known is not None:
            count.add(shot.slot.frame_count)
            return lambda: known
        scene = self._studio.look(self._photos[shot.photo].read_bytes(), self._perception)
        drawn = draw_shot(scene, shot, self._plan, self._renderer, count.should_end)
        work = encoder.begin(drawn.frames, ShotParts(shot.slot.head, shot.slot.tail), drawn.largest_face)
        self.rendered.append(place)
        self.advice += drawn.advice

        def finished() -> RenderedShot:
            made = work.result()
            # Where the GPU was full, there may be room for a better one next time.
            if self._kept is not None and AdviceCode.GPU_FULL not in {advice.code for advice in drawn.advice}:
                self._kept.save(shot.photo_key, key, made)
            return made

        return finished
