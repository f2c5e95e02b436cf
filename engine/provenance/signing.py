"""Signing a film: what made it, and how."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from engine.provenance.credentials import Credentials, CredentialsError

SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""IPTC's term for a real photo that was edited with trained models: they find the face, and its pixels are moved."""
DESCRIPTION = "A photo was animated by AI; the movement was not recorded."
SIGNED_CONTAINERS = {"mp4": "video/mp4", "gif": "image/gif", "webp": "image/webp"}
"""Container → media type, of those that can carry credentials; WebM cannot."""


def sign_film(film: Path, container: str, credentials: Credentials) -> None:
    """Put Content Credentials into a film; the file is replaced by the signed one, whole.

    Raises `CredentialsError` where the certificate does not fit, `KeyError` for a container that carries none.
    """
    import c2pa  # noqa: PLC0415 - 35 ms, and only here

    signed = film.with_name(f"{film.stem}.signed{film.suffix}")
    try:
        info = c2pa.C2paSignerInfo(
            alg=b"es256",
            sign_cert=credentials.chain_pem.encode(),
            private_key=credentials.key_pem.encode(),
            ta_url=None,  # a time stamp would need a server
        )
        with c2pa.Signer.from_info(info) as signer, c2pa.Builder(_manifest(SIGNED_CONTAINERS[container])) as builder:
            builder.sign_file(film, signed, signer)
        signed.replace(film)
    except c2pa.C2paError as error:
        raise CredentialsError(f"The film could not be signed: {error}.") from error
    finally:
        signed.unlink(missing_ok=True)


def _manifest(media_type: str) -> dict[str, Any]:
    software = {"name": "Reverie", "version": version("reverie")}
    action = {
        "action": "c2pa.created",
        "digitalSourceType": SOURCE,
        "softwareAgent": software,
        "description": DESCRIPTION,
    }
    return {
        "claim_generator_info": [software],
        "format": media_type,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
    }
