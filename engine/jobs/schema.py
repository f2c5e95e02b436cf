"""The tables, as numbered migrations. A migration that has been released is never changed; the next one is added."""

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("jobs")


@MIGRATIONS(name="0001_photos_clips_jobs")
def create_tables(database: Database) -> None:
    """Create the first three tables."""
    database.execute("""
        CREATE TABLE photos (
            key TEXT NOT NULL,          -- SHA-256 of the content, also the file's name
            owner TEXT NOT NULL,
            chat TEXT NOT NULL,
            kept_at REAL NOT NULL,
            PRIMARY KEY (key, owner, chat)
        )""")
    database.execute("""
        CREATE TABLE clips (
            key TEXT PRIMARY KEY,       -- SHA-256 of what was asked for, also the file's name
            container TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            fps INTEGER NOT NULL,
            frame_count INTEGER NOT NULL,
            size_bytes INTEGER NOT NULL,
            poster_jpeg BLOB NOT NULL,
            advice TEXT NOT NULL        -- JSON
        )""")
    database.execute("""
        CREATE TABLE jobs (
            number INTEGER PRIMARY KEY, -- in the order of asking
            id TEXT NOT NULL UNIQUE,
            owner TEXT NOT NULL,
            chat TEXT NOT NULL,
            photos TEXT NOT NULL,       -- JSON, keys
            direction TEXT NOT NULL,    -- JSON
            options TEXT NOT NULL,      -- JSON
            note TEXT NOT NULL,
            state TEXT NOT NULL,
            created_at REAL NOT NULL,
            started_at REAL,
            ended_at REAL,
            attempts INTEGER NOT NULL DEFAULT 0,
            failure TEXT,
            error TEXT,
            result TEXT,                -- key of a clip
            work REAL NOT NULL,         -- megapixel-frames
            render_s REAL,              -- null unless this job was rendered to its end
            delivery TEXT NOT NULL DEFAULT 'open',
            receipt TEXT
        )""")
    database.execute("CREATE INDEX jobs_by_owner ON jobs (owner, state)")
    database.execute("CREATE INDEX jobs_by_chat ON jobs (chat)")
    database.execute("CREATE INDEX jobs_by_state ON jobs (state)")
    database.execute("CREATE INDEX jobs_by_result ON jobs (result)")
    database.execute("CREATE INDEX photos_by_owner ON photos (owner)")
    database.execute("CREATE INDEX photos_by_chat ON photos (chat)")


@MIGRATIONS(name="0002_error_codes")
def add_error_codes(database: Database) -> None:
    """Keep with a failed job what exactly was wrong."""
    database.execute("ALTER TABLE jobs ADD COLUMN error_code TEXT")
    database.execute("ALTER TABLE jobs ADD COLUMN error_values TEXT NOT NULL DEFAULT '{}'")


@MIGRATIONS(name="0003_storyboards")
def add_storyboards(database: Database) -> None:
    """Keep with a job what happens in each of its photos."""
    database.execute("ALTER TABLE jobs ADD COLUMN storyboard TEXT")  # JSON


@MIGRATIONS(name="0004_forms")
def add_forms(database: Database) -> None:
    """Keep with a clip what it was delivered as."""
    database.execute("ALTER TABLE clips ADD COLUMN form TEXT NOT NULL DEFAULT 'film'")


@MIGRATIONS(name="0005_sounds")
def add_sounds(database: Database) -> None:
    """Keep the sounds that people send, and with a job the one that is heard in its clip."""
    database.execute("""
        CREATE TABLE sounds (
            key TEXT NOT NULL,          -- SHA-256 of the content, also the file's name
            owner TEXT NOT NULL,
            chat TEXT NOT NULL,
            kept_at REAL NOT NULL,
            PRIMARY KEY (key, owner, chat)
        )""")
    database.execute("CREATE INDEX sounds_by_owner ON sounds (owner)")
    database.execute("ALTER TABLE jobs ADD COLUMN sound TEXT NOT NULL DEFAULT ''")
