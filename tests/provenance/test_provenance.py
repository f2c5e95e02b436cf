"""Content Credentials, written and read back from real films."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest

from engine.provenance import Credentials, origin_of, own_credentials, sign_film
from engine.provenance.credentials import CredentialsError, read_credentials
from engine.provenance.reading import NoCredentialsError


@pytest.fixture(scope="module")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    return own_credentials(tmp_path_factory.mktemp("credentials"))


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    with av.open(path, "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for level in range(10):
            picture = np.full((48, 64, 3), 20 * level, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())
    return path


def test_a_signed_film_says_what_made_it_and_still_plays(film: Path, credentials: Credentials) -> None:
    sign_film(film, "mp4", credentials)
    origin = origin_of(film, credentials)
    assert origin.software.startswith("Reverie ")
    assert origin.actions == ("c2pa.created",)
    assert origin.source == "compositeWithTrainedAlgorithmicMedia"
    assert "animated by AI" in origin.description
    assert origin.issuer == "Reverie"
    assert (origin.is_intact, origin.is_trusted) == (True, True)
    with av.open(film) as container:
        assert len(list(container.decode(video=0))) == 10
    assert [path.name for path in film.parent.iterdir()] == ["film.mp4"]


def test_a_certificate_of_somebody_else_is_not_trusted(film: Path, credentials: Credentials, tmp_path: Path) -> None:
    sign_film(film, "mp4", own_credentials(tmp_path / "others"))
    origin = origin_of(film, credentials)
    assert (origin.is_intact, origin.is_trusted) == (True, False)


def test_a_changed_picture_is_seen(film: Path, credentials: Credentials) -> None:
    sign_film(film, "mp4", credentials)
    content = bytearray(film.read_bytes())
    content[content.index(b"mdat") + 200] ^= 0xFF
    film.write_bytes(content)
    assert not origin_of(film, credentials).is_intact


@pytest.mark.parametrize("content", [b"", b"no film at all", None])
def test_what_says_nothing_is_told_in_one_sentence(content: bytes | None, film: Path) -> None:
    if content is not None:
        film.write_bytes(content)
    with pytest.raises(NoCredentialsError, match=r"film\.mp4"):
        origin_of(film)


def test_a_missing_file_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(NoCredentialsError):
        origin_of(tmp_path / "nowhere.mp4")


def test_the_key_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = set(threads.map(own_credentials, [tmp_path / "keys"] * 4))
    assert len(made) == 1
    assert stat.S_IMODE((tmp_path / "keys" / "key.pem").stat().st_mode) == 0o600
    assert "PRIVATE" not in repr(made)


def test_a_certificate_that_does_not_fit_is_refused(film: Path, credentials: Credentials, tmp_path: Path) -> None:
    before = film.read_bytes()
    broken = Credentials(credentials.chain_pem, own_credentials(tmp_path / "others").key_pem.replace("M", "N", 3))
    with pytest.raises(CredentialsError):
        sign_film(film, "mp4", broken)
    assert film.read_bytes() == before
    with pytest.raises(CredentialsError, match="cannot be read"):
        read_credentials(tmp_path / "a.pem", tmp_path / "b.pem")
