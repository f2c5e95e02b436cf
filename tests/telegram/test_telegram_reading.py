"""What a message says, and to whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message, Update, User

from bot.conversation import Place
from bot.conversation.actions import ShowProgress
from bot.telegram.addresses import Address, reference, update_of
from bot.telegram.markup import MAX_CAPTION, MAX_TEXT, caption, progress_text, shortened
from bot.telegram.reading import Saying, saying
from tests.telegram.people import ANNA, GROUP, entities_in
from tests.telegram.rules import units
from tests.telegram.server import ME

BOT = User.de_json(ME, None)
WORDS = st.text(alphabet="ab é😀\u200d漢 ", max_size=20)


def message(words: str, chat: dict) -> Message:  # type: ignore[type-arg]
    content = {"message_id": 1, "date": 1, "chat": chat, "from": ANNA, "text": words, **entities_in("entities", words)}
    update = Update.de_json({"update_id": 1, "message": content}, None)
    assert update.message is not None
    return update.message


PRIVATE = {"id": 42, "type": "private", "first_name": "Anna"}


@pytest.mark.parametrize(
    ("words", "chat", "said"),
    [
        ("slow nod", PRIVATE, Saying("slow nod", is_addressed=True)),
        ("slow nod", GROUP, Saying("slow nod", is_addressed=False)),
        ("@ReverieBot slow nod", GROUP, Saying("slow nod", is_addressed=True)),
        ("slow nod, @reveriebot", GROUP, Saying("slow nod,", is_addressed=True)),
        ("/animate slow nod", GROUP, Saying("/animate slow nod", is_addressed=True)),
        ("/animate@reveriebot slow nod", GROUP, Saying("/animate slow nod", is_addressed=True)),
        ("/animate@OtherBot slow nod", GROUP, None),
        ("/unheard_of", GROUP, Saying("/unheard_of", is_addressed=False)),
        ("/unheard_of", PRIVATE, Saying("/unheard_of", is_addressed=True)),
    ],
)
def test_commands_and_names(words: str, chat: dict, said: Saying | None) -> None:  # type: ignore[type-arg]
    assert saying(message(words, chat), BOT) == said


@given(before=WORDS, after=WORDS)
def test_the_name_is_taken_out_of_any_text(before: str, after: str) -> None:
    said = saying(message(f"{before} @ReverieBot {after}", GROUP), BOT)
    assert said == Saying(f"{before}  {after}".strip(), is_addressed=True)


@pytest.mark.parametrize(
    ("words", "mood"),
    [("/animate slow nod", "slow nod"), ("slow nod", "slow nod"), ("/animate", ""), ("/story summer", "")],
)
def test_the_mood_is_what_follows_the_command(words: str, mood: str) -> None:
    assert Saying(words, is_addressed=True).mood == mood


@given(chat=st.integers(-(2**52), 2**52), topic=st.none() | st.integers(1, 2**31), at=st.integers(1, 2**31))
def test_an_address_finds_its_way_back(chat: int, topic: int | None, at: int) -> None:
    address = Address(chat, topic)
    place = Place("telegram:1", address.chat, message=reference(at, 77))
    assert Address.of(place) == Address(chat, topic, at)
    assert update_of(place.message) == 77


@given(title=st.text(max_size=1500), notes=st.lists(st.text(max_size=500), max_size=3))
def test_captions_fit_and_their_title_is_marked(title: str, notes: list[str]) -> None:
    text, entities = caption(title, tuple(notes))
    assert units(text) <= MAX_CAPTION
    assert all(entity.offset + entity.length <= units(text) for entity in entities)


@given(title=st.text(max_size=5000), fraction=st.floats(allow_nan=False))
def test_progress_fits(title: str, fraction: float) -> None:
    text, _ = progress_text(ShowProgress("job", "photo", title, "Drawing the film", fraction, ()))
    assert units(text) <= MAX_TEXT
    assert sum(letter in "▓░" for letter in text.rpartition("\n")[2]) >= 10


@given(st.text(max_size=50), st.integers(1, 40))
def test_a_text_is_shortened_only_if_it_must_be(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert short == text or (units(text) > limit and short.endswith("…"))
