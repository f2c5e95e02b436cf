"""Reading where a film comes from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import RequestError
from engine.provenance.credentials import Credentials


class NoCredentialsError(RequestError):
    """The file carries no Content Credentials, or is none that could."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a film says of itself, and whether that can be believed."""

    software: str
    """Name and version of what made it."""
    actions: tuple[str, ...]
    """What was done, in the words of C2PA, such as "c2pa.created"."""
    source: str
    """IPTC's digital source type, the last part of its address."""
    description: str
    issuer: str
    """Whose certificate it is, in its own words."""
    is_intact: bool
    """Nothing was changed since it was signed."""
    is_trusted: bool
    """The certificate is one that we were told to trust."""


def origin_of(film: Path, trusted: Credentials | None = None) -> Origin:
    """Return what a film says of its origin; `trusted` names certificates to believe, such as our own.

    Raises `NoCredentialsError`.
    """
    import c2pa  # noqa: PLC0415 - 35 ms, and only here

    trust = {"trust": {"user_anchors": trusted.chain_pem}} if trusted else {}
    try:
        with c2pa.Context.from_dict({"verify": {"verify_trust": True}, **trust}) as context:
            reader = c2pa.Reader.try_create(film, context=context)
            if reader is None:
                raise NoCredentialsError(f"{film.name} says nothing about where it comes from.")
            with reader:
                return _read(reader)
    except (c2pa.C2paError, OSError) as error:
        raise NoCredentialsError(f"{film.name} cannot be read as a film with Content Credentials.") from error


def _read(reader: Any) -> Origin:
    manifest: dict[str, Any] = reader.get_active_manifest() or {}
    software: dict[str, Any] = next(iter(manifest.get("claim_generator_info", [])), {})
    actions: list[dict[str, Any]] = [
        action
        for assertion in manifest.get("assertions", [])
        if assertion["label"].startswith("c2pa.actions")
        for action in assertion["data"]["actions"]
    ]
    first = actions[0] if actions else {}
    state = reader.get_validation_state()
    return Origin(
        software=f"{software.get('name', 'unknown')} {software.get('version', '')}".strip(),
        actions=tuple(action["action"] for action in actions),
        source=str(first.get("digitalSourceType", "")).rpartition("/")[2],
        description=str(first.get("description", "")),
        issuer=str(manifest.get("signature_info", {}).get("issuer", "")),
        is_intact=state in ("Valid", "Trusted"),
        is_trusted=state == "Trusted",
    )
