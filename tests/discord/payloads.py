"""Discord's objects as its gateway and its REST API tell them."""

import itertools
import time
from datetime import UTC, datetime
from typing import Any

_EPOCH_MS = 1_420_070_400_000
_count = itertools.count()

APPLICATION, BOT_USER = 1001, 1001
GUILD, GUILD_CHANNEL = 5001, 6001
MANAGE_GUILD = 1 << 5


def new_id() -> str:
    """A snowflake of this moment."""
    return str((int(time.time() * 1000) - _EPOCH_MS) << 22 | next(_count) % 4096)


def user(number: int, name: str, *, bot: bool = False) -> dict[str, Any]:
    return {"id": str(number), "username": name, "discriminator": "0", "global_name": None, "avatar": None, "bot": bot}


BOT = user(BOT_USER, "reverie", bot=True)


def member(who: dict[str, Any], permissions: int = 0) -> dict[str, Any]:
    return {
        "user": who,
        "nick": None,
        "avatar": None,
        "roles": [],
        "joined_at": now(),
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(permissions),
    }


def now() -> str:
    return datetime.now(UTC).isoformat()


def guild() -> dict[str, Any]:
    everyone = {
        "id": str(GUILD),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": "0",
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": str(GUILD),
        "name": "Friends",
        "owner_id": "1",
        "roles": [everyone],
        "emojis": [],
        "features": [],
        "channels": [channel(GUILD_CHANNEL)],
        "threads": [],
        "members": [member(BOT)],
        "member_count": 3,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "stickers": [],
        "joined_at": now(),
        "large": False,
        "unavailable": False,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "application_id": None,
        "banner": None,
        "default_message_notifications": 0,
        "description": None,
        "discovery_splash": None,
        "explicit_content_filter": 0,
        "icon": None,
        "mfa_level": 0,
        "nsfw_level": 0,
        "preferred_locale": "de",
        "premium_progress_bar_enabled": False,
        "premium_tier": 0,
        "public_updates_channel_id": None,
        "rules_channel_id": None,
        "splash": None,
        "system_channel_flags": 0,
        "system_channel_id": None,
        "vanity_url_code": None,
        "verification_level": 0,
    }


def channel(number: int, person: dict[str, Any] | None = None) -> dict[str, Any]:
    """A text channel of the guild, or somebody's direct messages."""
    if person is not None:
        return {"id": str(number), "type": 1, "last_message_id": None, "recipients": [person], "flags": 0}
    return {
        "id": str(number),
        "type": 0,
        "guild_id": str(GUILD),
        "name": "general",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "topic": None,
        "last_message_id": None,
        "parent_id": None,
        "rate_limit_per_user": 0,
        "flags": 0,
        "permissions": "0",
    }


def message(channel_id: int, author: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "channel_id": str(channel_id),
        "author": author,
        "content": "",
        "timestamp": now(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **more,
    }


def application() -> dict[str, Any]:
    return {
        "id": str(APPLICATION),
        "name": "Reverie",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": 0,
        "owner": user(1, "owner"),
        "team": None,
        "summary": "",
    }
