"""How time and memory are taken."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Command = Sequence[str]

_LEAN_LAUNCHER = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A child's peak is never told below that of the process that started it, so a small one must."""


def run(command: Command) -> str:
    """Run a command to its end and return what it printed; `RuntimeError` with its complaint if it fails."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr}")
    return done.stdout


def peak_memory_mb(command: Command) -> float:
    """Run a command and return the largest resident size it had, in MB (10⁶ bytes)."""
    peak_kib = int(run((sys.executable, "-S", "-c", _LEAN_LAUNCHER, *command)))
    return peak_kib * 1024 / 1e6


def seconds_of(action: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def best_seconds_of(action: Callable[[], object], repeats: int) -> float:
    """Return the shortest wall time of several calls."""
    return min(seconds_of(action) for _ in range(repeats))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two ways, timed in turns on a machine whose speed drifts."""

    ours_s: float
    """Median."""
    theirs_s: float
    """Median."""
    ratio: float
    """Median of the pairwise ratios, ours over theirs."""
    more_s: float
    """Median of the pairwise differences, ours less theirs."""


def compare(ours: Callable[[], object], theirs: Callable[[], object], repeats: int) -> Comparison:
    """Time two calls in turns, after one turn that does not count."""
    ours()
    theirs()
    pairs = [(seconds_of(ours), seconds_of(theirs)) for _ in range(repeats)]
    return Comparison(
        median(first for first, _ in pairs),
        median(second for _, second in pairs),
        median(first / second for first, second in pairs),
        median(first - second for first, second in pairs),
    )
