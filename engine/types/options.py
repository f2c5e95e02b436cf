"""`RenderOptions`: what may be chosen of a film beside the words, and how far an installation lets it go."""

from dataclasses import dataclass
from typing import Literal

from engine.types.clip import Form
from engine.types.direction import Aspect

DEFAULT_SECONDS = 5.0
"""Length of a film of which nothing says how long it should be, in seconds."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What may be chosen beside the words; an explicit choice wins over what the words say."""

    seconds: float | None = None
    """Length; `None` follows the direction, which by itself means 5 s."""
    fps: int = 30
    size_px: int = 1280
    """The film's longer side at most."""
    aspect: Aspect | None = None
    """Shape of the frame; `None` follows the direction."""
    seed: int = 0
    """The same seed gives the same motion."""
    form: Form = Form.FILM
    """What the film is delivered as; a form's own limits hold beside the choices above."""
    music: Literal["none", "asked", "auto"] = "asked"
    """What is composed: nothing, music where the words ask for it, or music unless the words forbid it."""
    sound: str | None = None
    """File with a person's own sound: a song is heard instead of the music, a voice above it."""
    is_spoken: bool | None = None
    """Whether that sound is a voice; `None` where nobody knows, and it is guessed."""
    is_marked: bool = False
    """Whether a small mark in the picture says that AI made the film."""


@dataclass(frozen=True, slots=True)
class RenderLimits:
    """The largest film that this installation makes."""

    seconds: float = 60.0
    size_px: int = 2560
