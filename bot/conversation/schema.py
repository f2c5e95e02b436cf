"""The tables, as numbered migrations. A migration that has been released is never changed; the next one is added."""

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("conversation")


@MIGRATIONS(name="0001_sessions_chats_albums_stories")
def create_tables(database: Database) -> None:
    """Create the first tables; one called sessions is from before there were migrations."""
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
            received_at REAL NOT NULL,
            waiting_until REAL,
            words TEXT NOT NULL,
            job TEXT,
            PRIMARY KEY (chat, owner)
        )""")
    database.execute("""
        CREATE TABLE chats (
            chat TEXT PRIMARY KEY,
            length_s REAL,
            shape TEXT,
            music TEXT NOT NULL,
            memory INTEGER NOT NULL,
            remembered TEXT NOT NULL    -- key of a photo
        )""")
    database.execute("""
        CREATE TABLE albums (
            chat TEXT NOT NULL,
            id TEXT NOT NULL,
            owner TEXT NOT NULL,
            photos TEXT NOT NULL,       -- JSON, keys
            kept_at REAL NOT NULL,
            PRIMARY KEY (chat, id)
        )""")
    database.execute("""
        CREATE TABLE stories (
            chat TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            words TEXT NOT NULL,
            begun_at REAL NOT NULL
        )""")
    database.execute("""
        CREATE TABLE story_photos (
            number INTEGER PRIMARY KEY, -- in the order of sending
            chat TEXT NOT NULL,
            owner TEXT NOT NULL,
            photo TEXT NOT NULL,
            words TEXT NOT NULL,
            UNIQUE (chat, photo)
        )""")


@MIGRATIONS(name="0002_sounds")
def add_sounds(database: Database) -> None:
    """Remember the sound that somebody sent before the photo."""
    database.execute("ALTER TABLE sessions ADD COLUMN sound TEXT NOT NULL DEFAULT ''")  # key
    database.execute("ALTER TABLE sessions ADD COLUMN is_spoken INTEGER")


@MIGRATIONS(name="0003_marks_consent_reports")
def add_marks_consent_and_reports(database: Database) -> None:
    """Know public chats, who was asked for consent, and what was reported."""
    database.execute("ALTER TABLE chats ADD COLUMN mark TEXT NOT NULL DEFAULT 'public'")
    database.execute("ALTER TABLE sessions ADD COLUMN is_public INTEGER NOT NULL DEFAULT 0")
    database.execute("ALTER TABLE sessions ADD COLUMN knows_consent INTEGER NOT NULL DEFAULT 0")
    database.execute("""
        CREATE TABLE reports (
            number INTEGER PRIMARY KEY,
            job TEXT NOT NULL,
            chat TEXT NOT NULL,
            made_for TEXT NOT NULL,     -- owner of the job
            owner TEXT NOT NULL,        -- who reported it
            words TEXT NOT NULL,
            at REAL NOT NULL
        )""")


@MIGRATIONS(name="0004_open_questions")
def add_open_questions(database: Database) -> None:
    """Remember that somebody was asked whether photos belong together, so that "no" is an answer."""
    database.execute("ALTER TABLE sessions ADD COLUMN was_asked_to_join INTEGER NOT NULL DEFAULT 0")
