"""`Database`: the front ends' own tables, in one SQLite file, reached without holding up the event loop."""

import asyncio
import errno
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlite_utils import Database as Tables

from engine.errors import ErrorCode, StoreError

_Answer = TypeVar("_Answer")


class Database:
    """One SQLite file with one thread of its own, in which all work on it is done, in order.

    An async context manager: the file is opened on entering and closed on leaving.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._tables: Tables | None = None

    async def __aenter__(self) -> Self:
        await self._in_thread(self._open)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._tables is not None:
            await self._in_thread(self._tables.conn.close)
        self._thread.shutdown()

    async def run(self, work: Callable[[Tables], _Answer]) -> _Answer:
        """Return what `work` returns, done in one transaction; raises `StoreError`."""

        def transaction() -> _Answer:
            tables = self._tables
            if tables is None:
                raise StoreError(f"The database {self._path} is not open.")
            with tables.conn:
                return work(tables)

        return await self._in_thread(transaction)

    async def wipe(self) -> None:
        """Leave nothing of deleted rows in the file and its log; raises `StoreError`."""
        await self._in_thread(self._wipe)

    def _wipe(self) -> None:
        if self._tables is not None:
            self._tables.execute("VACUUM")
            self._tables.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._tables = Tables(self._path)
        self._tables.enable_wal()
        self._tables.execute("PRAGMA secure_delete = ON")

    async def _in_thread(self, work: Callable[[], _Answer]) -> _Answer:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except (OSError, sqlite3.Error) as error:
            full = ErrorCode.DISK_FULL if _is_full(error) else None
            raise StoreError(f"The database {self._path} cannot be used: {error}.", full) from error


def _is_full(error: OSError | sqlite3.Error) -> bool:
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
