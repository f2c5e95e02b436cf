"""Signing a film: what made it, and how."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from engine.provenance.credentials import Credentials, CredentialsError
from engine.types.clip import NOTICE

SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""IPTC's term for a real photo that was edited with trained models: they find the face, and its pixels are moved."""
SIGNED_CONTAINERS = {"mp4": "video/mp4", "gif": "image/gif", "webp": "image/webp"}
"""Container → media type, of those that can carry credentials; WebM cannot."""


@contextmanager
def signed_film(output: Path, container: str, credentials: Credentials | None) -> Iterator[Path]:
    """Give the place for a film beside `output`; leaving the context puts the signed film there, whole.

    After an exception nothing is left. Without credentials, or for a container that carries none, the place is the
    output itself. Raises `CredentialsError` where the certificate does not fit.
    """
    if credentials is None or container not in SIGNED_CONTAINERS:
        yield output
        return
    unsigned = output.with_name(f".{output.stem}.unsigned.{container}")  # c2pa goes by the name's ending
    with ThreadPoolExecutor(1, "provenance") as beside:
        loading = beside.submit(import_module, "c2pa")  # 35 ms that nobody has to wait for
        try:
            yield unsigned
            loading.result()
            sign_film(unsigned, container, credentials)
            unsigned.replace(output)
        finally:
            unsigned.unlink(missing_ok=True)


def sign_film(film: Path, container: str, credentials: Credentials) -> None:
    """Put Content Credentials into a film; the file is replaced by the signed one, whole.

    Raises `CredentialsError` where the certificate does not fit, `KeyError` for a container that carries none.
    """
    import c2pa  # noqa: PLC0415 - only here

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
        "description": NOTICE,
    }
    return {
        "claim_generator_info": [software],
        "format": media_type,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
    }
