"""H.264 by x264: all encoders are alike, so that packets of several join into one stream."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final, TypeAlias

import av
import numpy as np
from av.codec.context import Flags
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from engine.errors import EncodingError
from engine.types.frames import FilmShape, Frames, YuvFrame
from engine.types.scene import Pixels
from engine.video.settings import EncoderSettings

Packets: TypeAlias = "list[Packet[VideoStream]]"  # quoted: the class is generic for type checkers only

CODEC: Final = "libx264"
_BT709 = 1  # the same number in the tables for primaries, transfer and matrix (ISO/IEC 23091-2)
_LIMITED_RANGE = 1

_BATCH = 4
"""Frames drawn in a row before they are encoded: drawing and encoding empty each other's caches, so taking turns
after every frame costs 6 % more of the processor's time."""

_X264_OPTIONS = {
    # veryfast's size and PSNR at about half its CPU: what superfast leaves out and is worth its time
    "bframes": "3",
    "b-adapt": "1",
    "mbtree": "1",
    "rc-lookahead": "10",
    # one film is one shot: no cuts to find, no fades to weigh
    "scenecut": "0",
    "weightp": "0",
    # groups of pictures are closed, so that films can be put together from them
    "open-gop": "0",
}
_BLIND = {"mbtree": "0", "b-adapt": "0"}
"""Without looking ahead; the stream's headers stay the same."""


def configure(context: VideoCodecContext, film: FilmShape, settings: EncoderSettings, threads: int = 1) -> None:
    """Make a codec context ready to encode the frames of a film."""
    context.width, context.height, context.pix_fmt = film.width, film.height, "yuv420p"
    context.framerate, context.time_base = Fraction(film.fps), Fraction(1, film.fps)
    tag_bt709(context)
    context.thread_count = threads
    context.thread_type = "FRAME"  # PyAV's own choice, slices of each frame, keeps two cores a sixth less busy
    context.flags |= Flags.global_header
    options = _X264_OPTIONS if settings.looks_ahead else _X264_OPTIONS | _BLIND
    options = options | {"keyint": str(round(settings.key_frames_s * film.fps))}
    context.options = {
        "preset": settings.preset,
        "crf": str(settings.crf),
        "x264-params": ":".join(f"{name}={value}" for name, value in options.items()),
    }


def tag_bt709(context: VideoCodecContext) -> None:
    """Tell decoders which colours the numbers are."""
    context.color_primaries = context.color_trc = context.colorspace = _BT709
    context.color_range = _LIMITED_RANGE


class Encoder:
    """Frames in order go in, packets in decoding order come out, timed in frames of the whole film."""

    def __init__(self, film: FilmShape, settings: EncoderSettings, threads: int = 1) -> None:
        self._context = av.CodecContext.create(CODEC, "w")
        configure(self._context, film, settings, threads)

    def encode(self, frame: av.VideoFrame | None) -> Packets:
        """Return the packets that are ready; without a frame all that are left. `EncodingError` when x264 refuses."""
        try:
            packets = self._context.encode(frame)
        except av.FFmpegError as error:
            raise EncodingError(f"The film could not be encoded: {error.strerror}.") from error
        for packet in packets:
            packet.duration = 1
        return packets


def encode_segment(
    frames: Frames, segment: range, settings: EncoderSettings, frame_done: Callable[[], None]
) -> Packets:
    """Draw and encode some frames; return their packets in decoding order, timed in frames of the whole film.

    They open with a key frame. `frame_done` is called after each frame and may raise to stop. `EncodingError` when
    x264 refuses.
    """
    encoder = Encoder(frames, settings)
    packets: Packets = []
    memory = memory_for(frames, _BATCH)
    pictures = zip(segment, frames.draw(segment.start, segment.stop), strict=True)
    while batch := fill(memory, pictures):
        for frame in batch:
            packets += encoder.encode(frame)
            frame_done()
    return packets + encoder.encode(None)


def memory_for(film: FilmShape, count: int) -> list[av.VideoFrame]:
    """Return frames of a film, to be filled again and again: that takes a tenth less time than new ones."""
    memory = [av.VideoFrame(film.width, film.height, "yuv420p") for _ in range(count)]
    for frame in memory:
        frame.time_base = Fraction(1, film.fps)
    return memory


def fill(memory: list[av.VideoFrame], pictures: Iterable[tuple[int, YuvFrame]]) -> list[av.VideoFrame]:
    """Copy as many pictures, with their places in the film, as the memory holds; fewer at the end."""
    batch = []
    for frame, (index, picture) in zip(memory, pictures, strict=False):  # asks the memory first, so no picture is lost
        _fill(frame, picture)
        frame.pts = index
        batch.append(frame)
    return batch


def _fill(frame: av.VideoFrame, picture: YuvFrame) -> None:
    """Copy the planes, which the renderer will reuse while x264 still looks ahead at them."""
    frame.make_writable()
    for plane, pixels in zip(plane_views(frame), picture, strict=True):
        np.copyto(plane, pixels)


def yuv_views(frame: av.VideoFrame) -> YuvFrame:
    """Return the planes of a yuv420p frame as arrays on its own memory, without the padding of their lines."""
    return YuvFrame(*plane_views(frame))


def plane_views(frame: av.VideoFrame) -> list[Pixels]:
    """Return the planes of a frame of 8-bit planes as arrays on its own memory, without the padding of their lines."""
    return [
        np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        for plane in frame.planes
    ]
