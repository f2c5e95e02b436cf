"""What people do in Discord's app."""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from tests.discord import payloads
from tests.discord.fake_discord import FILE_LIMIT, Asked, FakeDiscord


@dataclass
class Person:
    """Somebody in the guild, or in direct messages with the bot."""

    discord: FakeDiscord
    number: int = 42
    name: str = "anna"
    in_guild: bool = True
    locale: str = "en-US"
    limit: int = FILE_LIMIT
    permissions: int = 0
    user_installed: bool = False
    guild: int = payloads.GUILD
    features: tuple[str, ...] = ()
    """Of a guild in which the bot itself is not."""
    channel_of_guild: int = payloads.GUILD_CHANNEL
    times: int = 1
    """How often Discord tells of what this person does."""

    @property
    def channel(self) -> int:
        if self.in_guild:
            return self.channel_of_guild
        return self.discord.direct.setdefault(self.number, 900_000 + self.number)

    @property
    def user(self) -> dict[str, Any]:
        return payloads.user(self.number, self.name)

    async def command(self, name: str, **options: Any) -> Asked:
        """Use a slash command; an attachment is the object of its file."""
        resolved = {value["id"]: value for value in options.values() if isinstance(value, dict)}
        told = [
            {"name": key, "type": 11 if isinstance(value, dict) else 3, "value": _value(value)}
            for key, value in options.items()
        ]
        data = {"id": "1", "name": name, "type": 1, "options": told, "resolved": {"attachments": resolved}}
        return await self._ask(2, data)

    async def suggest(self, typed: str) -> Asked:
        """Type into the mood of /animate."""
        options = [{"name": "mood", "type": 3, "value": typed, "focused": True}]
        return await self._ask(4, {"id": "1", "name": "animate", "type": 1, "options": options})

    async def point_at(self, message: dict[str, Any], name: str) -> Asked:
        """Use a message command."""
        data = {
            "id": "2",
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self._ask(2, data)

    async def press(self, message: dict[str, Any], label: str) -> Asked:
        """Press a button that the bot has shown."""
        custom_id = next(
            button["custom_id"]
            for row in message["components"]
            for button in row["components"]
            if button["label"] == label
        )
        return await self.press_id(message, custom_id)

    async def press_id(self, message: dict[str, Any], custom_id: str) -> Asked:
        return await self._ask(3, {"custom_id": custom_id, "component_type": 2}, message)

    async def send_form(self, opened: Asked, photos: list[dict[str, Any]] | None = None, words: str = "") -> Asked:
        """Fill in the form that the bot has opened, and send it."""
        assert opened.answer is not None
        assert opened.answer["type"] == 9
        form = opened.answer["data"]
        filled = []
        for index, label in enumerate(form["components"]):
            field = label["component"]
            given: dict[str, Any] = {"type": field["type"], "id": index, "custom_id": field["custom_id"]}
            if field["type"] == 19:
                assert field["min_values"] <= len(photos or []) <= field["max_values"]
                given["values"] = [photo["id"] for photo in photos or []]
            else:
                given["value"] = words
            filled.append({"type": 18, "id": 100 + index, "component": given})
        resolved = {"attachments": {photo["id"]: photo for photo in photos or []}}
        data = {"custom_id": form["custom_id"], "components": filled, "resolved": resolved}
        pressed_on = self.discord.messages.get(opened.message or "")
        return await self._ask(5, data, pressed_on)

    async def write(
        self,
        content: str = "",
        photos: list[dict[str, Any]] | None = None,
        *,
        mention: bool = False,
        reply_to: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Write a message; in the guild the bot sees what is in it only where it is mentioned."""
        is_seen = mention or not self.in_guild
        message = payloads.message(
            self.channel,
            self.user,
            content=content if is_seen else "",
            attachments=(photos or []) if is_seen else [],
            mentions=[payloads.BOT] if mention else [],
        )
        if self.in_guild:
            message |= {"guild_id": str(self.guild), "member": payloads.member(self.user)}
            del message["member"]["user"]
        if reply_to is not None:
            reference = {"type": 0, "message_id": reply_to["id"], "channel_id": reply_to["channel_id"]}
            message |= {"type": 19, "message_reference": reference, "referenced_message": reply_to}
        self.discord.messages[message["id"]] = message
        for _ in range(self.times):
            await self.discord.gateway.tell("MESSAGE_CREATE", message)
        return message

    async def _ask(self, kind: int, data: dict[str, Any], message: dict[str, Any] | None = None) -> Asked:
        asked = Asked(
            payloads.new_id(),
            secrets.token_urlsafe(16),
            kind,
            self.channel,
            self.user_installed,
            self.limit,
            time.monotonic(),
            message["id"] if message else None,
        )
        self.discord.asked[asked.token] = asked
        payload: dict[str, Any] = {
            "id": asked.id,
            "application_id": str(payloads.APPLICATION),
            "type": kind,
            "data": data,
            "channel": payloads.channel(self.channel, None if self.in_guild else self.user),
            "channel_id": str(self.channel),
            "token": asked.token,
            "version": 1,
            "app_permissions": "0" if self.user_installed else str(1 << 11 | 1 << 15),
            "locale": self.locale,
            "entitlements": [],
            "authorizing_integration_owners": {"1": str(self.number)}
            if self.user_installed
            else {"0": str(self.guild)},
            "context": 0 if self.in_guild else 1,
            "attachment_size_limit": self.limit,
        }
        if message is not None:
            payload["message"] = message
        if self.in_guild:
            payload |= {
                "guild_id": str(self.guild),
                "guild": {"id": str(self.guild), "locale": "de", "features": list(self.features)},
                "guild_locale": "de",
                "member": payloads.member(self.user, self.permissions),
            }
        else:
            payload["user"] = self.user
        for _ in range(self.times):
            await self.discord.gateway.tell("INTERACTION_CREATE", payload)
        return asked


def _value(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value
