"""How a film is cut into the parts that the workers draw side by side."""

from itertools import pairwise
from math import ceil


def cut(frame_count: int, longest: int, workers: int) -> list[range]:
    """Return consecutive ranges of frames that cover the film, alike in length and at most `longest` frames.

    Their number keeps all workers busy to the end, unless that made parts shorter than a fifth of `longest`:
    every part opens with a costly key frame. `ValueError` for a film without frames.
    """
    if frame_count < 1:
        raise ValueError("expected a film of at least one frame")
    shortest = max(1, longest // 5)
    rounds = ceil(frame_count / longest / workers)
    count = max(1, min(rounds * workers, frame_count // shortest))
    bounds = [frame_count * index // count for index in range(count + 1)]
    return [range(start, stop) for start, stop in pairwise(bounds)]
