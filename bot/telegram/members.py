"""`Members`: who may change what holds for a whole group."""

import time

from telegram import Bot, Chat, User
from telegram.error import TelegramError

_KNOWN_FOR_S = 60.0
_KNOWN_AT_MOST = 1000


class Members:
    """Asks Telegram, and remembers the answer for a minute."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    async def may_administer(self, chat: Chat, speaker: User | Chat | None) -> bool:
        """Return whether somebody may change the settings of a chat; never, where Telegram does not say."""
        if chat.type == chat.PRIVATE:
            return True
        if isinstance(speaker, Chat):
            return speaker.id == chat.id  # an administrator who speaks as the group
        return speaker is not None and await self._is_administrator(chat.id, speaker.id)

    async def _is_administrator(self, chat_id: int, user_id: int) -> bool:
        now_s = time.monotonic()
        asked_s, answer = self._known.get((chat_id, user_id), (float("-inf"), False))
        if now_s - asked_s < _KNOWN_FOR_S:
            return answer
        try:
            member = await self._bot.get_chat_member(chat_id, user_id)
        except TelegramError:
            return False
        if len(self._known) >= _KNOWN_AT_MOST:
            self._known.clear()
        is_administrator = member.status in (member.ADMINISTRATOR, member.OWNER)
        self._known[chat_id, user_id] = now_s, is_administrator
        return is_administrator
