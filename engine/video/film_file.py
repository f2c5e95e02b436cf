"""The MP4 file, which appears under its name only when it is whole."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import av

from engine.errors import EncodingError
from engine.types.frames import Frames
from engine.video.h264 import CODEC, Packets, configure
from engine.video.settings import EncoderSettings


class FilmFile:
    """An MP4 in the making, beside its final place; leaving the context whole renames it, a failure removes it.

    Opening, writing and leaving raise `EncodingError` when the file system refuses.
    """

    def __init__(self, path: Path, frames: Frames, settings: EncoderSettings) -> None:
        self._path = path
        self._temporary = path.with_name(f".{secrets.token_hex(8)}.part")
        with self._clear_sentence():
            if path.is_dir():
                raise IsADirectoryError(None, "there is a folder of that name")
            self._temporary.touch(exist_ok=False)
            self._container = av.open(str(self._temporary), "w", format="mp4", options={"movflags": "+faststart"})
        self._stream = self._container.add_stream(CODEC, rate=frames.fps)
        configure(self._stream.codec_context, frames, settings)

    def __enter__(self) -> Self:
        return self

    def write(self, packets: Packets) -> None:
        """Append packets in decoding order."""
        with self._clear_sentence():
            for packet in packets:
                packet.stream = self._stream
                self._container.mux(packet)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                with self._clear_sentence():
                    self._finish()
            else:
                with suppress(av.FFmpegError, OSError):  # the first error is the one to tell
                    self._container.close()
        finally:
            self._temporary.unlink(missing_ok=True)

    def _finish(self) -> None:
        self._container.close()
        with self._temporary.open("rb") as file:
            os.fsync(file.fileno())
        self._temporary.replace(self._path)

    @contextmanager
    def _clear_sentence(self) -> Iterator[None]:
        try:
            yield
        except (av.FFmpegError, OSError) as error:
            reason = (error.strerror or str(error)).lower()
            raise EncodingError(f"The film cannot be written to {self._path}: {reason}.") from error
