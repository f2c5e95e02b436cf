"""The menu of commands, in every language that Reverie speaks."""

import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.conversation.commands import COMMANDS
from bot.wording import LANGUAGES, wording

_DEFAULT = "en"
_LOG = logging.getLogger(__name__)


async def publish(bot: Bot) -> None:
    """Tell Telegram the commands; without, the former ones stay."""
    try:
        for language in LANGUAGES:
            commands = [entry for entry in wording(language).table("command").items() if entry[0] in COMMANDS]
            await bot.set_my_commands(commands, language_code=None if language == _DEFAULT else language)
    except TelegramError as error:
        _LOG.warning("The menu of commands stays as it was: %s", error)
