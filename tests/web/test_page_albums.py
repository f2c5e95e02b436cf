"""Several photos in the page: their order, their words, and which clip words are about."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
from PIL import Image

from bot.wording import wording
from tests.audio.sounds import encoded, tone
from tests.web.test_page import browser, page, photo_file, pytestmark

__all__ = ["browser", "page", "photo_file", "pytestmark"]


@pytest.fixture(scope="session")
def photo_files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Three photos, told apart by their width."""
    folder: Path = tmp_path_factory.mktemp("photos")
    paths = [folder / f"{number}.jpg" for number in range(3)]
    for number, path in enumerate(paths):
        picture = np.roll(skimage.data.astronaut()[:256, 80:336], 20 * number, axis=1)
        Image.fromarray(picture[:, : 250 - 20 * number]).save(path)
    return [str(path) for path in paths]


def widths(page: Any) -> list[int]:
    """Return the widths of the photos in the strip, which tell their order."""
    found: list[int] = page.eval_on_selector_all("#strip img", "images => images.map(image => image.naturalWidth)")
    return found


def hold(page: Any, files: list[str]) -> None:
    page.set_input_files("#file", files)
    page.wait_for_function(
        "count => [...document.querySelectorAll('#strip img')].filter(one => one.naturalWidth).length === count",
        arg=len(files),
    )


def test_photos_are_put_in_order_with_the_keyboard_and_put_away(page: Any, photo_files: list[str]) -> None:
    hold(page, photo_files)
    page.get_by_role("button", name="Photo 3 of 3").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator("#announcer").text_content() == "Photo now at place 2 of 3"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert widths(page) == [210, 250, 230]
    page.keyboard.press("Delete")
    assert widths(page) == [250, 230]
    page.get_by_role("button", name="Put photo 2 away").click()
    assert not page.get_by_label("Words for photo 1").is_visible(), "one photo needs no words of its own"


def test_photos_are_put_in_order_by_dragging(page: Any, photo_files: list[str]) -> None:
    hold(page, photo_files)
    first, last = (page.locator("#strip .grip").nth(place).bounding_box() for place in (0, 2))
    page.mouse.move(first["x"] + 20, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 4, last["y"] + 20, steps=8)
    page.mouse.up()
    assert widths(page) == [230, 210, 250]
    assert page.locator(".carried").count() == 0


def test_an_album_is_sent_in_its_order(page: Any, photo_files: list[str]) -> None:
    hold(page, photo_files)
    page.get_by_role("button", name="Photo 3 of 3").focus()
    page.keyboard.press("ArrowUp")
    page.get_by_label("The mood, in your words").fill("xyzzy")
    page.keyboard.press("Enter")
    page.get_by_text(wording("en")("unclear.nothing", words="xyzzy")).wait_for()
    page.wait_for_function("() => [...document.querySelectorAll('.prints img')].every(one => one.naturalWidth)")
    sent = page.eval_on_selector_all(".prints img", "images => images.map(image => image.naturalWidth)")
    assert sent == [250, 210, 230]
    assert page.locator("#strip").is_hidden()


def test_words_can_be_about_an_earlier_clip(page: Any, photo_file: Path) -> None:
    page.set_input_files("#file", str(photo_file))
    words = page.get_by_label("The mood, in your words")
    words.fill("nod")
    words.press("Enter")
    page.locator("video").wait_for()
    words.fill("without the nod, with a smile")
    words.press("Enter")
    page.locator("video").nth(1).wait_for()
    page.get_by_role("button", name="Change this one").first.click()
    page.get_by_text("Your words change: A nod.").wait_for()
    words.fill("twice")
    words.press("Enter")
    page.get_by_text("A nod, twice.", exact=True).wait_for()
    assert page.get_by_text("Your words change").is_hidden()


def test_the_language_is_chosen_and_kept(page: Any) -> None:
    page.locator(".menu summary").click()
    with page.expect_navigation():
        page.get_by_label("Language").select_option("ar")
    assert page.evaluate("() => [document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    page.reload()
    assert page.evaluate("() => document.documentElement.lang") == "ar"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the window"


def test_a_sound_can_be_chosen_put_away_and_sent(page: Any, photo_files: list[str], tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    song.write_bytes(encoded(tone(1.0), "mp3", "libmp3lame", rate=44_100))
    page.set_input_files("#file", [str(song), photo_files[0]])
    page.get_by_text("♪ song.mp3").wait_for()
    assert page.locator("#strip .grip").count() == 1
    page.get_by_role("button", name="Put the sound away").click()
    assert page.locator("#sound").is_hidden()
    page.set_input_files("#file", [str(song)])
    page.get_by_label("The mood, in your words").fill("nod")
    page.keyboard.press("Enter")
    page.locator("video").wait_for()
    assert page.locator("#sound").is_hidden()
    page.locator("#log").get_by_text("♪ song.mp3").wait_for()
    page.get_by_role("button", name="Music off").wait_for()
