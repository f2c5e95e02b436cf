"""What the Bot API asks of a request, written down by hand from its documentation; stricter where it forgives."""

import io
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import av
from PIL import Image

PHOTO_BYTES = 10_000_000
UPLOAD_BYTES = 50_000_000
THUMBNAIL_BYTES = 200_000
THUMBNAIL_PX = 320
REACTIONS = {"❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "😢", "🎉", "🤩", "🙏", "👌", "👀", "😇", "🤝"}
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
NEWS = {"message", "edited_message", "channel_post", "callback_query", "my_chat_member", "message_reaction"}


class BrokenRuleError(Exception):
    """A request that the Bot API would refuse, or should."""


class Upload(NamedTuple):
    """A file of a multipart request."""

    name: str
    content: bytes


Value = str | Upload
Check = Callable[[Value], Any]


def integer(value: Value) -> int:
    if not isinstance(value, str) or not value.lstrip("-").isdigit():
        raise BrokenRuleError(f"{value!r} is no integer")
    return int(value)


def at_least(least: int) -> Check:
    def check(value: Value) -> int:
        if integer(value) < least:
            raise BrokenRuleError(f"{value!r} is less than {least}")
        return integer(value)

    return check


def boolean(value: Value) -> bool:
    if value not in ("true", "false"):
        raise BrokenRuleError(f"{value!r} is no boolean")
    return value == "true"


def text(least: int, most: int) -> Check:
    def check(value: Value) -> str:
        if not isinstance(value, str) or not least <= units(value) <= most:
            raise BrokenRuleError(f"a text of {least} to {most} letters is needed")
        return value

    return check


def one_of(words: set[str]) -> Check:
    def check(value: Value) -> str:
        if value not in words:
            raise BrokenRuleError(f"{value!r} is none of {sorted(words)}")
        return str(value)

    return check


def units(value: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(value.encode("utf-16-le")) // 2


def serialized(value: Value) -> Any:
    if not isinstance(value, str):
        raise BrokenRuleError("a JSON-serialized value is needed")
    try:
        return json.loads(value)
    except ValueError as error:
        raise BrokenRuleError(f"{value!r} is no JSON") from error


def members(thing: Any, required: dict[str, type], optional: dict[str, type]) -> None:
    """Check the fields of a JSON object."""
    if not isinstance(thing, dict):
        raise BrokenRuleError(f"{thing!r} is no object")
    known = {**required, **optional}
    for name, value in thing.items():
        if name not in known:
            raise BrokenRuleError(f"unknown field {name}")
        if not isinstance(value, known[name]) or (known[name] is int and isinstance(value, bool)):
            raise BrokenRuleError(f"{name} is no {known[name].__name__}")
    if missing := required.keys() - thing.keys():
        raise BrokenRuleError(f"missing fields {sorted(missing)}")


def reply(value: Value) -> Any:
    thing = serialized(value)
    members(thing, {"message_id": int}, {"allow_sending_without_reply": bool, "chat_id": int, "quote": str})
    return thing


def keyboard(value: Value) -> Any:
    thing = serialized(value)
    members(thing, {"inline_keyboard": list}, {})
    if not all(isinstance(row, list) and 1 <= len(row) <= 8 for row in thing["inline_keyboard"]):
        raise BrokenRuleError("a row has 1 to 8 buttons")
    for button in [button for row in thing["inline_keyboard"] for button in row]:
        members(button, {"text": str, "callback_data": str}, {})
        if not button["text"] or not 1 <= len(button["callback_data"].encode()) <= 64:
            raise BrokenRuleError("BUTTON_DATA_INVALID")
    return thing


def entities(value: Value) -> Any:
    things = serialized(value)
    if not isinstance(things, list):
        raise BrokenRuleError("entities are an array")
    for thing in things:
        members(thing, {"type": str, "offset": int, "length": int}, {})
        if thing["type"] not in ("bold", "italic", "underline", "code") or thing["length"] < 1 or thing["offset"] < 0:
            raise BrokenRuleError(f"{thing} is no entity")
    return things


def reaction(value: Value) -> Any:
    things = serialized(value)
    if not isinstance(things, list) or len(things) > 1:
        raise BrokenRuleError("a bot sets at most one reaction")
    for thing in things:
        members(thing, {"type": str, "emoji": str}, {})
        if thing["type"] != "emoji" or thing["emoji"] not in REACTIONS:
            raise BrokenRuleError("REACTION_INVALID")
    return things


def commands(value: Value) -> Any:
    things = serialized(value)
    if not isinstance(things, list) or len(things) > 100:
        raise BrokenRuleError("at most 100 commands")
    for thing in things:
        members(thing, {"command": str, "description": str}, {})
        name = thing["command"]
        if not 1 <= len(name) <= 32 or not all(letter.islower() or letter in "_0123456789" for letter in name):
            raise BrokenRuleError(f"{name!r} is no command")
        if not 1 <= units(thing["description"]) <= 256:
            raise BrokenRuleError("a description has 1 to 256 letters")
    return things


def names(known: set[str]) -> Check:
    def check(value: Value) -> Any:
        things = serialized(value)
        if not isinstance(things, list) or not set(things) <= known:
            raise BrokenRuleError(f"{things!r} are not of {sorted(known)}")
        return things

    return check


def language(value: Value) -> str:
    if not isinstance(value, str) or len(value) != 2 or not value.islower():
        raise BrokenRuleError(f"{value!r} is no language code of two letters")
    return value


def secret(value: Value) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise BrokenRuleError("a secret has 1 to 256 letters, digits, _ and -")
    return value


def _uploaded(value: Value, most_bytes: int) -> bytes:
    if not isinstance(value, Upload):
        raise BrokenRuleError("a file is needed")
    if not value.content or len(value.content) > most_bytes:
        raise BrokenRuleError("Request Entity Too Large")
    return value.content


class Film(NamedTuple):
    """What a film really is."""

    content: bytes
    width: int
    height: int
    duration_s: float
    has_sound: bool


def _film(content: bytes, formats: set[str], codec: str) -> Film:
    try:
        with av.open(io.BytesIO(content)) as container:
            stream = container.streams.video[0]
            if not formats & set(container.format.name.split(",")) or stream.codec_context.name not in codec:
                raise BrokenRuleError(f"a film of {container.format.name} and {stream.codec_context.name}")
            frames = sum(1 for _ in container.decode(stream))
            duration_s = frames / float(stream.average_rate or 1)
            return Film(content, stream.width, stream.height, duration_s, bool(container.streams.audio))
    except av.FFmpegError as error:
        raise BrokenRuleError("the film cannot be decoded") from error


def film(value: Value) -> Film:
    """An MP4 that plays while it arrives."""
    content = _uploaded(value, UPLOAD_BYTES)
    if 0 <= content.find(b"mdat") < content.find(b"moov"):
        raise BrokenRuleError("the film's index is at its end")
    return _film(content, {"mp4"}, "h264")


def animation(value: Value) -> Film:
    """An MP4 without sound, or a GIF."""
    if isinstance(value, Upload) and value.name.endswith(".gif"):
        return _film(_uploaded(value, UPLOAD_BYTES), {"gif"}, "gif")
    found = film(value)
    if found.has_sound:
        raise BrokenRuleError("an animation is silent")
    return found


def video_note(value: Value) -> Film:
    found = film(value)
    if found.width != found.height or found.width > 640 or found.duration_s > 60:
        raise BrokenRuleError("a video note is square, at most 640 pixels large and a minute long")
    return found


def sticker(value: Value) -> Film:
    found = _film(_uploaded(value, 256_000), {"webm"}, "libvpx-vp9 vp9")
    if max(found.width, found.height) != 512 or found.duration_s > 3:
        raise BrokenRuleError("a video sticker is 512 pixels large and at most 3 seconds long")
    return found


def document(value: Value) -> bytes:
    return _uploaded(value, UPLOAD_BYTES)


def thumbnail(value: Value) -> tuple[int, int]:
    picture = Image.open(io.BytesIO(_uploaded(value, THUMBNAIL_BYTES)))
    picture.load()
    if picture.format != "JPEG" or max(picture.size) > THUMBNAIL_PX:
        raise BrokenRuleError(f"a thumbnail of {picture.format}, {picture.size}")
    return picture.size


def photo(value: Value) -> tuple[int, int]:
    picture = Image.open(io.BytesIO(_uploaded(value, PHOTO_BYTES)))
    picture.load()
    if sum(picture.size) > 10_000:
        raise BrokenRuleError("PHOTO_INVALID_DIMENSIONS")
    return picture.size


TOPIC = {"message_thread_id?": integer}
ANSWER = {**TOPIC, "reply_parameters?": reply, "reply_markup?": keyboard, "disable_notification?": boolean}
CAPTION = {"caption?": text(1, 1024), "caption_entities?": entities}

METHODS: dict[str, dict[str, Check]] = {
    "getMe": {},
    "getUpdates": {
        "offset?": integer, "limit?": at_least(1), "timeout?": at_least(0), "allowed_updates?": names(NEWS),
    },
    "setWebhook": {
        "url": text(0, 2048), "secret_token?": secret, "allowed_updates?": names(NEWS), "max_connections?": at_least(1),
    },
    "deleteWebhook": {"drop_pending_updates?": boolean},
    "setMyCommands": {"commands": commands, "language_code?": language},
    "getFile": {"file_id": text(1, 200)},
    "getChatMember": {"chat_id": integer, "user_id": integer},
    "sendMessage": {"chat_id": integer, "text": text(1, 4096), "entities?": entities, **ANSWER},
    "editMessageText": {
        "chat_id": integer, "message_id": integer, "text": text(1, 4096), "entities?": entities,
        "reply_markup?": keyboard,
    },
    "deleteMessage": {"chat_id": integer, "message_id": integer},
    "setMessageReaction": {"chat_id": integer, "message_id": integer, "reaction?": reaction, "is_big?": boolean},
    "sendChatAction": {"chat_id": integer, "action": one_of(ACTIONS), **TOPIC},
    "answerCallbackQuery": {
        "callback_query_id": text(1, 64), "text?": text(0, 200), "show_alert?": boolean, "cache_time?": at_least(0),
    },
    "sendPhoto": {"chat_id": integer, "photo": photo, **CAPTION, **ANSWER},
    "sendVideo": {
        "chat_id": integer, "video": film, "width?": at_least(1), "height?": at_least(1), "duration?": at_least(1),
        "thumbnail?": thumbnail, "supports_streaming?": boolean, **CAPTION, **ANSWER,
    },
    "sendAnimation": {
        "chat_id": integer, "animation": animation, "width?": at_least(1), "height?": at_least(1),
        "duration?": at_least(1), "thumbnail?": thumbnail, **CAPTION, **ANSWER,
    },
    "sendVideoNote": {
        "chat_id": integer, "video_note": video_note, "length?": at_least(1), "duration?": at_least(1),
        "thumbnail?": thumbnail, **ANSWER,
    },
    "sendSticker": {"chat_id": integer, "sticker": sticker, "emoji?": text(1, 20), **ANSWER},
    "sendDocument": {
        "chat_id": integer, "document": document, "thumbnail?": thumbnail, "disable_content_type_detection?": boolean,
        **CAPTION, **ANSWER,
    },
}  # fmt: skip
"""The parameters of each method, with a question mark where they may be missing."""


def checked(method: str, given: dict[str, Value]) -> dict[str, Any]:
    """Return what a request asks for; raises `BrokenRuleError` for what the Bot API does not know."""
    rules = METHODS[method]
    known = {name.rstrip("?"): check for name, check in rules.items()}
    if unknown := given.keys() - known.keys():
        raise BrokenRuleError(f"{method} has no {sorted(unknown)}")
    if missing := [name for name in rules if not name.endswith("?") and name not in given]:
        raise BrokenRuleError(f"{method} needs {missing}")
    asked = {name: known[name](value) for name, value in given.items()}
    for name in ("entities", "caption_entities"):
        written = asked.get("text", asked.get("caption", ""))
        if any(entity["offset"] + entity["length"] > units(written) for entity in asked.get(name, ())):
            raise BrokenRuleError("an entity ends behind its text")
    shown = next((asked[name] for name in ("video", "animation") if name in asked), None)
    if shown and (shown.width, shown.height) != (asked.get("width", shown.width), asked.get("height", shown.height)):
        raise BrokenRuleError("the film has another size")
    if shown and abs(shown.duration_s - asked.get("duration", shown.duration_s)) > 1:
        raise BrokenRuleError("the film has another length")
    return asked
