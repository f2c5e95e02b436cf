"""`Memory`: all that the conversation remembers, in the database."""

from bot.conversation.schema import MIGRATIONS
from bot.conversation.sessions import Sessions
from bot.database import Database


class Memory:
    """What is remembered between two messages, also across a restart."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.sessions = Sessions(database)

    async def open(self) -> None:
        """Bring the tables up to date; raises `StoreError`."""
        await self._database.run(MIGRATIONS.apply)

    async def forget(self, owner: str) -> None:
        """Delete everything of an owner."""
        await self.sessions.forget(owner)
