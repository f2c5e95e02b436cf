"""What is kept beside the jobs: photos and sounds that people sent, clips that were made, each a file and a row.

Between the two lie the shots of stories, files without rows.
"""

import hashlib
import shutil
import time
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from engine.errors import UnknownJobError
from engine.jobs.files import KeyedFiles
from engine.jobs.job import Job, KeptPhoto
from engine.jobs.rows import clip_of_row, row_of_clip
from engine.types.clip import Clip


class SentShelf:
    """What people sent, by the SHA-256 of its content; one file may be kept for several owners and chats."""

    def __init__(self, database: Database, table: Literal["photos", "sounds"], files: KeyedFiles) -> None:
        self._database = database
        self._table = table
        self.files = files

    def keep(self, content: bytes, owner: str, chat: str) -> str:
        """Keep a file and return its key. The file comes before its row: one without a row is swept away."""
        key = hashlib.sha256(content).hexdigest()
        self.files.write(key, content)
        self._database.table(self._table).insert(
            {"key": key, "owner": owner, "chat": chat, "kept_at": time.time()}, replace=True
        )
        return key

    def bytes_of(self, owner: str) -> int:
        """Return how much is kept of an owner."""
        rows = self._database.table(self._table).rows_where("owner = ?", [owner], select="DISTINCT key")
        return sum(self.files.size(row["key"]) for row in rows)

    def check(self, key: str) -> None:
        """Raise `UnknownJobError` unless the file is kept."""
        if not self._database.table(self._table).count_where("key = ?", [key]):
            raise UnknownJobError("This file is no longer kept; please send it again.")

    def content(self, key: str) -> bytes:
        """Return what is in a file; raises `UnknownJobError` once it is gone."""
        self.check(key)
        return self.files.path(key).read_bytes()

    def sent_in(self, chat: str) -> list[KeptPhoto]:
        """Return what was sent in a chat, newest first."""
        rows = self._database.table(self._table).rows_where("chat = ?", [chat], order_by="kept_at DESC")
        return [KeptPhoto(row["key"], row["owner"], row["chat"], row["kept_at"]) for row in rows]

    def sweep(self) -> None:
        """Delete the files that no row names."""
        self.files.delete_others({row["key"] for row in self._database.table(self._table).rows_where(select="key")})


class ShotShelf:
    """Rendered shots of stories: a folder for each photo, which lasts as long as the photo is kept."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self.folder = folder

    def sweep(self) -> None:
        """Delete the shots of photos that are gone."""
        kept = {key for (key,) in self._database.execute("SELECT key FROM photos")}
        for shots in self.folder.glob("*"):
            if shots.name not in kept:
                shutil.rmtree(shots, ignore_errors=True)


class ClipShelf:
    """Clips, by what was asked for."""

    def __init__(self, database: Database, files: KeyedFiles) -> None:
        self._database = database
        self.files = files

    def has(self, key: str) -> bool:
        """Return whether this clip is made already."""
        known = self._database.execute("SELECT count(*) FROM clips WHERE key = ?", [key]).fetchone()[0]
        return bool(known) and self.files.path(key).exists()

    def adopt(self, key: str, clip: Clip) -> None:
        """Take over a finished film from the work folder."""
        if clip.path.exists():  # it is gone when an earlier try moved it, and then the row could not be written
            self.files.adopt(key, clip.path)
        self._database.table("clips").insert(row_of_clip(key, clip), replace=True)

    def of(self, job: Job) -> Clip:
        """Return the clip of a job; raises `UnknownJobError` unless there is one."""
        for row in self._database.query("SELECT * FROM clips WHERE key = ?", [job.result]):
            return clip_of_row(row, self.files.path(row["key"]), job.request.direction)
        raise UnknownJobError("There is no clip of this request; please ask for it again.")

    def sweep(self) -> None:
        """Delete the clips that no job answers with, and the files that no row names."""
        self._database.execute("DELETE FROM clips WHERE key NOT IN (SELECT result FROM jobs WHERE result IS NOT NULL)")
        self.files.delete_others({key for (key,) in self._database.execute("SELECT key FROM clips")})
