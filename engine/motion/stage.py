"""`Stage`: what is the same for everybody in the clip."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.motion.easing import Curve, step
from engine.motion.phrases import Phrase
from engine.types.curves import FACE_CHANNELS, Track

RESOLVING = 0.8
"""From this moment of the clip on things come to rest; a loop eases back to its first frame."""


@dataclass(frozen=True)
class Stage:
    """The clip's time."""

    times: Curve
    """Seconds of every frame, T."""
    duration_s: float
    fps: int
    loop: bool
    windy: bool
    """Whether loose ends of hair move by themselves."""

    @property
    def frame_s(self) -> float:
        """Seconds from frame to frame."""
        return 1.0 / self.fps

    @property
    def end_s(self) -> float:
        """When the last movement has to be over."""
        return self.duration_s * (RESOLVING if self.loop else 1.0)

    @cached_property
    def arrival(self) -> Curve:
        """How far life has come up from the still photo, T, 0…1."""
        return step(self.times, 0.0, min(1.0, 0.3 * self.duration_s))

    @cached_property
    def closing(self) -> Curve:
        """How much is left of everything, T: a loop comes home within its last fifth, anything else never."""
        if not self.loop:
            return np.ones_like(self.times)
        return 1.0 - step(self.times, RESOLVING * self.duration_s, (1.0 - RESOLVING) * self.duration_s)

    def played(self, phrases: Iterable[Phrase]) -> Track:
        """Return the sum of phrases over the frames."""
        track = Track.at_rest(FACE_CHANNELS, len(self.times))
        for phrase in phrases:
            phrase.add_to(track, self.times)
        return track
