"""How the C heap treats the encoders' large buffers."""

import ctypes
import sys

_M_MMAP_THRESHOLD = -3  # malloc.h of glibc
_LARGE_BYTES = 1 << 20


def return_large_blocks() -> None:
    """Have the heap give blocks of 1 MB and more back to the system as soon as they are free.

    By itself glibc starts to keep them once some were freed. Every segment opens a new encoder, whose buffers
    then land between the remains of the last one: a film of 60 s peaked 60 MB above one of 5 s. Costs no
    measurable time; other C libraries are left alone. Applies to the whole process.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
