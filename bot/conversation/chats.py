"""`ChatSettings`: what holds for everybody in a chat."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from bot.database import Database
from engine.types.direction import Aspect

MusicWish = Literal["asked", "always", "never"]
MarkWish = Literal["public", "always", "never"]


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a chat wants of its new clips, where the words do not say."""

    chat: str
    length_s: float | None = None
    shape: Aspect | None = None
    music: MusicWish = "asked"
    """`asked`: films of several photos have music, single clips where the words or a button ask for it.

    A silent clip is a living picture: every platform plays it by itself and again and again, without startling
    anybody in a quiet room; a story is watched on purpose, and lives of its music.
    """
    memory: bool = True
    """Whether earlier photos may be brought back."""
    remembered: str = ""
    """Key of the photo that was brought back last."""
    mark: MarkWish = "public"
    """Whether films say in the picture that AI made them: where strangers see them, always, or never."""

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the settings of a row of the database."""
        return cls(**{**row, "memory": bool(row["memory"])})


class Chats:
    """The settings of all chats, in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat: str) -> ChatSettings:
        """Return the settings of a chat."""

        def read(tables: Any) -> ChatSettings:
            for row in tables.query("SELECT * FROM chats WHERE chat = ?", [chat]):
                return ChatSettings.of_row(row)
            return ChatSettings(chat)

        return await self._database.run(read)

    async def put(self, settings: ChatSettings) -> None:
        """Remember the settings of a chat."""
        await self._database.run(lambda tables: tables.table("chats").upsert(asdict(settings), pk="chat"))
