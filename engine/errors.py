"""The errors people may see, drawn as one small tree.

ReverieError                 has a sentence for the user
├─ RequestError              the request is wrong; trying again changes nothing      (exit 2)
│  ├─ PhotoError             the photo cannot be read or is too large
│  ├─ SoundError             the sound cannot be read or is too large
│  ├─ QueueFullError         too many jobs wait, of this owner or in all, or too much of them is kept
│  └─ UnknownJobError        the job, its photo or its clip is not kept (any more)
└─ EngineError               our side is at fault; the sentence says what mends it   (exit 1)
   ├─ MissingModelError      a perception model is absent or damaged
   ├─ CancelledRenderError   the user stopped the render
   ├─ EncodingError          the film could not be written
   └─ StoreError             the data folder or its database cannot be used
"""

from enum import StrEnum


class ErrorCode(StrEnum):
    """What exactly is wrong, for those who say it in another language; the values of each stand behind it."""

    PHOTO_EMPTY = "photo_empty"
    PHOTO_HEAVY = "photo_heavy"  # megabytes, limit
    PHOTO_UNREADABLE = "photo_unreadable"
    PHOTO_DAMAGED = "photo_damaged"
    PHOTO_SMALL = "photo_small"  # width, height, limit
    PHOTO_STRIP = "photo_strip"  # width, height
    PHOTO_LARGE = "photo_large"  # limit, in megapixels
    SOUND_UNREADABLE = "sound_unreadable"
    SOUND_HEAVY = "sound_heavy"  # limit, in megabytes
    SOUND_LONG = "sound_long"  # limit, in minutes
    SOUND_SILENT = "sound_silent"
    FULL_OWN = "full_own"  # limit
    FULL_ALL = "full_all"
    FULL_DAY = "full_day"  # limit, hours
    FULL_KEPT = "full_kept"  # limit, in megabytes
    DISK_FULL = "disk_full"
    DECLINED = "declined"


class ReverieError(Exception):
    """Something to tell the user; ``str(error)`` is one clear sentence, in English.

    `code` and `values` say the same to a program; the code is `None` where nobody but an operator can do anything.
    """

    def __init__(self, sentence: str = "", code: ErrorCode | None = None, **values: int | str) -> None:
        super().__init__(sentence)
        self.code = code
        self.values = values


class RequestError(ReverieError):
    """The request itself is wrong; trying again changes nothing."""


class PhotoError(RequestError):
    """The photo cannot be read, or is beyond a limit."""


class SoundError(RequestError):
    """The sound cannot be read, or is beyond a limit."""


class QueueFullError(RequestError):
    """Too many jobs wait already, or too much is kept; the sentence says of whom."""


class UnknownJobError(RequestError):
    """The job, its photo or its clip is not kept, or not any more."""


class EngineError(ReverieError):
    """Our side is at fault; the sentence says what mends it."""


class MissingModelError(EngineError):
    """A perception model is absent or damaged."""


class CancelledRenderError(EngineError):
    """The user stopped the render."""


class EncodingError(EngineError):
    """The film could not be written."""


class StoreError(EngineError):
    """The data folder or its database cannot be used."""
