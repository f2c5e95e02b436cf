"""`RenderOptions`: what may be chosen of a film beside the words, and how far an installation lets it go."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from engine.errors import RequestError
from engine.types.clip import Form
from engine.types.direction import Aspect
from engine.types.forms import FORMS

DEFAULT_SECONDS = 5.0
"""Length of a film of which nothing says how long it should be, in seconds."""
SMALLEST_PX: Final = 160
"""The longer side of a film has at least so many pixels."""


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


def check_options(options: RenderOptions, limits: RenderLimits) -> None:
    """Raise `RequestError`, one sentence, for an option that cannot be met."""
    if options.seconds is not None and not 0 < options.seconds <= limits.seconds:
        raise RequestError(f"A clip lasts more than 0 and at most {limits.seconds:g} seconds, not {options.seconds:g}.")
    if not 8 <= options.fps <= 60:
        raise RequestError(f"A clip has 8 to 60 frames a second, not {options.fps}.")
    if not SMALLEST_PX <= options.size_px <= limits.size_px:
        raise RequestError(
            f"The longer side of a clip has {SMALLEST_PX} to {limits.size_px} pixels, not {options.size_px}."
        )
    if options.seed < 0:
        raise RequestError(f"A seed is a whole number from 0 upwards, not {options.seed}.")


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
