"""`Stories`: the photos that several people of a chat collect for one film, until somebody says it is done."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.events import Place
from bot.database import Database


@dataclass(frozen=True, slots=True)
class StoryPhoto:
    """One photo that was collected."""

    photo: str
    """Its key."""
    words: str
    """What its sender said of it."""


@dataclass(frozen=True, slots=True)
class Story:
    """What a chat has collected so far."""

    owner: str
    """Who began it."""
    words: str
    """What the beginning said of the whole film."""
    photos: tuple[StoryPhoto, ...]
    """In the order of sending."""


class Stories:
    """At most one story a chat, in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, place: Place, words: str) -> None:
        """Begin to collect."""
        row = {"chat": place.chat, "owner": place.owner, "words": words, "begun_at": time.time()}
        await self._database.run(lambda tables: tables.table("stories").upsert(row, pk="chat"))

    async def get(self, chat: str) -> Story | None:
        """Return what a chat has collected, or `None` where it collects nothing."""

        def read(tables: Any) -> Story | None:
            photos = tables.query("SELECT photo, words FROM story_photos WHERE chat = ? ORDER BY number", [chat])
            collected = tuple(StoryPhoto(**row) for row in photos)
            for row in tables.query("SELECT owner, words FROM stories WHERE chat = ?", [chat]):
                return Story(row["owner"], row["words"], collected)
            return None

        return await self._database.run(read)

    async def add(self, place: Place, photos: Sequence[StoryPhoto]) -> None:
        """Add photos; one that is there already stays where it is."""
        rows = [(place.chat, place.owner, photo.photo, photo.words) for photo in photos]
        sql = "INSERT OR IGNORE INTO story_photos (chat, owner, photo, words) VALUES (?, ?, ?, ?)"
        await self._database.run(lambda tables: tables.conn.executemany(sql, rows))

    async def end(self, chat: str) -> None:
        """Collect no more, and keep nothing of it."""

        def delete(tables: Any) -> None:
            for table in ("story_photos", "stories"):
                tables.table(table).delete_where("chat = ?", [chat])

        await self._database.run(delete)
