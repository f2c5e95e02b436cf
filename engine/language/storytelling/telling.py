"""Words and captions → `Storyboard`, and words that change one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.language.storytelling.film import Film
from engine.language.storytelling.placing import placed
from engine.language.storytelling.rearranging import arranged, rearranged
from engine.language.storytelling.stretches import read_story
from engine.types.storyboard import MOST_SHOTS, Shot, Storyboard


def tell_story(
    words: str,
    captions: Mapping[int, str] | None = None,
    *,
    photo_count: int,
    locale: str | None = None,
    captured_at: Sequence[datetime | None] = (),
) -> Storyboard:
    """Return the film that some words make of photos; what is not said stays natural.

    `captions` are what was written under single photos, by their index; `captured_at` the moments of the photos, which
    an order by date needs. Photos beyond the twentieth are left out. `ValueError` without a photo.
    """
    if photo_count < 1:
        raise ValueError("expected at least one photo")
    text = read_story(words, locale, bare_numbers=False)
    shots = [Shot(photo=index) for index in range(min(photo_count, MOST_SHOTS))]
    film = Film(Storyboard(shots=tuple(shots), language=text.language), shots)
    arranged(film, text.stretches, captured_at)
    spots = placed(text.stretches, len(shots))

    # 1. What is said of the film as a whole; 2. under each photo; 3. of each photo.
    for stretch, places in zip(text.stretches, spots, strict=True):
        if not stretch.names_photos and not places:
            film.take(stretch, ())
    for place, shot in enumerate(film.shots):
        film.caption(place, (captions or {}).get(shot.photo, ""))
    for stretch, places in zip(text.stretches, spots, strict=True):
        if stretch.change is None and (stretch.names_photos or places):
            film.take(stretch, places)

    film.bridge(spots)
    rearranged(film, text.stretches)
    return film.told(named_arc=any(stretch.arc for stretch in text.stretches))


def adjust_story(storyboard: Storyboard, words: str, captured_at: Sequence[datetime | None] = ()) -> Storyboard:
    """Return the storyboard with what the words name changed, and nothing else.

    "Make the second one slower", "swap 2 and 3", "drop the last", "5 seconds on the first"; what names no photo changes
    all ("less smile"). `unclear` holds the words of this text only.
    """
    text = read_story(words, storyboard.language, bare_numbers=True)
    film = Film(storyboard.model_copy(update={"language": text.language}), list(storyboard.shots))
    arranged(film, text.stretches, captured_at)
    # Places are those of the film that the words were said about: first the shots change, then their order.
    spots = placed(text.stretches, len(film.shots))
    for stretch, places in zip(text.stretches, spots, strict=True):
        if stretch.change is None:
            film.take(stretch, places)
    rearranged(film, text.stretches)
    named_arc = any(stretch.arc for stretch in text.stretches)
    felt_before = [(shot.photo, shot.direction.emotion) for shot in storyboard.shots]
    moods_stay = all((shot.photo, shot.direction.emotion) in felt_before for shot in film.shots)
    return film.told(named_arc=named_arc or moods_stay)
