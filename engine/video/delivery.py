"""Frames become a file in the form that was asked for."""

from collections.abc import Callable
from pathlib import Path

from engine.types.clip import Form
from engine.types.forms import FORMS
from engine.types.frames import Frames
from engine.types.soundtrack import Soundtrack
from engine.video.counting import FrameCount
from engine.video.encoding import encode
from engine.video.silent_forms import write_silent


def deliver(
    form: Form,
    frames: Frames,
    path: Path,
    *,
    silhouettes: Frames | None = None,
    sound: Soundtrack | None = None,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[int, int]:
    """Write a film in a form and return its width and height, which are smaller where it had to become so.

    What a form has no place for, sound or a transparent background, is left out. Else as `encode`.
    """
    limits = FORMS[form]
    if limits.container == "mp4":
        heard = sound if limits.has_sound else None
        encode(frames, path, sound=heard, on_frame=on_frame, cancelled=cancelled)
        return frames.width, frames.height
    return write_silent(
        form,
        frames,
        path,
        FrameCount(on_frame, cancelled),
        silhouettes=silhouettes if limits.has_alpha else None,
        max_bytes=limits.max_bytes,
        may_shrink=not limits.is_exact,
    )
