"""`encode`: the segments of a film drawn and encoded side by side, written in order."""

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from engine.types.frames import Frames
from engine.types.soundtrack import Soundtrack
from engine.video.counting import FrameCount
from engine.video.film_file import film_file
from engine.video.h264 import Packets, encode_segment
from engine.video.heap import return_large_blocks
from engine.video.segments import cut
from engine.video.settings import EncoderSettings


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
    `on_frame` hears how many frames are done; it and `cancelled` are called from the workers' threads after
    every frame and should be quick. `CancelledRenderError` after `cancelled` said yes, `EncodingError` when the
    file cannot be written; whatever `frames.draw` raises passes through. None of them leaves a file behind.
    """
    settings = settings or EncoderSettings()
    return_large_blocks()
    progress = FrameCount(on_frame, cancelled)
    with (
        film_file(path, frames, settings, sound) as append,
        closing(_encoded_in_order(frames, settings, progress)) as segments,
    ):
        for packets in segments:
            append(packets)


def _encoded_in_order(
    frames: Frames, settings: EncoderSettings, progress: FrameCount
) -> Generator[Packets, None, None]:
    """Yield each segment's packets in the order of the film, a few segments ahead of the reader at most."""
    longest = max(2, round(settings.segment_s * frames.fps))
    waiting: deque[Future[Packets]] = deque()
    with ThreadPoolExecutor(settings.workers, thread_name_prefix="encode") as pool:
        try:
            for segment in cut(frames.frame_count, longest, settings.workers):
                if len(waiting) == settings.workers + 1:
                    yield waiting.popleft().result()
                waiting.append(pool.submit(encode_segment, frames, segment, settings, progress.frame_done))
            while waiting:
                yield waiting.popleft().result()
        finally:
            progress.stop()
            for future in waiting:
                future.cancel()
