"""Words and captions → `Storyboard`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.language import adjust, understand
from engine.language.storytelling.arcs import along, arc_of, between, spread
from engine.language.storytelling.placing import placed, places
from engine.language.storytelling.stretches import Stretch, Text, read_story
from engine.types.direction import Direction
from engine.types.storyboard import MOST_SHOTS, NATURAL_SHOT_S, Arc, Shot, Storyboard, TransitionName

DWELL_S = {"long": 1.7 * NATURAL_SHOT_S, "short": 0.5 * NATURAL_SHOT_S}
"""How long a shot lasts that is lingered on, or only glimpsed (design)."""
SHORTEST_S, LONGEST_S = 0.5, 60.0
SHORTEST_FILM_S, LONGEST_FILM_S = 1.0, 300.0
_LONGEST_UNCLEAR = 80
_MOST_UNCLEAR = 24


def tell_story(
    words: str,
    captions: Mapping[int, str] | None = None,
    *,
    photo_count: int,
    locale: str | None = None,
    captured_at: Sequence[datetime | None] = (),
) -> Storyboard:
    """Return the film that some words make of photos; what is not said stays natural.

    `captions` are what was written under single photos, by their index; `captured_at` the moments of the shots, which
    an order by date needs. Photos beyond the twentieth are left out. `ValueError` without a photo.
    """
    if photo_count < 1:
        raise ValueError("expected at least one photo")
    count = min(photo_count, MOST_SHOTS)
    text = read_story(words, locale, bare_numbers=False)
    stretches = _with_beginning(text.stretches)
    order, unclear = _order(text, count, captured_at)

    # 1. What is said of the film as a whole, spread over its shots.
    spots = placed(stretches, count)
    is_staged = any(stretch.shots or stretch.which or stretch.stage in ("begin", "end") for stretch in stretches)
    overall = ", ".join(stretch.words for stretch, spot in zip(stretches, spots, strict=True) if not spot)
    whole = understand(overall if is_staged else _plain_words(text), locale)
    unclear += whole.unclear
    directions = spread(_acting_only(whole), count)

    # 2. What is said under each photo, then of each photo.
    for index, photo in enumerate(order):
        if caption := (captions or {}).get(photo, "").strip():
            directions[index] = _acting_only(_directed(directions[index], caption, text.language))
    seconds: list[float | None] = [None] * count
    transitions: list[TransitionName | None] = [None] * count
    for stretch, spot in zip(stretches, spots, strict=True):
        unclear += [str(place + 1) for place in places(stretch.shots, count)[1]]
        for place in spot if is_staged else range(count):
            said = _directed(directions[place], stretch.words if is_staged else "", text.language)
            whole = _with_film(whole, said)
            unclear += said.unclear
            directions[place] = _acting_only(said)
            if stretch.transition is not None:
                transitions[place] = TransitionName(stretch.transition)
            seconds[place] = _shot_seconds(stretch, named=bool(stretch.names_photos)) or seconds[place]

    # 3. The arc, and the way between what is told only of the beginning and of the end.
    if is_staged:
        directions = _bridged(directions, spots)
    named_arc = next((Arc(stretch.arc) for stretch in stretches if stretch.arc), None)
    directions = along(named_arc or Arc.STEADY, directions)
    film_transition = next(
        (s.transition for s, spot in zip(stretches, spots, strict=True) if s.transition and not spot), None
    )
    return Storyboard(
        shots=tuple(
            Shot(
                photo=photo,
                direction=direction,
                seconds=length,
                transition=None
                if index == 0
                else transition or (TransitionName(film_transition) if film_transition else None),
            )
            for index, (photo, direction, length, transition) in enumerate(
                zip(order, directions, seconds, transitions, strict=True)
            )
        ),
        arc=named_arc or arc_of(directions),
        seconds=_film_seconds(stretches),
        aspect=whole.aspect,
        music=whole.music,
        language=text.language,
        unclear=tuple(dict.fromkeys(part[:_LONGEST_UNCLEAR] for part in unclear))[:_MOST_UNCLEAR],
    )
