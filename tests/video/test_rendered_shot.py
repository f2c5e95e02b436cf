"""A shot in three parts: kept on disk, taken back, and joined without a seam."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from patterns import MovingPattern

from engine.errors import EncodingError
from engine.types.frames import Frames
from engine.video.counting import FrameCount
from engine.video.decoding import decode_planes
from engine.video.film_file import film_file
from engine.video.h264 import encode_segment
from engine.video.mark import MarkedFrames
from engine.video.rendered_shot import RenderedShot, ShotEncoder, ShotParts, decoded_end, first_frame, timed_from
from engine.video.settings import EncoderSettings

FILM = MovingPattern(frame_count=40)
SETTINGS = EncoderSettings(workers=2, segment_s=0.5)


def unchanged(frames: Frames) -> Frames:
    return frames


def rendered(head: int, tail: int, finish: Callable[[Frames], Frames] = unchanged) -> RenderedShot:
    with ThreadPoolExecutor(2) as pool:
        encoder = ShotEncoder(SETTINGS, pool, FrameCount(None, None), finish)
        return encoder.begin(FILM, ShotParts(head, tail), lambda frames: np.full((len(frames), 478, 2), 7.0)).result()


def test_head_body_and_tail_cover_the_shot() -> None:
    shot = rendered(6, 9)
    assert [len(part) for part in (shot.head, shot.body, shot.tail)] == [6, 25, 9]
    assert sorted(packet.pts or 0 for packet in shot.body) == list(range(6, 31))
    assert shot.head_faces is not None
    assert shot.head_faces.shape == (6, 478, 2)


def test_a_kept_shot_is_the_same_to_the_byte(tmp_path: Path) -> None:
    shot = rendered(6, 9)
    shot.save(tmp_path / "shot.npz")
    kept = RenderedShot.load(tmp_path / "shot.npz")
    for part in ("head", "body", "tail"):
        one, other = getattr(shot, part), getattr(kept, part)
        assert [bytes(packet) for packet in one] == [bytes(packet) for packet in other]
        assert [(p.pts, p.dts, p.is_keyframe, p.time_base) for p in one] == [
            (p.pts, p.dts, p.is_keyframe, p.time_base) for p in other
        ]
    assert np.array_equal(kept.tail_faces, shot.tail_faces)


def test_ends_are_nearly_what_was_drawn() -> None:
    shot = rendered(6, 9)
    for drawn, end in zip(FILM.draw(0, 6), decoded_end(shot.head, FILM, SETTINGS), strict=True):
        assert np.abs(drawn.y.astype(float) - end.y).mean() < 1.5
    assert len(decoded_end(shot.tail, FILM, SETTINGS)) == 9


def test_only_frames_that_are_shown_as_they_are_are_finished() -> None:
    plain, marked = rendered(6, 9), rendered(6, 9, MarkedFrames)
    for part, is_finished in (("head", False), ("body", True), ("tail", False)):
        one, other = getattr(plain, part), getattr(marked, part)
        assert ([bytes(packet) for packet in one] != [bytes(packet) for packet in other]) is is_finished


def test_parts_join_into_one_film(tmp_path: Path) -> None:
    whole, later = rendered(0, 0), rendered(0, 0)
    path = tmp_path / "film.mp4"
    with film_file(path, MovingPattern(frame_count=80), SETTINGS) as append:
        append(timed_from(whole.body, 0))
        append(timed_from(later.body, 40))
    frames = [frame.y for frame in decode_planes(path)]
    assert len(frames) == 80
    drawn = [frame.y.astype(float) for frame in FILM.draw(0, 40) for frame in [frame._replace(y=frame.y.copy())]]
    assert max(np.abs(frame - wanted).mean() for frame, wanted in zip(frames, drawn + drawn, strict=True)) < 4


def test_the_first_frame_is_the_bodys() -> None:
    shot = rendered(0, 5)
    assert np.abs(first_frame(shot.body, FILM, SETTINGS).y - next(FILM.draw(0, 1)).y.astype(float)).mean() < 4


def test_a_shot_without_ends_has_no_packets_there(tmp_path: Path) -> None:
    shot = rendered(0, 0)
    shot.save(tmp_path / "shot.npz")
    assert RenderedShot.load(tmp_path / "shot.npz").head == []


def test_damage_is_told() -> None:
    shot = rendered(6, 0)
    with pytest.raises(EncodingError, match="damaged"):
        decoded_end(shot.head[1:], FILM, SETTINGS)  # without the frame that all others build on


@pytest.mark.parametrize("lengths", [[1, 3, 1, 2, 5], [3, 1, 1, 8], [2, 2, 2]])
def test_the_shortest_parts_join_as_well(tmp_path: Path, lengths: list[int]) -> None:
    path, start = tmp_path / "film.mp4", 0
    with film_file(path, MovingPattern(frame_count=sum(lengths)), SETTINGS) as append:
        for length in lengths:
            append(timed_from(encode_segment(FILM, range(length), SETTINGS, lambda: None), start))
            start += length
    assert len(list(decode_planes(path))) == sum(lengths)
