"""What is written down of what Telegram brings."""

import asyncio
from pathlib import Path

from telegram import Update

from bot.database import Database
from bot.telegram.inbox import Inbox

PERSON = {"id": 42, "is_bot": False, "first_name": "Wilhelmine", "last_name": "Achternbusch", "username": "wachtern"}
FRIEND = {"id": 43, "is_bot": False, "first_name": "Leopoldine"}
UPDATE = {
    "update_id": 7,
    "message": {
        "message_id": 5,
        "date": 1_700_000_000,
        "chat": {"id": -1001, "type": "supergroup", "title": "Familie Achternbusch", "username": "achternbusch"},
        "from": PERSON,
        "text": "smile, dear friend",
        "entities": [{"type": "text_mention", "offset": 7, "length": 11, "user": FRIEND}],
        "reply_to_message": {
            "message_id": 4,
            "date": 1_700_000_000,
            "chat": {"id": -1001, "type": "supergroup", "title": "Familie Achternbusch"},
            "from": FRIEND,
            "location": {"latitude": 52.229_675, "longitude": 21.012_230},
        },
    },
}


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir()).lower()


def test_no_name_and_no_place_is_written_down_and_the_update_can_still_be_read(tmp_path: Path) -> None:
    async def scene() -> None:
        async with Database(tmp_path / "conversations.db") as database:
            inbox = Inbox(database)
            assert await inbox.take(UPDATE)
            assert not await inbox.take(UPDATE)
            written = await asyncio.to_thread(all_bytes, tmp_path)
            names = (b"wilhelmine", b"achternbusch", b"wachtern", b"leopoldine", b"52.229")
            assert [name for name in names if name in written] == []

            (kept,) = await inbox.left()
            message = Update.de_json(kept, None).message
            assert message is not None and message.from_user is not None
            assert (message.text, message.chat_id, message.from_user.id) == ("smile, dear friend", -1001, 42)
            assert message.entities[0].user is not None and message.entities[0].user.id == 43

    asyncio.run(scene())
