"""A `Direction` and a `Scene` become `MotionCurves`."""
