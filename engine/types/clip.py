"""`Clip`: the finished film."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.types.direction import Direction
from engine.types.scene import Advice, AdviceCode

NOTICE = "Still photography, animated by AI; the movement was not recorded."
"""What every film says of itself, in its container and in its Content Credentials."""


class Form(StrEnum):
    """What a film may be delivered as; `engine.types.forms` has the limits of each."""

    FILM = "film"
    """MP4 with sound."""
    ANIMATION = "animation"
    """MP4 without sound."""
    ROUND = "round"
    """A square MP4 that chats show as a round video note."""
    STICKER = "sticker"
    """WebM with a transparent background."""
    GIF = "gif"
    WEBP = "webp"
    WEBM = "webm"
    """WebM, transparent behind the people."""


@dataclass(frozen=True, slots=True)
class Clip:
    """The finished film on disk and what it was made from."""

    path: Path
    container: str
    """Ending of the file's name, without its dot."""
    width: int
    height: int
    fps: int
    frame_count: int
    size_bytes: int
    poster_jpeg: bytes
    """A frame for previews: JPEG, long side ≤ 320 px, < 200 kB."""
    direction: Direction
    advice: tuple[Advice, ...]
    form: Form = Form.FILM

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frame_count / self.fps


def worth_saying(advice: tuple[Advice, ...], direction: Direction) -> tuple[Advice, ...]:
    """Return the advice that the words have not settled: who says who acts knows that there are several people."""
    return tuple(each for each in advice if not (each.code is AdviceCode.SEVERAL_FACES and direction.tells_who))
