"""Words and captions become a storyboard, and words change one and nothing else in it."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language.languages import LANGUAGES
from engine.language.storytelling import adjust_story, tell_story
from engine.language.storytelling.lexicons import story_tables
from engine.types.direction import EmotionLabel, GestureName
from engine.types.storyboard import Arc, Shot, Storyboard, TransitionName

SAD, JOY = EmotionLabel.SADNESS, EmotionLabel.JOY

FIRST_SAD_LAST_HAPPY = {
    "en": "the first sad, the last happy", "de": "das erste traurig, das letzte fröhlich",
    "es": "la primera triste, la última feliz", "fr": "la première triste, la dernière joyeuse",
    "it": "la prima triste, l'ultima felice", "pt": "primeira triste, última feliz",
    "nl": "eerste verdrietig, laatste vrolijk", "pl": "pierwsze smutne, ostatnie wesołe",
    "ru": "первая грустная, последняя весёлая", "uk": "перша сумна, остання весела",
    "tr": "ilk fotoğraf üzgün, son fotoğraf mutlu", "zh": "第一张悲伤，最后一张快乐",
    "ja": "一枚目は悲しく、最後の写真は嬉しく", "ko": "첫 번째는 슬프게, 마지막 사진은 행복하게",
    "ar": "الصورة الأولى حزينة، الأخيرة سعيدة", "hi": "पहली उदास, आखिरी खुश",
}  # fmt: skip


def moods(storyboard: Storyboard) -> list[EmotionLabel]:
    return [shot.direction.emotion.label for shot in storyboard.shots]


def gestures(storyboard: Storyboard) -> list[list[GestureName]]:
    return [[gesture.name for gesture in shot.direction.gestures] for shot in storyboard.shots]


@pytest.fixture
def board() -> Storyboard:
    return tell_story("first one sad, then happier, end with everyone laughing", photo_count=5)


def test_times_belong_to_the_photos_they_name() -> None:
    told = tell_story("3 seconds on the first, linger on the last", photo_count=4)
    assert [shot.seconds for shot in told.shots] == [3.0, None, None, pytest.approx(5.1)]
    assert told.seconds is None


def test_a_film_goes_from_its_beginning_over_then_to_its_end(board: Storyboard) -> None:
    assert moods(board)[:4] == [SAD, JOY, JOY, JOY]
    assert gestures(board) == [[], [], [], [], [GestureName.LAUGH]]
    assert board.arc is Arc.RISING


@pytest.mark.parametrize(
    "words",
    [
        "sad in the beginning, happy at the end",
        "sad at the beginning and happy at the end",
        "sad first, happy at the end",
        "start sad and end happy",
        "traurig am Anfang, fröhlich am Ende",
        "triste au début, joyeux à la fin",
    ],
)
def test_a_part_of_the_film_may_be_named_after_what_happens_in_it(words: str) -> None:
    told = moods(tell_story(words, photo_count=5))
    assert (told[0], told[-1]) == (SAD, JOY)


def test_what_happens_at_the_end_only_leaves_the_rest_as_it_was() -> None:
    told = tell_story("joy, then sad at the end", photo_count=4)
    assert moods(told) == [JOY, JOY, JOY, SAD]
    assert gestures(tell_story("happy, laugh at the end", photo_count=3)) == [[], [], [GestureName.LAUGH]]


@pytest.mark.parametrize("words", ["drop the last", "swap 2 and 3", "put the first at the end"])
def test_another_order_keeps_the_arc(words: str) -> None:
    told = tell_story("happier and happier", photo_count=4)
    assert adjust_story(told, words).arc is told.arc is Arc.RISING
    assert adjust_story(told, "the last one sad").arc is not Arc.RISING


@pytest.mark.parametrize("words", ["light leak into the third", "slide into the third photo", "morph into the third"])
def test_a_transition_into_one_photo_is_that_photo_s_alone(words: str) -> None:
    before = tell_story("happy", photo_count=4)
    assert [bool(shot.transition) for shot in adjust_story(before, words).shots] == [False, False, True, False]


def test_an_arc_that_is_named_for_the_middle_goes_on_to_the_end() -> None:
    told = tell_story("start quiet, then happier and happier, end with everyone laughing", photo_count=6)
    assert moods(told)[0] is EmotionLabel.CALM
    assert moods(told)[-2:] == [EmotionLabel.HOPE, JOY]
    assert gestures(told)[-1] == [GestureName.LAUGH]
    assert told.arc is Arc.RISING


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_and_last_are_known_in_every_language(language: str) -> None:
    told = tell_story(FIRST_SAD_LAST_HAPPY[language], photo_count=3, locale=language)
    assert (moods(told)[0], moods(told)[2], told.language) == (SAD, JOY, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_ten_places_the_last_and_the_changes(language: str) -> None:
    tables = story_tables(language)
    assert {*map(str, range(1, 11)), "-1", "-2"} <= set(tables["shot"])
    assert set(tables["change"]) == {"swap", "drop", "move"}
    assert set(tables["transition"]) <= set(TransitionName)
    assert set(tables["arc"]) <= set(Arc)


@pytest.mark.parametrize(
    ("words", "count", "expected"),
    [
        ("from sad to happy", 4, [SAD, SAD, JOY, JOY]),
        ("sad, then happy", 4, [SAD, SAD, JOY, JOY]),
        ("make the first sad and the second happy", 3, [SAD, JOY, EmotionLabel.NEUTRAL]),
        ("the last two happy", 3, [EmotionLabel.NEUTRAL, JOY, JOY]),
        ("photos 2 to 3 sad, the others happy", 4, [JOY, SAD, SAD, JOY]),
        ("photo 2: sad. photo 3: happy", 3, [EmotionLabel.NEUTRAL, SAD, JOY]),
        ("1. sad\n2. happy", 2, [SAD, JOY]),
        ("sad", 2, [SAD, SAD]),
        ("bittersweet", 3, [EmotionLabel.TENDERNESS, JOY, EmotionLabel.WISTFUL]),
    ],
)
def test_moods_find_their_photos(words: str, count: int, expected: list[EmotionLabel]) -> None:
    assert moods(tell_story(words, photo_count=count)) == expected


def test_what_lies_between_a_beginning_and_an_end_passes_gradually() -> None:
    valences = [
        shot.direction.emotion.valence for shot in tell_story("the first sad, the last happy", photo_count=6).shots
    ]
    assert valences == sorted(valences)
    assert len(set(valences)) == 6


def test_music_shape_and_length_are_the_films() -> None:
    told = tell_story("square, the first one smiles, no music. 20 seconds", photo_count=3)
    assert (told.aspect, told.music.mode, told.seconds) == ("1:1", "none", 20.0)
    assert all(shot.direction.aspect == "source" and shot.direction.music.mode == "auto" for shot in told.shots)


def test_captions_count_and_words_of_no_meaning_in_them_do_not() -> None:
    told = tell_story("wistful", {1: "Lisbon, a wink"}, photo_count=2)
    assert gestures(told) == [[], [GestureName.WINK]]
    assert told.unclear == ()


@pytest.mark.parametrize(
    ("words", "place", "expected"),
    [
        ("fade to black before the last", 2, TransitionName.DIP_TO_BLACK),
        ("hard cuts", 1, TransitionName.CUT),
        ("light leaks everywhere", 2, TransitionName.LIGHT_LEAK),
        ("morph into the second", 1, TransitionName.FACE_MORPH),
        ("calm", 1, None),
    ],
)
def test_transitions_are_named(words: str, place: int, expected: TransitionName | None) -> None:
    told = tell_story(words, photo_count=3)
    assert told.shots[place].transition is expected
    assert told.shots[0].transition is None


def test_an_order_by_date_needs_dates() -> None:
    dates = [datetime(2024, 5, day) for day in (3, 1, 2)]
    dated = tell_story("by date, the first one sad", photo_count=3, captured_at=dates)
    assert [shot.photo for shot in dated.shots] == [1, 2, 0]
    assert moods(dated)[0] is SAD
    undated = tell_story("by date", photo_count=3)
    assert [shot.photo for shot in undated.shots] == [0, 1, 2]
    assert undated.unclear == ("by date",)


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("swap 2 and 3", [0, 2, 1, 3, 4]),
        ("drop the last", [0, 1, 2, 3]),
        ("remove photos 2 and 3", [0, 3, 4]),
        ("move the last one to the front", [4, 0, 1, 2, 3]),
        ("put the last first", [4, 0, 1, 2, 3]),
        ("tausche 2 und 3", [0, 2, 1, 3, 4]),
        ("intercambia la primera y la última", [4, 1, 2, 3, 0]),
    ],
)
def test_shots_change_places_and_keep_what_happens_in_them(board: Storyboard, words: str, order: list[int]) -> None:
    adjusted = adjust_story(board, words)
    assert [shot.photo for shot in adjusted.shots] == order
    assert [shot.direction for shot in adjusted.shots] == [board.shots[place].direction for place in order]


@pytest.mark.parametrize(
    "words", ["make the second one slower", "make 2 slower", "photo 2 slower", "das zweite langsamer"]
)
def test_one_shot_changes_alone(board: Storyboard, words: str) -> None:
    adjusted = adjust_story(board, words)
    assert adjusted.shots[1].direction.pace < board.shots[1].direction.pace
    assert adjusted.shots[:1] + adjusted.shots[2:] == board.shots[:1] + board.shots[2:]


def test_lengths_change_alone(board: Storyboard) -> None:
    assert [shot.seconds for shot in adjust_story(board, "5 seconds on the second").shots] == [
        None,
        5.0,
        None,
        None,
        None,
    ]
    assert [shot.seconds for shot in adjust_story(board, "photo 4 longer").shots] == [None, None, None, 4.5, None]
    assert adjust_story(board, "longer").seconds == pytest.approx(22.5)


def test_what_names_no_photo_changes_all(board: Storyboard) -> None:
    adjusted = adjust_story(board, "slower")
    assert all(shot.direction.pace < 1 for shot in adjusted.shots)


def test_places_that_are_not_there_are_told(board: Storyboard) -> None:
    adjusted = adjust_story(board, "make the ninth slower")
    assert adjusted.shots == board.shots
    assert adjusted.unclear == ("9",)


def test_the_last_shot_cannot_be_dropped() -> None:
    assert len(adjust_story(tell_story("", photo_count=1), "drop the last").shots) == 1


@given(words=st.text(max_size=200), count=st.integers(1, 25), locale=st.sampled_from([None, *LANGUAGES]))
@settings(deadline=None, max_examples=60)
def test_any_text_makes_a_storyboard_that_survives_json(words: str, count: int, locale: str | None) -> None:
    told = tell_story(words, photo_count=count, locale=locale)
    assert Storyboard.model_validate_json(told.model_dump_json()) == told
    assert len(told.shots) == min(count, 20)


_PARTS = [
    "the first", "the last two", "photo 3", "photos 2 to 4", "swap", "drop", "then", "end with", "sad", "slower",
    "smile", "5 seconds", "linger", "and", ",", ".", "each", "the others", "fade to black", "rising", "by date", "2",
    "longer",
]  # fmt: skip


@given(parts=st.lists(st.sampled_from(_PARTS), max_size=12), count=st.integers(1, 6))
@settings(deadline=None, max_examples=120)
def test_any_order_of_meaningful_words_keeps_the_storyboard_valid(parts: list[str], count: int) -> None:
    told = adjust_story(tell_story(" ".join(parts), photo_count=count), " ".join(parts))
    assert Storyboard.model_validate_json(told.model_dump_json()) == told
    assert {shot.photo for shot in told.shots} <= set(range(count))


def test_a_storyboard_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="extra"):
        Storyboard.model_validate({"shots": [{"photo": 0}], "colour": "red"})
    with pytest.raises(ValueError, match="at least 1"):
        Storyboard(shots=())
    assert Storyboard(shots=(Shot(photo=0),)).shots[0].direction.emotion.label is EmotionLabel.NEUTRAL


@pytest.mark.parametrize(
    "words", ["swap the order", "in reverse order", "andersherum", "al revés", "順番を逆にして", "거꾸로"]
)
def test_the_order_is_reversed(words: str) -> None:
    assert [shot.photo for shot in tell_story(words, photo_count=3).shots] == [2, 1, 0]
    assert [shot.photo for shot in adjust_story(tell_story("", photo_count=3), words).shots] == [2, 1, 0]


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("the last one first", [3, 0, 1, 2]),
        ("start with the last photo", [3, 0, 1, 2]),
        ("put the second photo first", [1, 0, 2, 3]),
        ("the second one should come first", [1, 0, 2, 3]),
        ("end with the first photo", [1, 2, 3, 0]),
        ("das letzte zuerst", [3, 0, 1, 2]),
        ("la última primero", [3, 0, 1, 2]),
        ("commence par la dernière", [3, 0, 1, 2]),
        ("l'ultima per prima", [3, 0, 1, 2]),
        ("a primeira no final", [1, 2, 3, 0]),
        ("zet de tweede foto vooraan", [1, 0, 2, 3]),
        ("ostatnie na początek", [3, 0, 1, 2]),
        ("поставь последнее фото в начало", [3, 0, 1, 2]),
        ("перше в кінець", [1, 2, 3, 0]),
        ("sonuncu başa", [3, 0, 1, 2]),
        ("把第二张放到最前面", [1, 0, 2, 3]),
        ("最後の写真を最初に", [3, 0, 1, 2]),
        ("마지막 사진을 처음으로", [3, 0, 1, 2]),
        ("الأخيرة أولا", [3, 0, 1, 2]),
        ("पहली को अंत में", [1, 2, 3, 0]),
    ],
)
def test_photos_change_places_in_plain_words(words: str, order: list[int]) -> None:
    assert [shot.photo for shot in tell_story(words, photo_count=4).shots] == order
    assert [shot.photo for shot in adjust_story(tell_story("", photo_count=4), words).shots] == order


@pytest.mark.parametrize(
    "words",
    [
        "leave the last one out",
        "without the last one",
        "lass das letzte weg",
        "sans la dernière",
        "без последнего",
        "不要最后一张",
        "最後の写真はいらない",
        "마지막 사진 없이",
    ],
)
def test_a_photo_is_left_out_in_plain_words(words: str) -> None:
    assert [shot.photo for shot in adjust_story(tell_story("", photo_count=3), words).shots] == [0, 1]


def test_two_photos_are_swapped_without_being_named() -> None:
    two = tell_story("the first one happy, the second one sad", photo_count=2)
    swapped = adjust_story(two, "swap them")
    assert [(shot.photo, shot.direction.emotion.label) for shot in swapped.shots] == [(1, "sadness"), (0, "joy")]


def test_photos_that_do_something_stay_where_they_are() -> None:
    story = tell_story("the first one smiles, the last one laughs at the end", photo_count=3)
    assert [shot.photo for shot in story.shots] == [0, 1, 2]
