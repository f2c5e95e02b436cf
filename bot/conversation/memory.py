"""`Memory`: all that the conversation remembers, in the database."""

from typing import Any

from bot.conversation.albums import Albums
from bot.conversation.chats import Chats
from bot.conversation.events import Place
from bot.conversation.reported_clips import ReportedClips
from bot.conversation.schema import MIGRATIONS
from bot.conversation.sessions import Sessions
from bot.conversation.stories import Stories
from bot.database import Database

_PERSONAL = ("sessions", "albums", "stories", "story_photos", "reports")
"""The tables whose rows are somebody's."""


class Memory:
    """What is remembered between two messages, also across a restart."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.sessions = Sessions(database)
        self.chats = Chats(database)
        self.albums = Albums(database)
        self.stories = Stories(database)
        self.reports = ReportedClips(database)

    async def open(self) -> None:
        """Bring the tables up to date; raises `StoreError`."""
        await self._database.run(MIGRATIONS.apply)

    async def forget(self, place: Place) -> None:
        """Delete everything of somebody, and the settings of the chat where nobody else is in it."""

        def delete(tables: Any) -> None:
            chats = "chat IN (SELECT chat FROM sessions WHERE owner = ?)"
            tables.execute(f"UPDATE chats SET remembered = '' WHERE {chats}", [place.owner])  # noqa: S608 - words from here
            if not place.is_group:
                tables.table("chats").delete_where("chat = ?", [place.chat])
            for table in _PERSONAL:
                tables.table(table).delete_where("owner = ?", [place.owner])
            tables.table("reports").delete_where("made_for = ?", [place.owner])

        await self._database.run(delete)

    async def wipe(self) -> None:
        """Leave nothing of what was deleted in the database's files."""
        await self._database.wipe()

    async def expire(self, before: float) -> None:
        """Delete what people sent and said before a time, in seconds since 1970; what they chose stays."""

        def delete(tables: Any) -> None:
            tables.execute(
                "UPDATE sessions SET photos = '[]', words = '', sound = '', job = NULL, waiting_until = NULL "
                "WHERE received_at < ?",
                [before],
            )
            tables.execute("DELETE FROM albums WHERE kept_at < ?", [before])
            tables.execute("DELETE FROM stories WHERE begun_at < ?", [before])
            tables.execute("DELETE FROM story_photos WHERE chat NOT IN (SELECT chat FROM stories)")
            tables.execute("DELETE FROM reports WHERE at < ?", [before])

        await self._database.run(delete)
