"""From a sample portrait to a clip, with the engine used as a library: what `make demo` runs."""

import io
from pathlib import Path

import skimage.data
from PIL import Image

from engine.models import Models, default_folder
from engine.studio import Report, Studio
from engine.video.contact_sheet import Crop, contact_sheet, evenly_spaced, write_png

MOOD = "slow, wistful nod"
FOLDER = Path("demo")
CLIP = FOLDER / "clip.mp4"
FRAMES = FOLDER / "frames.png"


def main() -> None:
    """Animate the astronaut, lay some frames side by side, and say how long each stage took."""
    FOLDER.mkdir(exist_ok=True)
    report = Studio(Models(default_folder())).animate(_sample_portrait(), MOOD, CLIP)
    pictures = evenly_spaced(CLIP, 12)
    write_png(contact_sheet(pictures, columns=4, crop=_around_the_head(report)), FRAMES)
    for stage, seconds in report.seconds.items():
        print(f"{stage:<8} {seconds:5.2f} s")
    print(f"“{MOOD}”: {CLIP}, {report.clip.duration_s:.0f} s, {report.clip.width} × {report.clip.height}")
    print(f"12 of its {report.clip.frame_count} frames: {FRAMES}")


def _sample_portrait() -> bytes:
    """Return NASA's portrait of Eileen Collins (public domain), which scikit-image carries, as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).save(file, "png")
    return file.getvalue()


def _around_the_head(report: Report) -> Crop:
    """Return a square of the film around the head, twice as wide as the face is high."""
    clip, face = report.clip, report.scene.faces[0]
    scale = clip.width / report.scene.width
    centre_x, centre_y = ((face.box[0] + face.box[2]) / 2 * scale, (face.box[1] + face.box[3]) / 2 * scale)
    side = min(round(2 * face.height_px * scale), clip.width, clip.height)
    x0 = min(max(0, round(centre_x - side / 2)), clip.width - side)
    y0 = min(max(0, round(centre_y - side / 2)), clip.height - side)
    return x0, y0, x0 + side, y0 + side


if __name__ == "__main__":
    main()
