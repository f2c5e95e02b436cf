"""A film written again so that it is not larger than a chat takes."""

from math import sqrt
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
from av.video.stream import VideoStream

from engine.errors import EncodingError
from engine.types.clip import NOTICE
from engine.types.frames import even
from engine.video.h264 import CODEC

_SHARES = (2 / 3, 1 / 2, 1 / 3)
"""Of the allowed size, what the encoder aims at: first with room for its errors, then with more."""
_BITS_A_PIXEL = 0.04
"""Below this x264 shows blocks: then fewer pixels look better."""
_SMALLEST_SIDE_PX = 64


def fit(film: Path, smaller: Path, max_bytes: int) -> None:
    """Write a film as an MP4 of at most `max_bytes`: H.264 at the bitrate that fits, the sound as it is.

    The picture is made smaller where the bitrate is too low for its size. `EncodingError` when it cannot be read or
    written, or does not fit at all; then `smaller` does not exist.
    """
    try:
        for share in _SHARES:
            _write(film, smaller, share * max_bytes)
            if smaller.stat().st_size <= max_bytes:
                return
    except (av.FFmpegError, OSError) as error:
        smaller.unlink(missing_ok=True)
        raise EncodingError(f"The film cannot be made smaller: {(error.strerror or str(error)).lower()}.") from error
    smaller.unlink()
    raise EncodingError(f"The film cannot be made as small as {max_bytes} bytes.")


def _write(film: Path, smaller: Path, aim_bytes: float) -> None:
    options = {"movflags": "+faststart"}
    with av.open(str(film)) as source, av.open(str(smaller), "w", format="mp4", options=options) as target:
        target.metadata["comment"] = NOTICE
        sound_bits = sum(stream.bit_rate or 0 for stream in source.streams.audio)
        duration_s = max((source.duration or 0) / av.time_base, 0.1)
        _transcode(source, target, max(aim_bytes * 8 / duration_s - sound_bits, 1000.0))


def _transcode(source: InputContainer, target: OutputContainer, bits_a_second: float) -> None:
    pictures = source.streams.video[0]
    sounds = source.streams.audio[:1]
    stream = target.add_stream(CODEC, rate=pictures.average_rate)
    _configure(stream.codec_context, pictures, bits_a_second)
    copies = [target.add_stream_from_template(sound) for sound in sounds]
    for packet in source.demux([pictures, *sounds]):
        if packet.stream is pictures:
            for picture in pictures.decode(packet):
                target.mux(stream.encode(_scaled(picture, stream)))
        elif packet.dts is not None:  # the last one of a stream is empty
            packet.stream = copies[0]
            target.mux(packet)
    target.mux(stream.encode(None))


def _configure(context: VideoCodecContext, pictures: VideoStream, bits_a_second: float) -> None:
    """Aim at a bitrate, with as many pixels as it can carry."""
    former = pictures.codec_context
    rate = float(pictures.average_rate or 30)
    affordable = bits_a_second / (_BITS_A_PIXEL * rate * former.width * former.height)
    scale = min(1.0, max(sqrt(affordable), _SMALLEST_SIDE_PX / min(former.width, former.height)))
    context.width, context.height = (even(side * scale) for side in (former.width, former.height))
    context.pix_fmt = "yuv420p"
    if pictures.time_base is not None:
        context.time_base = pictures.time_base
    context.color_primaries, context.color_trc = former.color_primaries, former.color_trc
    context.colorspace, context.color_range = former.colorspace, former.color_range
    context.bit_rate = round(bits_a_second)
    limit = str(round(bits_a_second))
    context.options = {"preset": "veryfast", "maxrate": limit, "bufsize": limit}


def _scaled(picture: av.VideoFrame, stream: VideoStream) -> av.VideoFrame:
    context = stream.codec_context
    scaled = picture.reformat(context.width, context.height, "yuv420p")
    scaled.pict_type = PictureType.NONE  # the encoder chooses its own key frames
    return scaled
