"""The forms: to say it in words, and to send several photos."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.conversation.meaning import MAX_LETTERS
from bot.discord.custom_ids import CustomId, Spot, Wish
from bot.discord.files import AttachedFile
from bot.signing import Signer
from bot.wording import Wording

MAX_PHOTOS = 10
"""Discord's limit on one form."""
_WORDS = "words"
_PHOTOS = "photos"


def words_form(asked: CustomId, say: Wording, signer: Signer) -> discord.ui.Modal:
    """Return the form that a button "in words" opens."""
    field = _text_field(required=True, hint=say("discord.words_hint"))
    return _form(say("discord.words_title"), asked.signed(signer), (say("discord.words_label"), field))


def story_form(say: Wording, signer: Signer) -> discord.ui.Modal:
    """Return the form for several photos and what is said of them all."""
    photos = discord.ui.FileUpload[Any](custom_id=_PHOTOS, min_values=1, max_values=MAX_PHOTOS)
    return _form(
        say("discord.story_title"),
        CustomId(Wish.STORY, Spot.BELOW).signed(signer),
        (say("discord.story_photos"), photos),
        (say("discord.mood_label"), _text_field(required=False, hint=say("discord.mood_hint"))),
    )


def words_in(interaction: discord.Interaction) -> str:
    """Return the words of a form that was sent."""
    return next((str(field.get("value") or "") for field in _fields(interaction) if field["custom_id"] == _WORDS), "")


def photos_in(interaction: discord.Interaction) -> list[AttachedFile]:
    """Return the files of a form that was sent, in their order."""
    data: Any = interaction.data
    known = data.get("resolved", {}).get("attachments", {})
    chosen = [name for field in _fields(interaction) if field["custom_id"] == _PHOTOS for name in field["values"]]
    return [AttachedFile.of_payload(known[name]) for name in chosen if name in known]


def _text_field(*, required: bool, hint: str) -> discord.ui.TextInput[Any]:
    style = discord.TextStyle.paragraph
    return discord.ui.TextInput(
        custom_id=_WORDS, style=style, placeholder=hint, required=required, max_length=MAX_LETTERS
    )


def _form(title: str, custom_id: str, *fields: tuple[str, discord.ui.Item[Any]]) -> discord.ui.Modal:
    """Return a form; discord.py need not remember it, what is sent is read from Discord's own data."""
    form = discord.ui.Modal(title=title, custom_id=custom_id)
    for label, field in fields:
        form.add_item(discord.ui.Label(text=label, component=field))
    form.stop()
    return form


def _fields(interaction: discord.Interaction) -> Iterator[dict[str, Any]]:
    """Yield the fields of a form: each stands in a label, or in a row as older clients send it."""
    data: Any = interaction.data
    for part in data.get("components", ()):
        inside = part.get("components") or [part.get("component")]
        yield from (field for field in inside if field and "custom_id" in field)
