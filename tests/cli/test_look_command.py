import json
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image


def test_a_portrait_is_described(portrait: Path, invoke) -> None:
    run = invoke("look", str(portrait), "--json")
    assert run.exit_code == 0, run.output
    seen = json.loads(run.stdout)
    assert (seen["width"], seen["height"], len(seen["faces"])) == (512, 512, 1)
    x0, y0, x1, y1 = seen["faces"][0]["box"]
    assert x0 < 225 < x1  # the tip of her nose
    assert y0 < 130 < y1
    assert 0.1 < seen["person_share"] < 0.9


def test_the_description_in_words_counts_the_faces(portrait: Path, thing: Path, invoke) -> None:
    assert "512 × 512 pixels, 1 face\n" in invoke("look", str(portrait)).stdout
    assert "no faces" in invoke("look", str(thing)).stdout


def test_the_overlay_marks_the_face(portrait: Path, own_folder: Path, invoke) -> None:
    assert invoke("look", str(portrait), "--overlay", "seen.png").exit_code == 0
    with Image.open(own_folder / "seen.png") as picture:
        drawn = np.asarray(picture.convert("RGB")).astype(float)
    change = np.abs(drawn - skimage.data.astronaut()).mean(axis=2)
    face, corner = change[60:190, 170:280], change[:60, :60]
    assert face.mean() > 20
    assert face.mean() > 4 * corner.mean()


def test_an_unreadable_photo_is_the_requests_fault(own_folder: Path, invoke) -> None:
    (own_folder / "photo.jpg").write_text("no photo at all")
    run = invoke("look", "photo.jpg", "--overlay", "seen.png")
    assert run.exit_code == 2
    assert run.stderr.startswith("reverie: ")
    assert not (own_folder / "seen.png").exists()


def test_an_overlay_is_a_png(portrait: Path, invoke) -> None:
    assert invoke("look", str(portrait), "--overlay", "seen.bmp").exit_code == 2


def test_what_can_move_without_people_is_said_and_drawn(own_folder: Path, invoke) -> None:
    rocket = skimage.data.rocket()
    Image.fromarray(rocket).save(own_folder / "rocket.png")
    run = invoke("look", "rocket.png", "--json", "--overlay", "seen.png")
    assert 0.2 < json.loads(run.stdout)["regions"]["sky"] < 0.5
    with Image.open(own_folder / "seen.png") as picture:
        change = np.abs(np.asarray(picture.convert("RGB")).astype(float) - rocket).mean(axis=2)
    assert change[60:100, 255:285].min() > 10  # the sky
    assert change[200:400, 321:327].max() < 3  # the rocket
    assert "  can move: light, sky\n" in invoke("look", "rocket.png").stdout
