"""`encode`: runs of a film's frames drawn side by side, and encoded in order as one stream.

One stream has no seams: encoders that work side by side each open with a key frame, and those pulse in a still picture.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import av

from engine.types.frames import Frames, YuvFrame
from engine.types.soundtrack import Soundtrack
from engine.video.counting import FrameCount
from engine.video.film_file import film_file
from engine.video.h264 import Encoder, Packets, fill, memory_for
from engine.video.heap import return_large_blocks
from engine.video.settings import EncoderSettings

_RUN = 15
"""Frames that one worker draws in a row: a run begins with painting eyes and mouth anew, and is held in memory."""


def encode(
    frames: Frames,
    path: Path,
    *,
    settings: EncoderSettings | None = None,
    sound: Soundtrack | None = None,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Draw the frames and write them as an MP4 that appears at `path` only when it is whole.

    H.264, yuv420p, tagged BT.709 and limited range, index at the front; the sound, if there is one, as AAC of
    160 kbit/s that ends with the pictures. Memory does not grow with the film.
    `on_frame` hears how many frames are done; `cancelled` is also called from the workers' threads. Both are called
    after every frame and should be quick. `CancelledRenderError` after `cancelled` said yes, `EncodingError` when the
    file cannot be written; whatever `frames.draw` raises passes through. None of them leaves a file behind.
    """
    settings = settings or EncoderSettings()
    return_large_blocks()
    progress = FrameCount(on_frame, cancelled)
    with (
        film_file(path, frames, settings, sound) as append,
        closing(_encoded_in_order(frames, settings, progress)) as stream,
    ):
        for packets in stream:
            append(packets)


def _encoded_in_order(
    frames: Frames, settings: EncoderSettings, progress: FrameCount
) -> Generator[Packets, None, None]:
    """Yield the film's packets; one run more than there are workers is drawn ahead of the encoder."""
    encoder = Encoder(frames, settings, settings.workers)
    starts = iter(range(0, frames.frame_count, _RUN))
    waiting: deque[Future[list[av.VideoFrame]]] = deque()
    with ThreadPoolExecutor(settings.workers, thread_name_prefix="draw") as pool:

        def draw_next(memory: list[av.VideoFrame]) -> None:
            start = next(starts, None)
            if start is not None:
                waiting.append(pool.submit(_draw, frames, start, memory, progress))

        try:
            for _ in range(settings.workers + 1):
                draw_next(memory_for(frames, _RUN))
            while waiting:
                drawn = waiting.popleft().result()
                packets: Packets = []
                for frame in drawn:
                    packets += encoder.encode(frame)
                    progress.frame_done()
                draw_next(drawn)
                yield packets
            yield encoder.encode(None)
        finally:
            progress.stop()
            for future in waiting:
                future.cancel()


def _draw(frames: Frames, start: int, memory: list[av.VideoFrame], progress: FrameCount) -> list[av.VideoFrame]:
    """Return a run of frames that fills a memory, or less at the end of the film."""
    stop = min(start + len(memory), frames.frame_count)
    pictures = zip(range(start, stop), frames.draw(start, stop), strict=True)
    return fill(memory, _until_stopped(pictures, progress))


def _until_stopped(pictures: Iterable[tuple[int, YuvFrame]], progress: FrameCount) -> Iterator[tuple[int, YuvFrame]]:
    for picture in pictures:
        progress.look_up()
        yield picture
