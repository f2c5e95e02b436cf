"""The frames where two rendered shots meet."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.types.frames import FilmShape, YuvFrame
from engine.types.storyboard import TransitionName
from engine.video.rendered_shot import RenderedShot, decoded_end
from engine.video.settings import EncoderSettings
from engine.video.transitions import TRANSITIONS, Joint


@dataclass(frozen=True, slots=True, eq=False)
class JointFrames:
    """A transition as frames. They are drawn in their order, all at once: a joint is one segment of the film."""

    film: FilmShape
    settings: EncoderSettings
    name: TransitionName
    before: RenderedShot
    after: RenderedShot

    @property
    def width(self) -> int:
        """Even number of pixels."""
        return self.film.width

    @property
    def height(self) -> int:
        """Even number of pixels."""
        return self.film.height

    @property
    def fps(self) -> int:
        """Frames a second."""
        return self.film.fps

    @property
    def frame_count(self) -> int:
        """How many frames there are."""
        return len(self.after.head)

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the frames start … stop − 1 in order; safe to call from several threads at once."""
        joint = Joint(
            decoded_end(self.before.tail, self.film, self.settings),
            decoded_end(self.after.head, self.film, self.settings),
            self.before.tail_faces,
            self.after.head_faces,
        )
        for index, frame in enumerate(TRANSITIONS[self.name](joint)):
            if start <= index < stop:
                yield frame
