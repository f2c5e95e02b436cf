"""`Soundtrack`: what is heard with a film."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

SAMPLE_RATE_HZ: Final = 48_000
"""Every sound inside the engine has this rate; what comes from outside is resampled at the door."""

Samples: TypeAlias = npt.NDArray[np.float32]
"""n × 2, left and right, −1…1."""


@dataclass(frozen=True, slots=True, eq=False)
class Soundtrack:
    """The finished sound of a film, as long as the film."""

    samples: Samples
    beats_s: tuple[float, ...]
    """The moments of the beats, rising; empty where none can be felt."""
    title: str
    """What it is, in a few words, such as "soft piano"."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / SAMPLE_RATE_HZ
