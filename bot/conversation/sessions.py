"""`Session`: what is remembered of one person in one chat between two messages, also across a restart."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from bot.conversation.events import Place
from bot.database import Database

_FLAGS = ("is_group", "is_public", "was_asked_to_join", "knows_consent")


@dataclass(frozen=True, slots=True)
class Session:
    """Where one person stands in one chat."""

    chat: str
    owner: str
    language: str
    """ISO 639 code of the language in which the latest photos were answered."""
    chosen_language: str | None = None
    """The language that this person chose here; `None` follows the platform."""
    message: str = ""
    """The message that brought the latest photos."""
    is_group: bool = False
    """Whether others are in the chat."""
    is_public: bool = False
    """Whether strangers can read along."""
    photos: tuple[str, ...] = ()
    """Keys of the latest photos: one, or several in their order."""
    received_at: float = 0.0
    """When the latest of them came, or a sound before them, in seconds since 1970."""
    waiting_until: float | None = None
    """Until when the latest photos wait for words; `None` when they do not."""
    was_asked_to_join: bool = False
    """Whether the question is open if the photos that wait belong together."""
    words: str = ""
    """A mood that was told before there was a photo."""
    sound: str = ""
    """Key of a sound for the next film; empty for none."""
    is_spoken: bool | None = None
    """Whether it is a voice; `None` where nobody knows."""
    job: str | None = None
    """Id of the latest job: the clip that further words change."""
    knows_consent: bool = False
    """Whether this person was told to animate only those who would agree."""

    @property
    def place(self) -> Place:
        """Where the latest photos came from."""
        return Place(self.owner, self.chat, self.language, self.message, self.is_group, self.is_public)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the session of a row of the database."""
        is_spoken = None if row["is_spoken"] is None else bool(row["is_spoken"])
        told = {name: bool(row[name]) for name in _FLAGS}
        return cls(**{**row, **told, "photos": tuple(json.loads(row["photos"])), "is_spoken": is_spoken})

    def as_row(self) -> dict[str, Any]:
        """Return the session as a row of the database."""
        return {**asdict(self), "photos": json.dumps(self.photos)}


class Sessions:
    """All sessions, in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, place: Place) -> Session:
        """Return the session at a place, a new one where nothing is remembered."""
        for session in await self._where("chat = ? AND owner = ?", place.chat, place.owner):
            return session
        return Session(place.chat, place.owner, place.language)

    async def put(self, session: Session) -> None:
        """Remember a session."""
        await self._database.run(lambda tables: tables.table("sessions").upsert(session.as_row(), pk=("chat", "owner")))

    async def waiting(self) -> list[Session]:
        """Return the sessions whose photos wait for words."""
        return await self._where("waiting_until IS NOT NULL")

    async def _where(self, condition: str, *values: object) -> list[Session]:
        sql = f"SELECT * FROM sessions WHERE {condition}"  # noqa: S608 - words from this module only
        return await self._database.run(lambda tables: [Session.of_row(row) for row in tables.query(sql, values)])
