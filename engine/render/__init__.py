"""A `Scene` and `MotionCurves` become `Frames`."""
