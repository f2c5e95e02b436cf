"""`RenderedShot`: a shot of a story, encoded in three parts that never need to be drawn again.

The middle is what the film shows as it is. The first and the last frames meet other shots, and lie apart in high
quality, so that a transition is made without drawing either shot again.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Self, cast

import av
import numpy as np
import numpy.typing as npt
from av.packet import Packet
from av.video.stream import VideoStream

from engine.errors import EncodingError
from engine.types.frames import FilmShape, Frames, YuvFrame
from engine.types.scene import FloatArray
from engine.video.counting import FrameCount
from engine.video.h264 import CODEC, Packets, configure, encode_segment, yuv_views
from engine.video.segments import cut
from engine.video.settings import EncoderSettings

ENDS_CRF = 14
"""Quality of the frames that are decoded and encoded once more."""
_RUN_UP = 2
"""Frames that are decoded before the first one is shown: as deep as x264's B-frames refer to each other."""

FaceTrack = Callable[[range], FloatArray | None]
"""The landmarks of a shot's largest face in some of its frames, n × 478 × 2; `None` where nobody is."""


@dataclass(frozen=True, slots=True)
class ShotParts:
    """How many of a shot's frames meet its neighbours."""

    head: int
    tail: int


@dataclass(frozen=True, slots=True, eq=False)
class RenderedShot:
    """A shot, encoded; its packets are timed from its own first frame."""

    head: Packets
    body: Packets
    tail: Packets
    head_faces: FloatArray | None
    """n × 478 × 2: the largest face's landmarks in the frames of the head, in pixels; `None` where nobody is."""
    tail_faces: FloatArray | None

    def save(self, path: Path) -> None:
        """Write the shot as .npz; `OSError` when the file system refuses."""
        arrays: dict[str, npt.NDArray[np.generic]] = {}
        for name in ("head", "body", "tail"):
            arrays |= {f"{name}.{key}": values for key, values in _arrays_of(getattr(self, name)).items()}
        arrays |= {name: values for name in ("head_faces", "tail_faces") if (values := getattr(self, name)) is not None}
        with path.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]  # its stub takes the names for options

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; `OSError`, `ValueError`, `KeyError` or `BadZipFile` where it cannot be read."""
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            head, body, tail = (_packets_of(arrays, name) for name in ("head", "body", "tail"))
            return cls(head, body, tail, arrays.get("head_faces"), arrays.get("tail_faces"))


@dataclass(frozen=True, slots=True)
class ShotInWork:
    """A shot whose parts are being drawn and encoded by a pool."""

    head: Future[Packets]
    body: Sequence[Future[Packets]]
    tail: Future[Packets]
    head_faces: FloatArray | None
    tail_faces: FloatArray | None

    def result(self) -> RenderedShot:
        """Wait for the whole shot."""
        body = [packet for part in self.body for packet in part.result()]
        return RenderedShot(self.head.result(), body, self.tail.result(), self.head_faces, self.tail_faces)


class ShotEncoder:
    """Lets a pool draw and encode shots; `finish` changes only frames that the film shows as they are."""

    def __init__(
        self, settings: EncoderSettings, pool: Executor, count: FrameCount, finish: Callable[[Frames], Frames]
    ) -> None:
        self._settings = settings
        self._ends = end_settings(settings)
        self._joints = replace(settings, looks_ahead=False)
        self._pool = pool
        self._count = count
        self._finish = finish

    def begin(self, frames: Frames, parts: ShotParts, faces: FaceTrack) -> ShotInWork:
        """Begin with a shot; `faces` tells the landmarks in a range of its frames."""
        head = range(parts.head)
        body = range(parts.head, frames.frame_count - parts.tail)
        tail = range(body.stop, frames.frame_count)
        finished = self._finish(frames)
        longest = max(2, round(self._settings.segment_s * frames.fps))
        return ShotInWork(
            self._encoded(frames, head, self._ends),
            [
                self._encoded(finished, range(body.start + part.start, body.start + part.stop), self._settings)
                for part in cut(len(body), longest, self._settings.workers)
            ],
            self._encoded(frames, tail, self._ends),
            faces(head),
            faces(tail),
        )

    def encode(self, frames: Frames) -> Packets:
        """Encode all frames of a transition, here and now, as one segment; they were counted with their shots."""
        return encode_segment(self._finish(frames), range(frames.frame_count), self._joints, self._count.look_up)

    def _encoded(self, frames: Frames, segment: range, settings: EncoderSettings) -> Future[Packets]:
        if not segment:
            nothing: Future[Packets] = Future()
            nothing.set_result([])
            return nothing
        return self._pool.submit(encode_segment, frames, segment, settings, self._count.frame_done)


def end_settings(settings: EncoderSettings) -> EncoderSettings:
    """Return how the ends of shots are encoded, in a film that is encoded with these settings."""
    return replace(settings, crf=ENDS_CRF, preset="ultrafast", looks_ahead=False)


def decoded_end(packets: Packets, film: FilmShape, settings: EncoderSettings) -> list[YuvFrame]:
    """Return the frames of a head or a tail in a film of these settings; `EncodingError` where they are damaged."""
    return _decoded(packets, film, end_settings(settings))


def first_frame(packets: Packets, film: FilmShape, settings: EncoderSettings) -> YuvFrame:
    """Return the frame that a body begins with; `EncodingError` where it is damaged."""
    return _decoded(packets[:1], film, settings)[0]


def _decoded(packets: Packets, film: FilmShape, settings: EncoderSettings) -> list[YuvFrame]:
    """Return frames, each in memory of its own."""
    encoder = av.CodecContext.create(CODEC, "w")
    configure(encoder, film, settings)
    encoder.open()
    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = encoder.extradata
    decoder.thread_count = 1
    try:
        pictures = [picture for packet in (*packets, None) for picture in decoder.decode(packet)]
    except av.FFmpegError as error:
        raise EncodingError("A shot that was kept is damaged.") from error
    if len(pictures) != len(packets):
        raise EncodingError("A shot that was kept is damaged.")
    return [yuv_views(picture) for picture in pictures]


def timed_from(packets: Packets, start: int) -> Packets:
    """Return packets, which are changed, timed so that they show the frames of the film from `start` on.

    x264 decodes a segment of one or two frames without a run-up, and longer ones with one of two frames; a film needs
    the same everywhere, so that decoding times only rise.
    """
    first = min((packet.pts or 0 for packet in packets), default=0)
    for index, packet in enumerate(packets):
        packet.pts = (packet.pts or 0) - first + start
        packet.dts = start + index - _RUN_UP
    return packets


def _arrays_of(packets: Packets) -> dict[str, npt.NDArray[np.generic]]:
    return {
        "data": np.frombuffer(b"".join(bytes(packet) for packet in packets), np.uint8),
        "sizes": np.array([packet.size for packet in packets], np.int64),
        "times": np.array([(packet.pts, packet.dts, packet.is_keyframe) for packet in packets], np.int64).reshape(
            -1, 3
        ),
        "fps": np.array([packet.time_base.denominator for packet in packets[:1]], np.int64),
    }


def _packets_of(arrays: "np.lib.npyio.NpzFile", name: str) -> Packets:
    data, sizes, times, fps = (arrays[f"{name}.{key}"] for key in ("data", "sizes", "times", "fps"))
    packets: Packets = []
    for start, size, (pts, dts, is_key) in zip(np.cumsum(sizes) - sizes, sizes, times, strict=True):
        packet = cast(
            "Packet[VideoStream]", Packet(data[start : start + size].tobytes())
        )  # it belongs to no stream yet
        packet.pts, packet.dts, packet.duration = int(pts), int(dts), 1
        packet.time_base, packet.is_keyframe = Fraction(1, int(fps[0])), bool(is_key)
        packets.append(packet)
    return packets
