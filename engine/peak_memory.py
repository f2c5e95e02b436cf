"""How much memory this process has needed at most."""

import sys
from pathlib import Path


def peak_memory_mb() -> float | None:
    """Return the largest resident size so far in MB (10⁶ bytes), or `None` where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return _from_resource_usage()
    # Unlike getrusage's, this figure starts anew with the program and does not carry over the parent's.
    peak_kib = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), None)
    return int(peak_kib) * 1024 / 1e6 if peak_kib else _from_resource_usage()


def _from_resource_usage() -> float | None:
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - Windows has no such module

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6
