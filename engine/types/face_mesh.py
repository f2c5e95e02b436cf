"""Names for the points of the 478-point face mesh.

The numbering is that of MediaPipe's face mesh (Apache-2.0), where "left" is the subject's left; the names here
are the viewer's: `LEFT_EYE` is the eye at the left of an unmirrored picture.
"""

MESH_POINTS = 468
FOREHEAD_TOP = 10
CHIN = 152
NOSE_TIP = 1
NOSE_BRIDGE = 168
LEFT_CHEEK_EDGE = 234
RIGHT_CHEEK_EDGE = 454

OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""The face's outline, clockwise for the viewer, from the top of the forehead."""

LEFT_EYE_UPPER = (33, 246, 161, 160, 159, 158, 157, 173, 133)
"""Upper lid margin from the outer to the inner corner."""
LEFT_EYE_LOWER = (33, 7, 163, 144, 145, 153, 154, 155, 133)
RIGHT_EYE_UPPER = (263, 466, 388, 387, 386, 385, 384, 398, 362)
RIGHT_EYE_LOWER = (263, 249, 390, 373, 374, 380, 381, 382, 362)

LEFT_EYE_CREASE = (247, 30, 29, 27, 28, 56, 190)
"""The fold above the upper lid, from the outer to the inner end."""
RIGHT_EYE_CREASE = (467, 260, 259, 257, 258, 286, 414)

LEFT_IRIS = (468, 469, 470, 471, 472)
"""Centre, then four points of the rim."""
RIGHT_IRIS = (473, 474, 475, 476, 477)

LEFT_BROW_UPPER = (70, 63, 105, 66, 107)
"""From the outer to the inner end."""
LEFT_BROW_LOWER = (46, 53, 52, 65, 55)
RIGHT_BROW_UPPER = (300, 293, 334, 296, 336)
RIGHT_BROW_LOWER = (276, 283, 282, 295, 285)

MOUTH_LEFT = 61
MOUTH_RIGHT = 291
UPPER_LIP_OUTER = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
"""From the viewer's left corner to the right one."""
LOWER_LIP_OUTER = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
UPPER_LIP_INNER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_LIP_INNER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
