"""A `Direction` and a `Scene` become `MotionCurves`."""

from engine.motion.planning import plan

__all__ = ["plan"]
