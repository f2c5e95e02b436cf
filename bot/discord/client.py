"""`ReverieClient`: the connection to Discord, which hands on what happens."""

import logging

import discord
from discord import app_commands

from bot.conversation.actions import NotShownError
from bot.discord.commands import WordingTranslator, add_commands
from bot.discord.letters import Letters
from bot.discord.listening import Listener
from bot.discord.repeats import Repeats
from bot.discord.sending import UNREACHED

_RECONNECTING = ("discord.client", "Attempting a reconnect")
"""The logger, and how its message begins, where discord.py tells of a lost connection with a long traceback."""
_LOG = logging.getLogger(__name__)


class ReverieClient(discord.Client):
    """Asks for no privileged intent, mentions nobody by accident, and remembers nothing that it need not."""

    def __init__(self) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.tree = Commands(
            self,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        logging.getLogger(_RECONNECTING[0]).addFilter(_told_in_one_line)
        self.repeats = Repeats()
        self._listener: Listener | None = None
        self._letters: Letters | None = None

    async def listen(self, listener: Listener, letters: Letters) -> None:
        """Hand on what happens from now on."""
        await self.tree.set_translator(WordingTranslator())
        add_commands(self.tree, listener)
        self._listener = listener
        self._letters = letters

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hand on buttons and forms, those of an earlier process too; commands go to the tree."""
        is_command = interaction.type not in (
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        )
        if self._listener is None or is_command or not self.repeats.is_new(interaction.id):
            return
        try:
            if interaction.type is discord.InteractionType.component:
                await self._listener.hear_press(interaction)
            else:
                await self._listener.hear_form(interaction)
        except (discord.HTTPException, NotShownError, *UNREACHED):
            _LOG.warning("An interaction could not be answered", exc_info=True)

    async def on_message(self, message: discord.Message) -> None:
        """Hand on what people write."""
        if self._letters is not None and self.user is not None and self.repeats.is_new(message.id):
            await self._letters.hear(message, self.user)


class Commands(app_commands.CommandTree[ReverieClient]):
    """The commands, each heard once; one that fails is logged, with its traceback where it is our fault."""

    async def interaction_check(self, interaction: discord.Interaction[ReverieClient]) -> bool:
        """Return whether to carry out a command."""
        return self.client.repeats.is_new(interaction.id)

    async def on_error(
        self, interaction: discord.Interaction[ReverieClient], error: app_commands.AppCommandError
    ) -> None:
        """Log an error of a command."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if isinstance(cause, (discord.HTTPException, NotShownError, *UNREACHED)):
            _LOG.warning("A command could not be answered: %s", cause)
        else:
            _LOG.error("A command failed", exc_info=cause)


def _told_in_one_line(record: logging.LogRecord) -> bool:
    """Shorten what is logged of a lost connection, which ends by itself."""
    if str(record.msg).startswith(_RECONNECTING[1]) and record.exc_info:
        record.msg = "The connection to Discord is lost (%r); it is sought again."
        record.args, record.exc_info = (record.exc_info[1],), None
    return True
