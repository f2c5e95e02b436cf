"""The queue's database: opened for this process alone, and its errors as sentences."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from engine.errors import ErrorCode, StoreError
from engine.jobs.schema import MIGRATIONS

WAIT_FOR_LOCK_S = 2.0

REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_BUSY: "another Reverie is using this folder",
    sqlite3.SQLITE_CORRUPT: "the database is damaged; move it away and start again",
    sqlite3.SQLITE_NOTADB: "the file is not a database; move it away and start again",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened; look at the folder's owner and permissions",
    sqlite3.SQLITE_READONLY: "the database cannot be written; look at the folder's owner and permissions",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
}
"""By primary result code."""


def open_database(path: Path) -> Database:
    """Open the database in WAL mode, locked against other processes, with every migration applied.

    Raises `StoreError`. The database must be used and closed in the thread that opened it.
    """
    with clear_sentences(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=WAIT_FOR_LOCK_S)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA secure_delete = ON")
            database = Database(connection, execute_plugins=False)
            database.enable_wal()
            MIGRATIONS.apply(database)
        except BaseException:
            connection.close()
            raise
        return database


def wipe(database: Database) -> None:
    """Leave nothing of deleted rows in the file and its log: free pages and gaps keep old bytes otherwise."""
    database.execute("VACUUM")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def clear_sentences(folder: Path) -> Iterator[None]:
    """Turn what the database or the file system refuses into a `StoreError`."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        full = ErrorCode.DISK_FULL if code == sqlite3.SQLITE_FULL else None
        raise StoreError(f"The queue in {folder} cannot go on: {REASONS.get(code, str(error))}.", full) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        full = ErrorCode.DISK_FULL if error.errno == errno.ENOSPC else None
        raise StoreError(f"The queue in {folder} cannot go on: {reason}.", full) from error
