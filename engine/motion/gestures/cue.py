"""`Cue`: what a gesture needs to know to be played."""

import math
from dataclasses import dataclass, replace
from typing import Literal

from engine.types.direction import Side
from engine.types.hidden_eyes import BOTH_SEEN, HiddenEyes


@dataclass(frozen=True, slots=True)
class Cue:
    """How a gesture is to be played, with the mood's manner already in it."""

    count: int = 1
    pace: float = 1.0
    """Tempo, 0.4…2.2; 1 is natural."""
    amount: float = 1.0
    """Size, 0.2…2; 1 is natural."""
    side: Side | None = None
    natural_side: Literal["left", "right"] = "right"
    """Where this person would turn by themselves: back towards the camera, or to their freer side."""
    heaviness: float = 0.0
    """How much sinks as a breath is let go, 0…1 (see `engine.motion.moods.Manner`)."""
    shut_s: float = 0.12
    """How long this person's blinks take (see `engine.motion.moods.Manner`)."""
    frame_s: float = 1 / 30
    hidden: HiddenEyes = BOTH_SEEN
    """The eyes that the photo does not show."""

    @property
    def horizontal(self) -> int:
        """+1 for the viewer's right, −1 for the left."""
        return 1 if self.near_side == "right" else -1

    @property
    def near_side(self) -> Literal["left", "right"]:
        """The viewer's side on which a one-sided gesture happens."""
        return self.side if self.side in ("left", "right") else self.natural_side

    @property
    def far_side(self) -> Literal["left", "right"]:
        """The other side."""
        return "left" if self.near_side == "right" else "right"

    @property
    def with_a_seen_eye(self) -> "Cue":
        """The same on the side of an eye that can be seen."""
        return replace(self, side=self.hidden.seen_side(self.near_side))

    @property
    def vertical(self) -> int:
        """+1 for up, −1 for down, 0 where the gesture goes to a side."""
        return {"up": 1, "down": -1}.get(self.side or "", 0)

    def seconds(self, natural_s: float) -> float:
        """Return how long something takes at this tempo."""
        return natural_s / math.pow(self.pace, 0.8)
