"""`Session`: what is remembered of one person in one chat between two messages, also across a restart."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from bot.conversation.events import Place
from bot.database import Database
from engine.types.direction import Aspect


@dataclass(frozen=True, slots=True)
class Session:
    """Where one person stands in one chat."""

    chat: str
    owner: str
    language: str
    """ISO 639 code of the language that was last answered in."""
    chosen_language: str | None = None
    """The language that this person chose here; `None` follows the platform."""
    message: str = ""
    """The message that brought the latest photos."""
    is_group: bool = False
    """Whether others are in the chat."""
    photos: tuple[str, ...] = ()
    """Keys of the latest photos: one, or an album in its order."""
    waiting_until: float | None = None
    """Until when, in seconds since 1970, the latest photos wait for words; `None` when they do not."""
    words: str = ""
    """A mood that was told before there was a photo."""
    job: str | None = None
    """Id of the latest job: the clip that further words change."""
    length_s: float | None = None
    """Length of new clips, where the words do not say."""
    shape: Aspect | None = None
    """Shape of new clips, where the words do not say."""

    @property
    def place(self) -> Place:
        """Where the latest photos came from."""
        return Place(self.owner, self.chat, self.language, self.message, self.is_group)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the session of a row of the database."""
        return cls(**{**row, "photos": tuple(json.loads(row["photos"])), "is_group": bool(row["is_group"])})

    def as_row(self) -> dict[str, Any]:
        """Return the session as a row of the database."""
        return {**asdict(self), "photos": json.dumps(self.photos)}


class Sessions:
    """All sessions, in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, place: Place) -> Session:
        """Return the session at a place, a new one where nothing is remembered."""
        rows = await self._database.run(
            lambda tables: list(
                tables.query("SELECT * FROM sessions WHERE chat = ? AND owner = ?", [place.chat, place.owner])
            )
        )
        for row in rows:
            return Session.of_row(row)
        return Session(place.chat, place.owner, place.language)

    async def put(self, session: Session) -> None:
        """Remember a session."""
        await self._database.run(lambda tables: tables.table("sessions").upsert(session.as_row(), pk=("chat", "owner")))

    async def waiting(self) -> list[Session]:
        """Return the sessions whose photos wait for words."""
        rows = await self._database.run(
            lambda tables: list(
                tables.query("SELECT * FROM sessions WHERE waiting_until IS NOT NULL ORDER BY waiting_until")
            )
        )
        return [Session.of_row(row) for row in rows]

    async def forget(self, owner: str) -> None:
        """Delete the sessions of an owner."""
        await self._database.run(lambda tables: tables.execute("DELETE FROM sessions WHERE owner = ?", [owner]))
