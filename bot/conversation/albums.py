"""`Albums`: which photos belong together, under a name short enough for a button."""

import hashlib
import json
import time
from typing import Any

from bot.database import Database

NAME_LENGTH = 16
"""Characters of a name, and of a photo's key that is enough to find it among the photos of one chat."""


class Albums:
    """The albums of all chats, in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, photos: tuple[str, ...], *, owner: str, chat: str) -> str:
        """Keep photos, by their keys, as an album and return its name; a single photo goes by its own key."""
        if len(photos) == 1:
            return photos[0][:NAME_LENGTH]
        name = hashlib.sha256("".join(photos).encode()).hexdigest()[:NAME_LENGTH]
        row = {"chat": chat, "id": name, "owner": owner, "photos": json.dumps(photos), "kept_at": time.time()}
        await self._database.run(lambda tables: tables.table("albums").upsert(row, pk=("chat", "id")))
        return name

    async def photos(self, chat: str, name: str) -> tuple[str, ...]:
        """Return the photos of an album, none where it is not kept."""

        def read(tables: Any) -> tuple[str, ...]:
            for row in tables.query("SELECT photos FROM albums WHERE chat = ? AND id = ?", [chat, name]):
                return tuple(json.loads(row["photos"]))
            return ()

        return await self._database.run(read)
