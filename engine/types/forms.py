"""The table of forms that a film may be delivered in, each with its limits: a new one is a line here and a writer."""

from dataclasses import dataclass

from engine.types.clip import Form
from engine.types.direction import Aspect


@dataclass(frozen=True, slots=True)
class FormLimits:
    """What a form may be."""

    container: str
    """Ending of the file's name, without its dot."""
    longest_s: float = 60.0
    long_side_px: int = 2560
    """The longer side at most."""
    is_exact: bool = False
    """Whether the longer side must have just that many pixels."""
    fps: int = 60
    """Frames a second at most."""
    max_bytes: int | None = None
    aspect: Aspect | None = None
    """The only shape there is."""
    has_sound: bool = False
    has_alpha: bool = False
    """Whether what is not a person is left out."""


FORMS: dict[Form, FormLimits] = {
    Form.FILM: FormLimits("mp4", has_sound=True),
    Form.ANIMATION: FormLimits("mp4"),
    # Telegram's video notes: square, a minute at most, 640 px at most
    Form.ROUND: FormLimits("mp4", long_side_px=640, aspect="1:1", has_sound=True),
    # Telegram's video stickers: VP9 with alpha, one side of exactly 512 px, 3 s, 30 frames/s, 256 kB
    Form.STICKER: FormLimits("webm", 3.0, 512, is_exact=True, fps=30, max_bytes=256_000, has_alpha=True),
    # Formats of the web are shown in the middle of a text: small, and small in bytes (design)
    Form.GIF: FormLimits("gif", 15.0, 480, fps=15, max_bytes=8_000_000),
    Form.WEBP: FormLimits("webp", 15.0, 640, fps=20, max_bytes=8_000_000),
    Form.WEBM: FormLimits("webm", long_side_px=1280, fps=30, has_alpha=True),
}
