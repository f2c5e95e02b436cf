"""The tables, as numbered migrations. A migration that has been released is never changed; the next one is added."""

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("conversation")


@MIGRATIONS(name="0001_sessions")
def create_sessions(database: Database) -> None:
    """Create the sessions; a table of that name is from before there were migrations."""
    database.execute("DROP TABLE IF EXISTS sessions")
    database.execute("""
        CREATE TABLE sessions (
            chat TEXT NOT NULL,
            owner TEXT NOT NULL,
            language TEXT NOT NULL,
            chosen_language TEXT,
            message TEXT NOT NULL,
            is_group INTEGER NOT NULL,
            photos TEXT NOT NULL,       -- JSON, keys
            waiting_until REAL,
            words TEXT NOT NULL,
            job TEXT,
            length_s REAL,
            shape TEXT,
            PRIMARY KEY (chat, owner)
        )""")
