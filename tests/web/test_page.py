"""The page in a real browser: headless Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
WAIT_MS = 60_000

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no browser is installed (on Debian: apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(params=[(1280, 860, "light"), (390, 844, "dark")], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    """The page, which must run without a complaint of the browser."""
    width, height, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(WAIT_MS)
    page.goto(address)
    yield page
    context.close()
    assert not complaints


@pytest.fixture
def photo_file(tmp_path: Path, photo: bytes) -> Path:
    path = tmp_path / "portrait.jpg"
    path.write_bytes(photo)
    return path


def test_from_a_photo_to_a_clip_and_its_change(page: Any, photo_file: Path) -> None:
    assert page.get_by_role("heading", level=1).is_visible()
    page.set_input_files("#file", str(photo_file))
    page.get_by_role("button", name="Put photo 1 away").wait_for()
    page.get_by_label("The mood, in your words").fill("slow, wistful nod")
    page.keyboard.press("Enter")
    page.get_by_role("progressbar").wait_for()
    film = page.locator("video")
    film.wait_for()
    assert page.get_by_text("A slow, wistful nod.", exact=True).is_visible()
    assert not page.get_by_role("heading", level=1).is_visible()
    film.evaluate("film => new Promise(done => film.readyState > 1 ? done() : film.onloadeddata = () => done())")
    assert film.evaluate("film => film.error === null && film.videoWidth > 0")

    page.get_by_role("button", name="Stronger").click()
    page.locator("video").nth(1).wait_for()
    page.get_by_role("button", name="More…").last.click()
    page.get_by_role("button", name="Length").click()
    page.get_by_role("button", name="3 seconds").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the window"

    page.reload()
    page.locator("video").nth(1).wait_for()


def test_a_mood_can_be_tapped_and_everything_forgotten(page: Any, photo_file: Path) -> None:
    page.set_input_files("#file", str(photo_file))
    page.get_by_role("button", name="Calm breath").click()
    page.locator("video").wait_for()
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Delete everything…").click()
    page.get_by_role("button", name="Delete everything", exact=True).click()
    page.get_by_text("All gone").wait_for()
    assert page.locator("video").count() == 0
    assert page.get_by_role("heading", level=1).is_visible(), "the page invites as it did at first"


def test_whoever_types_forget_is_invited_again(page: Any, photo_file: Path) -> None:
    page.get_by_label("The mood, in your words").fill("hello")
    page.keyboard.press("Enter")
    page.get_by_text("Send me a photo and a few words about a mood").wait_for()
    assert not page.locator(".frame").is_visible()
    page.get_by_label("The mood, in your words").fill("/forget")
    page.keyboard.press("Enter")
    page.get_by_text("All gone").wait_for()
    assert page.locator("#log li").count() == 1
    assert page.locator(".frame").is_visible()
    page.set_input_files("#file", str(photo_file))
    page.get_by_role("button", name="Put photo 1 away").wait_for()


def test_the_page_can_be_used_with_the_keyboard_and_read_aloud(page: Any) -> None:
    unnamed = page.evaluate(
        "() => [...document.querySelectorAll('button, a, textarea, summary')]"
        ".filter(one => !(one.ariaLabel || one.textContent.trim() || one.labels?.length)).map(one => one.outerHTML)"
    )
    assert unnamed == []
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    page.get_by_text("Send me a photo and a few words about a mood").wait_for()
    assert page.get_by_role("log").get_by_text("hello").is_visible()


def test_words_that_look_like_a_page_stay_words(page: Any) -> None:
    page.get_by_label("The mood, in your words").fill("<img src=x onerror=alert(1)>")
    page.keyboard.press("Enter")
    page.get_by_text("<img src=x").first.wait_for()
    assert page.locator("#log img").count() == 0


@pytest.mark.parametrize(
    "event",
    [
        "new DragEvent('drop', {dataTransfer: data, bubbles: true})",
        "new ClipboardEvent('paste', {clipboardData: data, bubbles: true})",
    ],
    ids=["dropped", "pasted"],
)
def test_a_photo_can_be_dropped_or_pasted(page: Any, photo: bytes, event: str) -> None:
    bring = f"""([bytes, name, type]) => {{
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name, {{ type }}));
        document.dispatchEvent({event});
    }}"""
    for name, kind in (("diary.txt", "text/plain"), ("diary.jpg", "image/jpeg")):
        page.evaluate(bring, [list(b"Dear diary"), name, kind])
        page.get_by_text("That is no picture").wait_for()
        assert page.locator("#strip").is_hidden()
        page.evaluate("() => { document.getElementById('trouble').textContent = ''; }")
    page.evaluate(bring, [list(photo), "portrait.jpg", "image/jpeg"])
    page.get_by_role("button", name="Put photo 1 away").click()
    assert page.locator("#strip").is_hidden()
