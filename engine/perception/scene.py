"""A photo becomes a `Scene`: everything the other stages want to know about it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Self

import numpy as np

from engine.models import Models
from engine.perception.advice import CROPPED, SCRATCHED, TURNED_UPRIGHT, advise
from engine.perception.body import BodyFinder
from engine.perception.borders import without_border
from engine.perception.creature import creature_matte
from engine.perception.depth import smooth_depth
from engine.perception.faces import FaceFinder
from engine.perception.looks import Looks
from engine.perception.matte import PersonMatte
from engine.perception.orientation import quarter_turns_needed
from engine.perception.photo import Photo
from engine.perception.resampling import fitted
from engine.perception.restoration import restored
from engine.perception.scratches import without_scratches
from engine.perception.surroundings import find_regions
from engine.types.scene import Body, Face, FloatArray, Scene

MATTE_PX = 1024
"""Long side of matte and depth."""


class Perception:
    """Sees photos. The models are loaded when they are first needed. Not thread-safe: one a thread.

    Bodies are sought on a second thread while this one looks for faces. One that is to look `once` sees the same a
    little sooner, and further photos a little later.
    """

    def __init__(self, models: Models, *, once: bool = False) -> None:
        self._faces = FaceFinder(models)
        self._bodies = BodyFinder(models, once=once)
        self._matte = PersonMatte(models)
        self._second = ThreadPoolExecutor(max_workers=1, thread_name_prefix="perception")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the second thread and let the models go."""
        self._second.shutdown()

    def see(self, photo: Photo) -> Scene:
        """Return what is in a photo; raises `MissingModelError` when a model is absent or damaged."""
        # 1. Faces inside the picture's border, and at the same time bodies.
        pixels = without_border(photo.pixels)
        is_cropped = pixels is not photo.pixels
        reduced = fitted(pixels, MATTE_PX)
        seeking = self._second.submit(self._bodies.find, reduced)
        faces = self._faces.find(pixels)

        # 2. A picture that is not upright is turned, and everything is sought again.
        turns = quarter_turns_needed(self._faces, pixels, faces)
        if turns:
            pixels = np.ascontiguousarray(np.rot90(pixels, turns))
            reduced = np.ascontiguousarray(np.rot90(reduced, turns))
            seeking = self._second.submit(self._bodies.find, reduced)
            faces = self._faces.find(pixels)

        # 3. What needs no bodies: a rough matte, what to say about the photo, and mending what is old.
        rough, looks = self._matte.rough(reduced), Looks.of(reduced)
        advice = advise(pixels, faces)
        unscratched = without_scratches(pixels)
        done = {TURNED_UPRIGHT: turns > 0, CROPPED: is_cropped, SCRATCHED: unscratched is not pixels}
        mended, larger = restored(unscratched)
        bodies = seeking.result()

        # 4. Matte and depth, in the reduced picture.
        scale = reduced.shape[1] / pixels.shape[1]
        small_faces = [_scaled_face(face, scale) for face in faces]
        matte = self._matte.refined(reduced, rough, small_faces, bodies)
        depth = smooth_depth(reduced, matte, small_faces)

        # 5. What moves where nobody acts.
        figure = np.zeros_like(matte) if faces else matte
        if not faces and not bodies:
            figure = creature_matte(looks, rough, self._faces.likenesses(reduced))
        regions = find_regions(looks, matte, figure)

        return Scene(
            pixels=mended,
            faces=tuple(_scaled_face(face, larger) for face in faces) if larger > 1 else tuple(faces),
            matte=matte,
            bodies=tuple(_scaled_body(body, larger / scale) for body in bodies),
            depth=depth,
            advice=(*(remark for remark, is_so in done.items() if is_so), *advice),
            regions=regions,
        )


def _scaled_face(face: Face, scale: float) -> Face:
    x0, y0, x1, y1 = ((edge + 0.5) * scale - 0.5 for edge in face.box)
    return replace(face, landmarks=_scaled(face.landmarks, scale), box=(x0, y0, x1, y1))


def _scaled_body(body: Body, scale: float) -> Body:
    return replace(body, landmarks=_scaled(body.landmarks, scale))


def _scaled(landmarks: FloatArray, scale: float) -> FloatArray:
    """Scale x, y and z; pixels are counted from the centre of the first one."""
    scaled = landmarks.copy()
    scaled[:, :3] *= scale
    scaled[:, :2] += (scale - 1) / 2
    return scaled
