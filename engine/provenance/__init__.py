"""Where a film comes from, said in the film: Content Credentials that anybody can read and nobody can change unseen.

The format is C2PA 2 (Coalition for Content Provenance and Authenticity), written and read by its own library.
"""

from engine.provenance.credentials import Credentials, own_credentials
from engine.provenance.reading import Origin, origin_of
from engine.provenance.signing import sign_film, signed_film

__all__ = ["Credentials", "Origin", "origin_of", "own_credentials", "sign_film", "signed_film"]
