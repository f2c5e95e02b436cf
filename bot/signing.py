"""`Signer`: what a button carries through a platform, signed, so that nobody can make up a button of their own."""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Self

from engine.errors import StoreError

_FILE = "signing.key"
_KEY_BYTES = 32
_TAG_BYTES = 8
_TAG_LETTERS = 11
"""Of `_TAG_BYTES` in base64 without its padding."""


class Signer:
    """Signs with a key of this installation; signed text is 11 bytes longer than what it carries."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def kept_in(cls, folder: Path) -> Self:
        """Read the key of a data folder, or make one that only its owner can read; raises `StoreError`."""
        path = folder / _FILE
        try:
            if not path.exists():
                _write_key(path)
            key = path.read_bytes()
        except OSError as error:
            raise StoreError(f"The key {path} cannot be used: {error.strerror}.") from error
        if len(key) != _KEY_BYTES:
            raise StoreError(f"The key {path} is damaged; delete it, and the buttons of earlier messages end.")
        return cls(key)

    def signed(self, data: str) -> str:
        """Return data with its signature before it."""
        return self._tag(data) + data

    def opened(self, signed: str) -> str | None:
        """Return what was signed here; `None` for anything else."""
        tag, data = signed[:_TAG_LETTERS], signed[_TAG_LETTERS:]
        return data if hmac.compare_digest(tag.encode(), self._tag(data).encode()) else None

    def secret_for(self, purpose: str) -> str:
        """Return a secret of 64 hexadecimal digits that is always the same for the same purpose."""
        return self._digest("secret", purpose).hex()

    def _tag(self, data: str) -> str:
        return urlsafe_b64encode(self._digest("button", data)[:_TAG_BYTES]).rstrip(b"=").decode()

    def _digest(self, use: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{use}:{text}".encode("utf-8", "surrogatepass"), hashlib.sha256)


def _write_key(path: Path) -> None:
    """Write a new key; the file has its name only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
    fresh.replace(path)
