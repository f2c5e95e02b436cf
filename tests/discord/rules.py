"""What Discord takes, as its API description says: a table of fields for each kind of payload, written by hand."""

import re
from collections.abc import Callable
from typing import Any

Check = Callable[[Any], bool]
LOCALES = {"en-US", "en-GB", "es-ES", "es-419", "pt-BR", "sv-SE", "zh-CN", "zh-TW"} | {
    *("bg", "hr", "cs", "id", "da", "nl", "fi", "fr", "de", "el", "hi", "hu", "it", "ja", "ko", "lt", "no", "pl"),
    *("ro", "ru", "th", "tr", "uk", "vi"),
}
EPHEMERAL = 64
COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")


class InvalidFormError(Exception):
    """Code 50035."""


def text(longest: int, shortest: int = 0) -> Check:
    return lambda value: isinstance(value, str) and shortest <= len(value) <= longest


def snowflake(value: Any) -> bool:
    return re.fullmatch(r"\d{1,20}", str(value)) is not None


def one_of(*values: Any) -> Check:
    return lambda value: value in values


def flag(value: Any) -> bool:
    return isinstance(value, bool)


def number(lowest: int, highest: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest


def form(fields: dict[str, Check], *required: str) -> Check:
    """Check a JSON object: its required fields are there, and every field is known and as it should be."""

    def check(value: Any) -> bool:
        if not isinstance(value, dict) or any(name not in value for name in required):
            return False
        for name, part in value.items():
            if name not in fields:
                raise InvalidFormError(f"unknown field {name!r} in {value!r}")
            if part is not None and not fields[name](part):
                raise InvalidFormError(f"{name} = {part!r}")
        return True

    return check


def list_of(item: Check, most: int, least: int = 0) -> Check:
    return lambda value: isinstance(value, list) and least <= len(value) <= most and all(map(item, value))


def localized(longest: int) -> Check:
    return lambda value: (
        isinstance(value, dict) and all(name in LOCALES and text(longest, 1)(told) for name, told in value.items())
    )


def buttons(value: Any) -> bool:
    """Rows of one to five buttons, five rows at most, every custom id of its own."""
    button = form(
        {
            "type": one_of(2),
            "id": number(0, 2**31),
            "style": one_of(1, 2, 3, 4),
            "label": text(80, 1),
            "custom_id": text(100, 1),
            "disabled": flag,
            "emoji": lambda emoji: isinstance(emoji, dict),
        },
        "type",
        "style",
        "custom_id",
    )
    row = form({"type": one_of(1), "id": number(0, 2**31), "components": list_of(button, 5, 1)}, "type", "components")
    if not list_of(row, 5)(value):
        return False
    ids = [one["custom_id"] for row in value for one in row["components"]]
    return len(ids) == len(set(ids))


MENTIONS = form(
    {
        "parse": list_of(one_of("users", "roles", "everyone"), 3),
        "users": list_of(snowflake, 100),
        "roles": list_of(snowflake, 100),
        "replied_user": flag,
    }
)
REFERENCE = form(
    {
        "message_id": snowflake,
        "channel_id": snowflake,
        "guild_id": snowflake,
        "fail_if_not_exists": flag,
        "type": one_of(0),
    },
    "message_id",
)
_MESSAGE: dict[str, Check] = {
    "content": text(2000),
    "components": buttons,
    "attachments": list_of(form({"id": snowflake, "filename": text(1024, 1), "description": text(1024)}, "id"), 10),
    "allowed_mentions": MENTIONS,
    "flags": one_of(0, EPHEMERAL),
    "tts": flag,
}
NEW_MESSAGE = form(
    {
        **_MESSAGE,
        "message_reference": REFERENCE,
        "nonce": lambda nonce: isinstance(nonce, int) or text(25)(nonce),
        "enforce_nonce": flag,
    }
)
EDIT = form(_MESSAGE)
FOLLOW_UP = form(_MESSAGE)

_TEXT_INPUT = {
    "type": one_of(4),
    "id": number(0, 2**31),
    "custom_id": text(100, 1),
    "style": one_of(1, 2),
    "label": text(45, 1),
    "value": text(4000),
    "placeholder": text(100),
    "required": flag,
    "min_length": number(0, 4000),
    "max_length": number(1, 4000),
}
_FILE_UPLOAD = {
    "type": one_of(19),
    "id": number(0, 2**31),
    "custom_id": text(100, 1),
    "min_values": number(0, 10),
    "max_values": number(1, 10),
    "required": flag,
}


def field(value: Any) -> bool:
    fields = {4: form(_TEXT_INPUT, "type", "custom_id", "style"), 19: form(_FILE_UPLOAD, "type", "custom_id")}
    return isinstance(value, dict) and fields[value["type"]](value)


_LABEL = form(
    {
        "type": one_of(18),
        "id": number(0, 2**31),
        "label": text(45, 1),
        "description": text(100, 1),
        "component": field,
    },
    "type",
    "label",
    "component",
)
_MODAL = form(
    {"custom_id": text(100, 1), "title": text(45, 1), "components": list_of(_LABEL, 5, 1)},
    "custom_id",
    "title",
    "components",
)
_CHOICE = form({"name": text(100, 1), "name_localizations": localized(100), "value": text(100, 1)}, "name", "value")
_DATA: dict[int, Check] = {
    4: form(_MESSAGE),
    5: form({"flags": one_of(0, EPHEMERAL)}),
    6: lambda value: value is None,
    7: form(_MESSAGE),
    8: form({"choices": list_of(_CHOICE, 25)}, "choices"),
    9: _MODAL,
}


def callback(value: Any) -> bool:
    """The first answer to an interaction."""
    if not form({"type": one_of(*_DATA), "data": lambda data: True}, "type")(value):
        return False
    data = value.get("data")
    return (data is None and value["type"] in (5, 6)) or _DATA[value["type"]](data)


_OPTION = form(
    {
        "type": one_of(3, 11),
        "name": lambda name: COMMAND_NAME.fullmatch(name) is not None and name == name.lower(),
        "name_localizations": localized(32),
        "description": text(100, 1),
        "description_localizations": localized(100),
        "required": flag,
        "autocomplete": flag,
        "min_length": number(0, 6000),
        "max_length": number(1, 6000),
        "choices": list_of(_CHOICE, 25),
    },
    "type",
    "name",
    "description",
)
_COMMAND = form(
    {
        "type": one_of(1, 3),
        "name": text(32, 1),
        "name_localizations": localized(32),
        "description": text(100),
        "description_localizations": localized(100),
        "options": list_of(_OPTION, 25),
        "default_member_permissions": number(0, 2**53),
        "dm_permission": flag,
        "nsfw": flag,
        "contexts": list_of(one_of(0, 1, 2), 3, 1),
        "integration_types": list_of(one_of(0, 1), 2, 1),
    },
    "name",
)


def command(value: Any) -> bool:
    if not _COMMAND(value):
        return False
    if value.get("type", 1) == 3:
        return not value.get("description") and not value.get("options")
    name = value["name"]
    return COMMAND_NAME.fullmatch(name) is not None and name == name.lower() and bool(value.get("description"))


COMMANDS = list_of(command, 130)


def check(rule: Check, payload: Any) -> None:
    """Raise `InvalidFormError` unless a payload is as it should be."""
    if not rule(payload):
        raise InvalidFormError(repr(payload))
