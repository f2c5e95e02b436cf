"""Films as GIF, animated WebP and WebM with a transparent background, each within its limit of bytes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

import av
import cv2
import numpy as np
from av.video.stream import VideoStream

from engine.errors import EncodingError
from engine.types.clip import NOTICE, Form
from engine.types.colour import to_rgb
from engine.types.frames import FilmShape, Frames, YuvFrame, even
from engine.types.scene import Pixels
from engine.video.counting import FrameCount
from engine.video.h264 import plane_views, tag_bt709
from engine.video.palette import in_palette
from engine.video.whole_file import clear_sentence, whole_file

_BLACK, _STEPS = 16, 219
_SMALLER: Final = 0.8
"""What each further attempt makes of the picture's sides, once the quality is as low as it may be."""
_ATTEMPTS: Final = 9

Pictures = Iterator[av.VideoFrame]
_Shape = Pixels | None
"""H × W: 255 where a person is, 0 where nobody is."""


@dataclass(frozen=True, slots=True)
class _Codec:
    """How a form is encoded."""

    container: str
    name: Literal["gif", "libwebp_anim", "libvpx-vp9"]
    format: str
    """FFmpeg's name of how pixels lie in what is encoded."""
    picture: Callable[[YuvFrame, _Shape, float], av.VideoFrame]
    """Makes a frame at a scale into what is encoded."""
    qualities: Sequence[Mapping[str, str]] = ({},)
    """Options from the best to the least."""
    options: Mapping[str, str] = field(default_factory=dict)
    file_options: Mapping[str, str] = field(default_factory=dict)
    filtered: Callable[[Pictures], Pictures] = iter


def write_silent(
    form: Form,
    frames: Frames,
    path: Path,
    count: FrameCount,
    *,
    silhouettes: Frames | None = None,
    max_bytes: int | None = None,
    may_shrink: bool = True,
) -> tuple[int, int]:
    """Write a film as GIF, WebP or WebM that appears at `path` only when it is whole; return its width and height.

    `silhouettes` draws the people white on black: what is black there is left out, where the form can leave out.
    Everything is drawn anew for each attempt, so that memory stays bounded. `EncodingError` when the file cannot be
    written, or cannot be made small enough; `CancelledRenderError` as `count` says.
    """
    codec = _CODECS[form]
    least = len(codec.qualities) - 1
    with whole_file(path) as unfinished:
        for attempt in range(_ATTEMPTS if may_shrink else least + 1):
            scale = _SMALLER ** max(0, attempt - least)
            pictures = codec.filtered(_drawn(frames, silhouettes, codec, scale, count if attempt == 0 else None))
            with clear_sentence(path):
                _encode(unfinished, codec, codec.qualities[min(attempt, least)], pictures, frames.fps)
            if max_bytes is None or unfinished.stat().st_size <= max_bytes:
                return _size(frames, scale)
        raise EncodingError(f"This {form} cannot be made as small as {max_bytes} bytes; ask for a shorter one.")


def _drawn(
    frames: Frames, silhouettes: Frames | None, codec: _Codec, scale: float, count: FrameCount | None
) -> Pictures:
    shapes = None if silhouettes is None else silhouettes.draw(0, silhouettes.frame_count)
    for index, frame in enumerate(frames.draw(0, frames.frame_count)):
        picture = codec.picture(frame, None if shapes is None else _shape(next(shapes)), scale)
        picture.pts, picture.time_base = index, Fraction(1, frames.fps)
        yield picture
        if count is not None:
            count.frame_done()


def _encode(path: Path, codec: _Codec, quality: Mapping[str, str], pictures: Pictures, fps: int) -> None:
    with av.open(str(path), "w", format=codec.container, options=dict(codec.file_options)) as container:
        container.metadata["comment"] = NOTICE
        stream: VideoStream | None = None
        for picture in pictures:
            if stream is None:
                stream = container.add_stream(codec.name, rate=fps, options={**codec.options, **quality})
                stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, codec.format
                stream.codec_context.time_base = Fraction(1, fps)
                if codec.format.startswith("yuv"):
                    tag_bt709(stream.codec_context)
            container.mux(stream.encode(picture))
        if stream is not None:
            container.mux(stream.encode(None))


def _shape(frame: YuvFrame) -> Pixels:
    """Return a silhouette from its luma, white on black."""
    levels = (frame.y.astype(np.float32) - _BLACK) * (255 / _STEPS)
    return np.asarray(np.clip(np.rint(levels), 0, 255), np.uint8)


def _rgb(frame: YuvFrame, _shape: _Shape, scale: float) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(_scaled(to_rgb(frame), scale), format="rgb24")


def _bgra(frame: YuvFrame, shape: _Shape, scale: float) -> av.VideoFrame:
    alpha = np.full(frame.y.shape, 255, np.uint8) if shape is None else shape
    return av.VideoFrame.from_ndarray(_scaled(np.dstack([to_rgb(frame)[..., ::-1], alpha]), scale), format="bgra")


def _yuva(frame: YuvFrame, shape: _Shape, scale: float) -> av.VideoFrame:
    alpha = np.full(frame.y.shape, 255, np.uint8) if shape is None else shape
    height, width = (even(side * scale) for side in frame.y.shape)
    picture = av.VideoFrame(width, height, "yuva420p")
    for target, plane in zip(plane_views(picture), (*frame, alpha), strict=True):
        np.copyto(target, _resized(plane, target.shape[1], target.shape[0]))
    return picture


def _scaled(pixels: Pixels, scale: float) -> Pixels:
    """Return a picture made smaller, its sides even."""
    height, width = pixels.shape[:2]
    return _resized(pixels, even(width * scale), even(height * scale))


def _resized(pixels: Pixels, width: int, height: int) -> Pixels:
    if pixels.shape[:2] == (height, width):
        return np.ascontiguousarray(pixels)
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _size(frames: FilmShape, scale: float) -> tuple[int, int]:
    return even(frames.width * scale), even(frames.height * scale)


_VP9 = _Codec(
    "webm",
    "libvpx-vp9",
    "yuva420p",
    _yuva,
    tuple({"crf": str(crf)} for crf in (32, 40, 48, 56, 63)),
    {
        "b": "0",
        "deadline": "realtime",
        "cpu-used": "6",
        "auto-alt-ref": "0",  # frames that are never shown have no alpha
    },
)
_CODECS: dict[Form, _Codec] = {
    Form.GIF: _Codec("gif", "gif", "pal8", _rgb, filtered=in_palette),
    Form.WEBP: _Codec(
        "webp",
        "libwebp_anim",
        "bgra",
        _bgra,
        tuple({"quality": str(quality)} for quality in (80, 60, 40)),
        file_options={"loop": "0"},  # for ever
    ),
    Form.STICKER: _VP9,
    Form.WEBM: _VP9,
}
"""The forms without sound that are not MP4."""
