"""`Credentials`: the certificate and the key that films are signed with; the operator's own, or made at first need."""

import datetime
import os
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import EngineError
from engine.folder_lock import alone_in

CHAIN_FILE = "certificate.pem"
KEY_FILE = "key.pem"
_VALID = datetime.timedelta(days=3650)
_LOCK_LIMIT_S = 30.0
_ORGANISATION = "Reverie"


class CredentialsError(EngineError):
    """The certificate or its key cannot be read or used."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs."""

    chain_pem: str
    """The signer's certificate first, then those that vouch for it."""
    key_pem: str = field(repr=False)
    """The private key, ECDSA on P-256, in PKCS #8."""


def read_credentials(chain: Path, key: Path) -> Credentials:
    """Read an operator's certificate and key; raises `CredentialsError`."""
    try:
        return Credentials(chain.read_text(encoding="ascii"), key.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise CredentialsError(f"The certificate that films are signed with cannot be read: {error}.") from error


def own_credentials(folder: Path) -> Credentials:
    """Return the credentials of a folder; the first call makes them, for this installation alone.

    Nobody vouches for such a certificate: it shows that films come from the same installation and were not changed,
    not whose it is. Raises `CredentialsError`.
    """
    chain, key = folder / CHAIN_FILE, folder / KEY_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone_in(folder, _LOCK_LIMIT_S):
            if not chain.exists():
                made = _made()
                _write(key, made.key_pem)
                _write(chain, made.chain_pem)  # last: where it is, both are
    except OSError as error:
        raise CredentialsError(f"The folder of the certificate that films are signed with: {error}.") from error
    return read_credentials(chain, key)


def _write(path: Path, text: str) -> None:
    """Write a file whole, readable for its owner only."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _made() -> Credentials:
    """Make an authority, and a certificate under it: C2PA takes none that vouches for itself (§ 14.5 of 2.1)."""
    from cryptography import x509  # noqa: PLC0415 - once in the life of an installation
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID  # noqa: PLC0415

    def name(common: str) -> x509.Name:
        attributes = {NameOID.ORGANIZATION_NAME: _ORGANISATION, NameOID.COMMON_NAME: common}
        return x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes.items()])

    def draft(subject: x509.Name, public: ec.EllipticCurvePublicKey, *, signs_films: bool) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        usage = x509.KeyUsage(
            digital_signature=signs_films,
            key_cert_sign=not signs_films,
            crl_sign=not signs_films,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(authority_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(minutes=5))
            .not_valid_after(now + _VALID)
            .add_extension(x509.BasicConstraints(ca=not signs_films, path_length=None if signs_films else 0), True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
            )
        )

    authority_name = name("An installation of Reverie")
    authority_key = ec.generate_private_key(ec.SECP256R1())
    signer_key = ec.generate_private_key(ec.SECP256R1())
    authority = draft(authority_name, authority_key.public_key(), signs_films=False)
    signer = draft(name("Films of this installation"), signer_key.public_key(), signs_films=True).add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
    )
    certificates = [draft.sign(authority_key, hashes.SHA256()) for draft in (signer, authority)]
    pem = serialization.Encoding.PEM
    key = signer_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Credentials("".join(each.public_bytes(pem).decode() for each in certificates), key.decode())
