"""`Session`: what is remembered of one person in one chat between two messages, also across a restart."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlite_utils.db import NotFoundError, Table

from bot.conversation.events import Place
from bot.database import Database
from engine.types.direction import Aspect

_TABLE = "sessions"
_KEY = ("chat", "owner")


@dataclass(frozen=True, slots=True)
class Session:
    """Where one person stands in one chat."""

    chat: str
    owner: str
    language: str
    photo: str | None = None
    """Key of the latest photo."""
    waiting_until: float | None = None
    """Until when, in seconds since 1970, the latest photo waits for words; `None` when it does not."""
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
        """Whose chat this is."""
        return Place(self.owner, self.chat, self.language)


class Sessions:
    """All sessions, in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, place: Place) -> Session:
        """Return the session at a place, a new one where nothing is remembered."""

        def read(tables: Any) -> dict[str, Any]:
            try:
                return dict(_table(tables).get((place.chat, place.owner)))
            except NotFoundError:
                return {}

        known = await self._database.run(read)
        return Session(**{**known, "chat": place.chat, "owner": place.owner, "language": place.language})

    async def put(self, session: Session) -> None:
        """Remember a session."""
        await self._database.run(lambda tables: _table(tables).upsert(asdict(session), pk=_KEY))

    async def waiting(self) -> list[Session]:
        """Return the sessions whose photo waits for words."""
        rows = await self._database.run(
            lambda tables: list(_table(tables).rows_where("waiting_until is not null", order_by="waiting_until"))
        )
        return [Session(**row) for row in rows]

    async def forget(self, owner: str) -> None:
        """Delete the sessions of an owner."""
        await self._database.run(lambda tables: _table(tables).delete_where("owner = ?", [owner]))


def _table(tables: Any) -> Table:
    types: dict[str, type] = {field.name: str for field in fields(Session)} | {
        "waiting_until": float,
        "length_s": float,
    }
    return tables[_TABLE].create(types, pk=_KEY, if_not_exists=True)  # type: ignore[no-any-return]
