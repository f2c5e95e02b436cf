"""The commands are told to Discord when they have changed, not at every start."""

import hashlib
import json
from typing import Any

from discord import app_commands

from bot.database import Database

_SCHEMA = "create table if not exists discord_commands (application integer primary key, fingerprint text not null)"


async def publish(tree: app_commands.CommandTree[Any], database: Database) -> bool:
    """Bring Discord's list of commands up to date, and return whether that was needed; raises discord.py's errors."""
    application = tree.client.application_id
    fingerprint = await _fingerprint(tree)

    def known(tables: Any) -> str | None:
        tables.conn.execute(_SCHEMA)
        query = "select fingerprint from discord_commands where application = ?"
        return next((row[0] for row in tables.conn.execute(query, [application])), None)

    def remember(tables: Any) -> None:
        tables.conn.execute("insert or replace into discord_commands values (?, ?)", [application, fingerprint])

    if await database.run(known) == fingerprint and _names(await tree.fetch_commands()) == _names(tree.get_commands()):
        return False
    await tree.sync()
    await database.run(remember)
    return True


async def _fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """Return a digest of all that Discord is told about the commands."""
    translator = tree.translator
    if translator is None:
        raise ValueError("expected a tree with a translator")
    told = [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _names(commands: Any) -> set[str]:
    return {command.name for command in commands}
