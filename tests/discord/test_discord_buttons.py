"""Buttons under clips, also those of an earlier process, and forms behind them."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.actions import Ask, Button
from bot.discord.custom_ids import MAX_LETTERS, CustomId, Spot, Wish
from bot.discord.showing import draft
from bot.signing import Signer
from bot.wording import wording
from tests.discord.people import Person
from tests.discord.stage import Stage

Play = Callable[..., None]
MOOD = "slow, wistful nod"


async def first_clip(stage: Stage, who: Person, photo: bytes) -> dict[str, Any]:
    """The message with a clip of a photo."""
    discord = stage.discord
    asked = await who.command("animate", photo=discord.put_file("me.jpg", photo), mood=MOOD)
    message = discord.messages[await discord.until(lambda: asked.original)]
    await discord.until(lambda: message["attachments"])
    return message


def test_a_change_is_a_clip_of_its_own_and_undo_brings_the_former_back(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        clip = await first_clip(stage, anna, photo)
        pressed = await anna.press(clip, "Slower")
        slower = discord.messages[await discord.until(lambda: pressed.original)]
        await discord.until(lambda: slower["attachments"])
        assert pressed.answer is not None
        assert pressed.answer["type"] == 5
        assert slower["content"].startswith("**A very slow, wistful nod")
        assert clip["attachments"]

        undone = await anna.press(slower, "Undo")
        former = discord.messages[await discord.until(lambda: undone.original)]
        await discord.until(lambda: former["attachments"])
        assert former["content"] == clip["content"]
        assert len(stage.render.requests) == 2, "the former clip is kept"

    scene(play)


def test_buttons_and_forms_of_an_earlier_process_work(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        clip = await first_clip(stage, anna, photo)
        opened = await anna.press(clip, "In words…")
        await discord.until(lambda: opened.answer)
        await stage.restart()

        pressed = await anna.press(clip, "Faster")
        faster = discord.messages[await discord.until(lambda: pressed.original)]
        await discord.until(lambda: faster["attachments"])
        sent = await anna.send_form(opened, words="look down at the end")
        told = discord.messages[await discord.until(lambda: sent.original)]
        await discord.until(lambda: told["attachments"])
        gestures = [gesture.name for gesture in stage.render.requests[-1].direction.gestures]
        assert len(gestures) == 2, "the words are about the clip with the button, not about the latest"

    scene(play)


def test_more_leads_from_menu_to_menu_in_one_message(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        clip = await first_clip(stage, anna, photo)
        pressed = await anna.press(clip, "More…")
        menu = discord.messages[await discord.until(lambda: pressed.original)]
        await discord.until(lambda: menu["components"])
        await anna.press(menu, "Shape")
        await discord.until(lambda: "shape" in menu["content"])
        await anna.press(menu, "Square")
        await discord.until(lambda: menu["attachments"])
        assert stage.render.requests[-1].direction.aspect == "1:1"
        assert len(discord.in_channel(anna.channel)) == 2

    scene(play)


def test_others_may_press_too_and_made_up_buttons_do_nothing(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna, ben = stage.discord, stage.anna, Person(stage.discord, number=43, name="ben")
        clip = await first_clip(stage, anna, photo)
        pressed = await ben.press(clip, "Stronger")
        stronger = discord.messages[await discord.until(lambda: pressed.original)]
        await discord.until(lambda: stronger["attachments"])

        for custom_id in (
            "press:below:change:x:slower",
            "",
            "x" * 100,
            clip["components"][0]["components"][0]["custom_id"][1:],
        ):
            pressed = await ben.press_id(clip, custom_id or "-")
            answer = discord.messages[await discord.until(lambda one=pressed: one.original)]
            await discord.until(lambda one=answer: one["content"])
            assert "no longer kept" in answer["content"]
        assert len(stage.render.requests) == 2

    scene(play)


SIGNER = Signer(bytes(32))


@settings(deadline=None)
@given(st.sampled_from(Wish), st.sampled_from(Spot), st.text(max_size=64))
def test_a_custom_id_comes_back_as_it_was(wish: Wish, spot: Spot, data: str) -> None:
    carried = CustomId(wish, spot, data)
    assert CustomId.read(carried.signed(SIGNER), SIGNER) == carried
    assert len(carried.signed(SIGNER)) <= MAX_LETTERS


@settings(deadline=None)
@given(st.text(max_size=120))
def test_what_was_not_signed_here_says_nothing(text: str) -> None:
    assert CustomId.read(text, SIGNER) is None
    assert CustomId.read(CustomId(Wish.PRESS, Spot.HERE, "x").signed(Signer(bytes([1] * 32))), SIGNER) is None


def test_a_custom_id_beyond_the_limit_is_never_sent() -> None:
    with pytest.raises(ValueError, match="no custom id as long"):
        CustomId(Wish.PRESS, Spot.BELOW, "x" * 90).signed(SIGNER)


@pytest.mark.parametrize("rows", [[3], [8], [4, 4, 4, 4, 4, 4], [30]])
def test_any_number_of_buttons_becomes_rows_that_discord_takes(rows: list[int]) -> None:
    asked = tuple(
        tuple(Button(f"{row}.{one}", f"begin:{row}:{one}") for one in range(count)) for row, count in enumerate(rows)
    )
    shown = draft(Ask("Which?", asked), wording("en")).buttons
    assert len(shown) <= 5
    assert all(1 <= len(row) <= 5 for row in shown)
    labels = [label for row in shown for label, _ in row]
    wanted = [button.label for row in asked for button in row]
    assert labels[: len(wanted)] == wanted[:25]
