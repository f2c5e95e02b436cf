"""What moves where between two pictures, and the picture in between.

Dense flow by DIS (Kroeger et al. 2016, arXiv:1603.03590), both ways. Where the two do not lead back to each other
something is hidden in one of the pictures (Sundaram et al. 2010, doi:10.1007/978-3-642-15549-9_32), and the other one
is shown there.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray, Pixels

_WORKING_PX = 480
"""Long side of the pictures that flow is found in: a third of the time of 720p at a third of a pixel's accuracy."""
_ERROR_PX = 1.0
"""How far from its start a way there and back may end, in working pixels, before it counts as half trusted."""
_LEAST_TRUST = 1e-3
_BRIDGES_PX = (2.0, 8.0, 32.0)
"""How wide gaps in the projected flow are filled from their surroundings, in working pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """The ways of all pixels between two pictures, at a working size."""

    forward: FloatArray
    """h × w × 2: where a pixel of the first picture has gone in the second, in working pixels."""
    backward: FloatArray
    trust_forward: FloatArray
    """h × w, 0…1: how surely that pixel is seen in both."""
    trust_backward: FloatArray

    @classmethod
    def between(cls, first: Pixels, second: Pixels) -> Self:
        """Return the flow between two luma planes of one size."""
        height, width = first.shape
        scale = min(1.0, _WORKING_PX / max(width, height))
        size = max(16, round(width * scale)), max(16, round(height * scale))
        small = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in (first, second)]
        search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        forward, backward = (
            np.asarray(search.calc(a, b, np.zeros((*a.shape, 2), np.float32)), np.float32)
            for a, b in (small, small[::-1])
        )
        return cls(forward, backward, _trust(forward, backward), _trust(backward, forward))

    @property
    def shared(self) -> float:
        """The share of the first picture that is found again in the second, 0…1."""
        return float(self.trust_forward.mean())

    def between_at(self, first: YuvFrame, second: YuvFrame, share: float) -> YuvFrame:
        """Return the picture at a share of the way, 0…1; both pictures are of one size."""
        way = self._way_at(share)
        seen_first = _sampled(self.trust_forward, -share * way)
        seen_second = _sampled(self.trust_backward, (1 - share) * way)
        weight = (1 - share) * seen_first + _LEAST_TRUST
        weight = np.asarray(weight / (weight + share * seen_second + _LEAST_TRUST), np.float32)
        return YuvFrame(
            *(
                _mixed(moved(a, -share * way * _scale(a, way)), moved(b, (1 - share) * way * _scale(b, way)), weight)
                for a, b in zip(first, second, strict=True)
            )
        )

    def _way_at(self, share: float) -> FloatArray:
        """Return the way from the first to the second picture of what is seen at each place in between, h × w × 2.

        Both flows are carried to that moment; places that nothing reaches take the way of their surroundings.
        """
        height, width = self.trust_forward.shape
        carried = np.zeros((height, width, 3), np.float32)
        for flow, part, trust in (
            (self.forward, share, self.trust_forward),
            (-self.backward, share - 1, self.trust_backward),
        ):
            x, y = _nodes(height, width)
            columns = np.clip(np.rint(x + part * flow[..., 0]), 0, width - 1).astype(np.intp)
            rows = np.clip(np.rint(y + part * flow[..., 1]), 0, height - 1).astype(np.intp)
            places = (rows * width + columns).ravel()
            weight = (1 - abs(part)) * trust + _LEAST_TRUST
            for channel, values in enumerate((weight * flow[..., 0], weight * flow[..., 1], weight)):
                landed = np.bincount(places, values.ravel(), minlength=height * width)
                carried[..., channel] += landed.reshape(height, width).astype(np.float32)
        filled = carried
        for reach in _BRIDGES_PX:
            filled = filled + _LEAST_TRUST * cv2.GaussianBlur(filled, (0, 0), reach)
        return np.asarray(filled[..., :2] / np.maximum(filled[..., 2:], 1e-12), np.float32)


def _trust(there: FloatArray, back: FloatArray) -> FloatArray:
    """Return how surely each pixel's way there is also the way back, 0…1."""
    round_trip = there + _sampled(back, there)
    error = np.square(round_trip / _ERROR_PX).sum(axis=-1)
    x, y = _nodes(*error.shape)
    height, width = error.shape
    inside = (np.abs(x + there[..., 0] - (width - 1) / 2) <= width / 2) & (
        np.abs(y + there[..., 1] - (height - 1) / 2) <= height / 2
    )
    return np.asarray(np.exp(-error * np.log(2)) * inside, np.float32)


def _nodes(height: int, width: int) -> tuple[FloatArray, FloatArray]:
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return x, y


def _sampled(values: FloatArray, shift: FloatArray) -> FloatArray:
    """Return values read at each place plus a shift of the same size."""
    x, y = _nodes(*shift.shape[:2])
    return np.asarray(
        cv2.remap(values, x + shift[..., 0], y + shift[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def moved(plane: Pixels, shift: FloatArray) -> Pixels:
    """Return a plane read at each place plus a shift in the plane's own pixels, given at evenly spread nodes."""
    height, width = plane.shape
    x, y = (cv2.resize(shift[..., axis], (width, height), interpolation=cv2.INTER_LINEAR) for axis in (0, 1))
    how = cv2.INTER_LINEAR | cv2.WARP_RELATIVE_MAP
    return np.asarray(cv2.remap(plane, x, y, how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _scale(plane: Pixels, way: FloatArray) -> FloatArray:
    """Return a plane's pixels to a working pixel, x and y."""
    return np.array([plane.shape[1] / way.shape[1], plane.shape[0] / way.shape[0]], np.float32)


def _mixed(first: Pixels, second: Pixels, weight: FloatArray) -> Pixels:
    """Return the first plane where the weight is 1 and the second where it is 0."""
    height, width = first.shape
    share = cv2.resize(weight, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.blendLinear(first, second, share, 1 - share), np.uint8)
