"""How the face's points move for each action unit: the table of the mimic muscles.

Movements are shares of the face's size at full intensity, in the face's own frame: `out` away from the midline, `up`
towards the forehead. Directions follow the FACS manual's descriptions (Ekman, Friesen & Hager 2002); the sizes are
our own choice, judged by eye on portraits. Lids, eyes and the opening of the lips are not here: they uncover what the
photo does not show, and are painted (see `eye`, `mouth`).
"""

from typing import NamedTuple

PAIRS = {
    61: 291, 40: 270, 37: 267, 91: 321, 84: 314, 205: 425, 50: 280, 117: 346, 119: 348, 187: 411, 212: 432,
    202: 422, 194: 418, 70: 300, 63: 293, 105: 334, 66: 296, 107: 336, 46: 276, 52: 282, 55: 285, 129: 358, 64: 294,
    126: 355, 33: 263, 133: 362, 159: 386, 145: 374, 58: 288, 172: 397, 136: 365, 149: 378, 148: 377, 176: 400,
    234: 454, 127: 356, 54: 284, 67: 297, 69: 299, 104: 333, 193: 417, 57: 287,
}  # fmt: skip
"""Control points at the viewer's left of a face and their mirror images."""

MIDLINE = (0, 17, 152, 199, 1, 2, 4, 168, 9, 151, 10)
"""Control points on the midline."""


CARRIED = {57: 61}
"""Control point → whose way it goes too where it has none of its own: the muscles of the mouth are knotted together
beside its corner (the modiolus), and what lies over the knot moves with it."""


class Move(NamedTuple):
    """Where a control point goes at full intensity, in face sizes."""

    out: float
    up: float


MOVES: dict[str, dict[int, Move]] = {
    "AU1": {
        107: Move(0.002, 0.040), 66: Move(0.0, 0.030), 55: Move(0.0, 0.030), 105: Move(0.0, 0.012),
        52: Move(0.0, 0.008), 9: Move(0.0, 0.014), 69: Move(0.0, 0.016), 151: Move(0.0, 0.010),
    },
    "AU2": {
        70: Move(0.002, 0.032), 63: Move(0.002, 0.038), 105: Move(0.0, 0.034), 66: Move(0.0, 0.016),
        46: Move(0.0, 0.026), 52: Move(0.0, 0.026), 104: Move(0.0, 0.016), 54: Move(0.0, 0.004),
    },
    "AU4": {
        107: Move(-0.024, -0.034), 66: Move(-0.018, -0.034), 55: Move(-0.022, -0.028), 105: Move(-0.007, -0.022),
        52: Move(-0.005, -0.018), 9: Move(0.0, -0.016), 63: Move(0.0, -0.008), 69: Move(-0.007, -0.013),
    },
    "AU6": {
        117: Move(0.002, 0.026), 50: Move(0.006, 0.034), 205: Move(0.005, 0.022), 119: Move(0.0, 0.018),
        70: Move(0.0, -0.005), 46: Move(0.0, -0.006),
    },
    "AU9": {
        129: Move(0.006, 0.018), 64: Move(0.006, 0.016), 126: Move(0.0, 0.010), 2: Move(0.0, 0.006),
        193: Move(-0.004, 0.006), 40: Move(0.0, 0.010), 37: Move(0.0, 0.008), 55: Move(-0.006, -0.012),
        107: Move(-0.004, -0.010),
    },
    "AU10": {
        40: Move(0.002, 0.018), 37: Move(0.0, 0.012), 0: Move(0.0, 0.010), 129: Move(0.003, 0.006),
        205: Move(0.0, 0.008),
    },
    "AU12": {
        61: Move(0.042, 0.047), 40: Move(0.026, 0.017), 91: Move(0.027, 0.021), 187: Move(0.025, 0.038),
        205: Move(0.015, 0.030), 50: Move(0.004, 0.016), 212: Move(0.034, 0.037), 37: Move(0.009, 0.001),
        84: Move(0.011, 0.004), 0: Move(0.0, -0.004), 17: Move(0.0, 0.003), 202: Move(0.008, 0.008),
        129: Move(0.006, 0.003),
    },
    "AU14": {
        61: Move(0.030, 0.018), 187: Move(-0.003, 0.008), 212: Move(-0.003, 0.010), 205: Move(-0.002, 0.010),
        40: Move(0.008, 0.005), 91: Move(0.009, 0.006),
    },
    "AU15": {
        61: Move(0.004, -0.040), 91: Move(0.002, -0.018), 212: Move(0.002, -0.026), 187: Move(0.0, -0.012),
        40: Move(0.0, -0.006), 202: Move(0.0, -0.010),
    },
    "AU17": {
        17: Move(0.0, 0.016), 84: Move(0.0, 0.014), 91: Move(0.0, 0.006), 199: Move(0.0, 0.020), 194: Move(0.0, 0.014),
        0: Move(0.0, 0.004), 152: Move(0.0, 0.004),
    },
    "AU18": {
        61: Move(-0.072, 0.010), 40: Move(-0.042, 0.014), 91: Move(-0.042, -0.012), 37: Move(-0.014, 0.020),
        84: Move(-0.014, -0.020), 0: Move(0.0, 0.020), 17: Move(0.0, -0.020), 187: Move(-0.024, 0.002),
        212: Move(-0.024, 0.004), 205: Move(-0.008, -0.002), 202: Move(-0.008, 0.0), 57: Move(-0.036, 0.006),
    },
    "AU20": {
        61: Move(0.042, -0.006), 40: Move(0.016, 0.0), 91: Move(0.020, -0.008), 187: Move(0.018, -0.002),
        212: Move(0.020, -0.008), 84: Move(0.006, -0.006), 202: Move(0.008, -0.006),
    },
    "AU24": {
        0: Move(0.0, -0.009), 37: Move(0.0, -0.009), 40: Move(0.0, -0.006), 17: Move(0.0, 0.009),
        84: Move(0.0, 0.009), 91: Move(0.0, 0.006), 61: Move(-0.006, 0.0),
    },
    "AU26": {
        152: Move(0.0, -0.060), 148: Move(0.0, -0.058), 176: Move(0.0, -0.054), 149: Move(-0.002, -0.046),
        136: Move(-0.003, -0.034), 172: Move(-0.002, -0.018), 199: Move(0.0, -0.058), 194: Move(0.0, -0.054),
        202: Move(-0.006, -0.030), 17: Move(0.0, -0.022), 84: Move(-0.004, -0.020), 91: Move(-0.020, -0.012),
        61: Move(-0.036, -0.018), 40: Move(-0.018, -0.003), 212: Move(-0.010, -0.016), 187: Move(-0.008, -0.006),
        0: Move(0.0, 0.002),
    },
}  # fmt: skip
"""Action unit → control point at the viewer's left or on the midline → its movement; the right side mirrors it."""
