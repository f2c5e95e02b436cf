"""Settings from the environment and .env."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings, variables

ROOT = Path(__file__).parents[2]


def test_without_any_setting_the_defaults_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REVERIE_DEVICE")
    monkeypatch.delenv("REVERIE_MODELS_DIR", raising=False)
    settings = load_settings()
    assert settings == Settings.model_construct()
    assert settings.models.folder.parts[-2:] == ("reverie", "models")


def test_the_environment_wins_over_the_file(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own_folder / ".env").write_text("REVERIE_MAX_SECONDS=20\nREVERIE_MAX_SIZE=640\nOTHER_PROGRAM=1\n")
    monkeypatch.setenv("REVERIE_MAX_SIZE", "320")
    settings = load_settings()
    assert (settings.max_seconds, settings.max_size) == (20, 320)


@pytest.mark.parametrize("place", ["environment", "file"])
def test_an_unknown_setting_is_refused_with_a_suggestion(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "file":
        (own_folder / ".env").write_text("REVERIE_MODEL_DIR=models\n")
    else:
        monkeypatch.setenv("REVERIE_MODEL_DIR", "models")
    with pytest.raises(SettingsError, match=r"REVERIE_MODEL_DIR; did you mean REVERIE_MODELS_DIR\?"):
        load_settings()


def test_a_setting_like_no_other_lists_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_XYZZY", "1")
    with pytest.raises(SettingsError, match=r"REVERIE_ENGINE.*REVERIE_MAX_SIZE"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [("DEVICE", "toaster"), ("ENGINE", "steam"), ("MAX_SECONDS", "0"), ("MAX_SECONDS", "x"), ("MAX_SIZE", "9999")],
)
def test_an_impossible_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"REVERIE_{name}", value)
    with pytest.raises(SettingsError, match=f"REVERIE_{name}={value} is not possible"):
        load_settings()


def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_MODELS_DIR", "")
    assert load_settings().models_dir is None


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().device = "cuda"


def test_the_example_file_explains_every_setting() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = [line.removeprefix("#").split("=")[0] for line in lines if line[:1] == "#" and line[1:2].isupper()]
    assert named == list(variables().values())


def test_the_readme_tells_of_every_setting() -> None:
    section = (ROOT / "README.md").read_text().split("## Settings\n")[1].split("\n## ")[0]
    assert set(re.findall(r"`((?:REVERIE|TELEGRAM|DISCORD)_[A-Z_]+)`", section)) == set(variables().values())


def test_a_platform_keeps_its_own_name_of_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_BOT_TOKEN", "a.b.c")
    assert "a.b.c" not in repr(load_settings())
    monkeypatch.setenv("DISCORD_API_BASE_URL", "somewhere")
    with pytest.raises(SettingsError, match="DISCORD_API_BASE_URL=somewhere is not possible"):
        load_settings()


def test_a_secret_that_telegram_would_refuse_is_refused_without_being_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "two words")
    with pytest.raises(SettingsError, match=r"^TELEGRAM_WEBHOOK_SECRET is not possible: .*letters"):
        load_settings()
