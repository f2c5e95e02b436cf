"""From a sample portrait to a clip, with the engine used as a library: what `make demo` runs."""

import io
from pathlib import Path

import skimage.data
from PIL import Image

from engine.models import Models, default_folder
from engine.studio import Studio
from engine.video.contact_sheet import contact_sheet, evenly_spaced, write_png

MOOD = "slow, wistful nod"
FOLDER = Path("demo")
CLIP = FOLDER / "clip.mp4"
FRAMES = FOLDER / "frames.png"


def main() -> None:
    """Animate the astronaut, lay some frames side by side, and say how long each stage took."""
    FOLDER.mkdir(exist_ok=True)
    report = Studio(Models(default_folder())).animate(_sample_portrait(), MOOD, CLIP)
    write_png(contact_sheet(evenly_spaced(CLIP, 12), columns=4), FRAMES)
    for stage, seconds in report.seconds.items():
        print(f"{stage:<8} {seconds:5.2f} s")
    print(f"“{MOOD}”: {CLIP}, {report.clip.duration_s:.0f} s, {report.clip.width} × {report.clip.height}")
    print(f"12 of its {report.clip.frame_count} frames: {FRAMES}")


def _sample_portrait() -> bytes:
    """Return NASA's portrait of Eileen Collins (public domain), which scikit-image carries, as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).save(file, "png")
    return file.getvalue()


if __name__ == "__main__":
    main()
