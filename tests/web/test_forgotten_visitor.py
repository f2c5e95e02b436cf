"""What the page's transcript keeps of a visitor who had everything deleted."""

import asyncio
from pathlib import Path

from bot.conversation import Place
from bot.conversation.actions import ForgetEverything, Say
from bot.database import Database
from bot.web.front_end import WebFrontEnd
from bot.web.transcript import Transcript

VISITOR = Place("web:4711aaaa0815", "web:4711aaaa0815")


def test_the_farewell_is_shown_and_not_written_down(tmp_path: Path) -> None:
    async def scene() -> bytes:
        async with Database(tmp_path / "conversations.db") as database:
            transcript = Transcript(database, keep_s=3600)
            front_end = WebFrontEnd(transcript)
            await front_end.show_words(VISITOR, "sternenglitzer")
            assert len(await transcript.entries(VISITOR.chat)) == 1
            await front_end.perform(VISITOR, ForgetEverything())
            await front_end.perform(VISITOR, Say("All gone.", is_kept=False))
            await database.wipe()
            return b"".join(await asyncio.to_thread(lambda: [path.read_bytes() for path in tmp_path.iterdir()]))

    left = asyncio.run(scene())
    assert b"web_entries" in left
    assert VISITOR.chat.encode() not in left
    assert b"sternenglitzer" not in left
