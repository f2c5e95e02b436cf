"""`FittedFilms`: films that are larger than a platform takes, written again and signed again."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex

from engine.provenance import Credentials, signed_film
from engine.video.fitting import fit

_CLAIM_BYTES = 4096
"""What Content Credentials take in a film beside the signer's certificates: 2.5 kB were measured."""


class FittedFilms:
    """Makes films fit, in a folder of its own that holds nothing for longer than an upload takes."""

    def __init__(self, folder: Path, credentials: Credentials) -> None:
        self._folder = folder
        self._credentials = credentials

    def clear(self) -> None:
        """Delete what a process that was killed has left."""
        shutil.rmtree(self._folder, ignore_errors=True)

    @asynccontextmanager
    async def at_most(self, film: Path, max_bytes: int) -> AsyncIterator[Path]:
        """Yield a copy of a film that is not larger; raises `EncodingError` where even a poor one would be."""
        self._folder.mkdir(parents=True, exist_ok=True)
        smaller = self._folder / f"{token_hex(8)}.mp4"
        try:
            await asyncio.to_thread(self._write, film, smaller, max_bytes)
            yield smaller
        finally:
            smaller.unlink(missing_ok=True)

    def _write(self, film: Path, smaller: Path, max_bytes: int) -> None:
        room = _CLAIM_BYTES + len(self._credentials.chain_pem)
        with signed_film(smaller, "mp4", self._credentials) as unsigned:
            fit(film, unsigned, max_bytes - room)
