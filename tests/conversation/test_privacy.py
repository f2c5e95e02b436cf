"""What people are told about their photos."""

from collections.abc import Callable

import pytest

from bot.conversation.telling import privacy
from bot.settings import Settings
from bot.wording import LANGUAGES, wording
from engine.jobs import QueueLimits
from tests.conversation.desk import Desk


@pytest.mark.parametrize(
    ("hours", "told"), [(1, "1 h"), (1.5, "1.5 h"), (24, "24 h"), (36, "36 h"), (48, "2 days"), (168, "7 days")]
)
def test_the_time_is_told_as_people_say_it(hours: float, told: str) -> None:
    assert f"deleted after {told}, or at once" in privacy(hours, wording("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_the_number_of_the_settings(language: str) -> None:
    assert "31" in privacy(31, wording(language))
    assert "13" in privacy(13 * 24, wording(language))
    assert "1 " not in privacy(48, wording(language))


def test_a_day_is_what_is_kept_unless_somebody_chooses_otherwise() -> None:
    assert Settings.model_fields["keep_hours"].default == QueueLimits().keep_hours == 24


def test_the_command_tells_it(in_conversation: Callable[..., None]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/privacy")
        assert desk.notebook.last_words == privacy(168, wording("en"))

    in_conversation(scene)
