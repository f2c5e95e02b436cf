"""Planning: a direction and a scene become curves."""

from collections.abc import Sequence

import numpy as np

from engine.motion.ambience import region_tracks
from engine.motion.camera import camera_track
from engine.motion.performance import perform
from engine.motion.stage import Stage
from engine.types.curves import MotionCurves
from engine.types.direction import Direction, Emotion, Who
from engine.types.scene import Scene

_BYSTANDER_LIFE = 0.6
_WINDY = frozenset({"hair", "wind"})


def plan(
    direction: Direction, scene: Scene, *, duration_s: float, fps: int, seed: int, beats_s: Sequence[float] = ()
) -> MotionCurves:
    """Return how everything in the scene moves.

    Frame 0 is the photo: every channel is at rest there and grows smoothly. The same input gives the same curves;
    another seed gives another life underneath, but the same gestures. With `direction.loop` the frame after the
    last one is frame 0. `beats_s` are the beats of a music in the clip's own seconds, ascending: gestures move onto
    those that are within a quarter of a second. Raises `ValueError` for a clip of less than one frame.
    """
    frame_count = round(duration_s * fps)
    if frame_count < 1:
        raise ValueError(f"a clip needs at least one frame, got {duration_s} s at {fps} frames/s")

    # 1. The stage: time, and what everybody shares.
    stage = Stage(
        times=np.arange(frame_count, dtype=np.float64) / fps,
        duration_s=frame_count / fps,
        fps=fps,
        loop=direction.loop,
        windy=not _WINDY.isdisjoint(direction.ambient),
    )
    source = np.random.default_rng(seed % 2**63)
    camera_rng, *people_rngs = source.spawn(1 + len(scene.faces))
    (regions_rng,) = source.spawn(1)

    # 2. The people: those who are meant act, the others are alive but quiet.
    feeling = acting_faces(direction.who, scene)
    doing = [feeling if who is None else acting_faces(who, scene) for who in (each.who for each in direction.gestures)]
    acting = feeling.union(*doing)
    unmoved = direction.model_copy(update={"emotion": Emotion(), "beats": ()})
    bystander = unmoved.model_copy(update={"gestures": (), "pace": 1.0, "amount": 1.0})
    people = tuple(
        perform(
            direction if index in feeling else unmoved if index in acting else bystander,
            face,
            stage,
            does=[number for number, faces in enumerate(doing) if index in faces],
            beats_s=beats_s,
            liveliness=1.0 if index in acting else _BYSTANDER_LIFE,
            in_company=len(acting) > 1,
            rng=rng,
        )
        for index, (face, rng) in enumerate(zip(scene.faces, people_rngs, strict=True))
    )

    # 3. The camera, and what moves by itself.
    camera = camera_track(
        direction.camera.move,
        stage.times,
        stage.duration_s,
        amount=direction.amount,
        height_to_width=_height_to_width(direction, scene),
        has_faces=bool(scene.faces),
        loop=direction.loop,
        rng=camera_rng,
    )
    regions = region_tracks(direction, scene.regions, stage, has_faces=bool(scene.faces), rng=regions_rng)
    return MotionCurves(fps=fps, camera=camera, people=people, regions=regions)


def acting_faces(who: Who, scene: Scene) -> frozenset[int]:
    """Return the indices of the faces that are meant; an index beyond the last face means the last one."""
    last = len(scene.faces) - 1
    if last < 0:
        return frozenset()
    if isinstance(who, int):
        return frozenset((min(who, last),))
    centres = [(face.box[0] + face.box[2]) / 2 for face in scene.faces]
    middle = min(range(last + 1), key=lambda index: abs(centres[index] - scene.width / 2))
    return {
        "all": frozenset(range(last + 1)),
        "left": frozenset((0,)),
        "center": frozenset((middle,)),
        "right": frozenset((last,)),
    }[who]


def _height_to_width(direction: Direction, scene: Scene) -> float:
    """Return the shape of the frame, which decides how far a camera can tilt."""
    if direction.aspect == "source":
        return scene.height / scene.width
    width, height = direction.aspect.split(":")
    return int(height) / int(width)
