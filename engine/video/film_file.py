"""The MP4 file, which appears under its name only when it is whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av

from engine.types.clip import NOTICE
from engine.types.frames import FilmShape
from engine.types.soundtrack import Soundtrack
from engine.video.aac import SoundEncoder
from engine.video.h264 import CODEC, Packets, configure
from engine.video.settings import EncoderSettings
from engine.video.whole_file import clear_sentence, whole_file


@contextmanager
def film_file(
    path: Path, film: FilmShape, settings: EncoderSettings, sound: Soundtrack | None = None
) -> Iterator[Callable[[Packets], None]]:
    """Give a function that appends packets in decoding order to a film beside its final place.

    The sound goes along with the pictures by itself. Leaving the context renames the film to `path`; an exception
    removes it. `EncodingError` when the file system refuses to open, write or finish it.
    """
    with whole_file(path) as temporary:
        with clear_sentence(path):
            container = av.open(str(temporary), "w", format="mp4", options={"movflags": "+faststart"})
        container.metadata["comment"] = NOTICE
        stream = container.add_stream(CODEC, rate=film.fps)
        configure(stream.codec_context, film, settings)
        sound_encoder = SoundEncoder(container, sound.samples, film.frame_count / film.fps) if sound else None

        def append(packets: Packets) -> None:
            with clear_sentence(path):
                for packet in packets:
                    packet.stream = stream
                    container.mux(packet)
                if sound_encoder is not None and packets:
                    container.mux(sound_encoder.until((packets[-1].dts or 0) / film.fps))

        try:
            yield append
        except BaseException:
            with suppress(av.FFmpegError, OSError):  # the first error is the one to tell
                container.close()
            raise
        with clear_sentence(path):
            if sound_encoder is not None:
                container.mux(sound_encoder.rest())
            container.close()
