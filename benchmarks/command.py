"""The whole command in a process of its own, from a photo file to a finished film."""

import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.measuring import Command, compare, peak_memory_mb, run, seconds_of
from benchmarks.photos import TWELVE_MEGAPIXELS, people, write_jpeg
from benchmarks.report import Measurement

_MOOD = "slow, wistful nod"
_REVERIE = (sys.executable, "-m", "bot")


def against_zoompan(repeats: int) -> Measurement:
    """Compare `reverie animate` with ffmpeg's zoompan filter, which does nothing but zoom."""
    with tempfile.TemporaryDirectory() as folder:
        photo = write_jpeg(people(1), Path(folder) / "photo.jpg")
        animate = _animate(photo, Path(folder) / "film.mp4", seconds=5)
        zoom = _zoompan(photo, Path(folder) / "zoom.mp4")
        result = compare(lambda: run(animate), lambda: run(zoom), repeats)
    return Measurement(
        "The command, cold start, 5 s at 1280×720",
        ("reverie animate, s", "ffmpeg zoompan, s", "ratio"),
        ((result.ours_s, result.theirs_s, result.ratio),),
    )


def memory(_repeats: int) -> Measurement:
    """Measure the peak for a photo of 12 megapixels, for a short and for a long film."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        photo = write_jpeg(people(1, TWELVE_MEGAPIXELS), Path(folder) / "photo.jpg")
        for seconds in (5, 60):
            peak_mb = peak_memory_mb(_animate(photo, Path(folder) / "film.mp4", seconds))
            rows.append((f"{seconds} s", peak_mb))
    return Measurement("Peak memory of the command, 12-megapixel photo, 1280×720", ("film", "MB"), tuple(rows))


def start_up(repeats: int) -> Measurement:
    """Measure what a person waits for `reverie --help`."""
    command = (*_REVERIE, "--help")
    run(command)
    wall_s = median(seconds_of(lambda: run(command)) for _ in range(repeats))
    return Measurement("Start-up", ("reverie --help, s",), ((wall_s,),))


def _animate(photo: Path, film: Path, seconds: int) -> Command:
    return (*_REVERIE, "animate", str(photo), "-m", _MOOD, "-o", str(film), "--seconds", str(seconds))


def _zoompan(photo: Path, film: Path) -> Command:
    import imageio_ffmpeg

    zoom = "zoompan=z='1+0.2*on/150':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=150:s=1280x720:fps=30"
    return (
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(photo), "-vf", f"{zoom},format=yuv420p"),
        *("-c:v", "libx264", "-preset", "veryfast", str(film)),
    )
