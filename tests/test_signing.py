"""The data of buttons, and the key behind it."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.signing import Signer
from engine.errors import StoreError

SIGNER = Signer(b"k" * 32)


@given(st.text(max_size=50))
def test_only_what_was_signed_is_opened(data: str) -> None:
    signed = SIGNER.signed(data)
    assert SIGNER.opened(signed) == data
    assert SIGNER.opened(data) is None
    assert Signer(b"j" * 32).opened(signed) is None


@given(st.text(max_size=80))
def test_nothing_that_was_made_up_is_opened(data: str) -> None:
    assert SIGNER.opened(data) is None


@given(st.text(min_size=1, max_size=40), st.data())
def test_no_letter_can_be_changed(data: str, choice: st.DataObject) -> None:
    signed = SIGNER.signed(data)
    place = choice.draw(st.integers(0, len(signed) - 1))
    changed = signed[:place] + ("A" if signed[place] != "A" else "B") + signed[place + 1 :]
    assert SIGNER.opened(changed) is None


def test_the_longest_data_of_the_conversation_fits_every_platform() -> None:
    assert len(SIGNER.signed(f"{'v' * 16}:{'f' * 16}:{'c' * 16}").encode()) <= 64


def test_the_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    signed = Signer.kept_in(tmp_path / "data").signed("cancel:1")
    assert Signer.kept_in(tmp_path / "data").opened(signed) == "cancel:1"
    (file,) = (tmp_path / "data").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "signing.key").write_bytes(b"short")
    with pytest.raises(StoreError, match="damaged"):
        Signer.kept_in(tmp_path)


def test_secrets_differ_by_purpose() -> None:
    assert SIGNER.secret_for("one") != SIGNER.secret_for("two")
    assert SIGNER.secret_for("one") == SIGNER.secret_for("one")
