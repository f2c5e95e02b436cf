"""`Settings`: what an installation may choose, read once from the environment and a file called .env."""

import difflib
import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.errors import EngineError
from engine.models import Models, default_folder
from engine.render.diffusion.models import DEFAULT_MODEL, DiffusionOptions
from engine.studio import Studio
from engine.types.options import SMALLEST_PX, RenderLimits

if TYPE_CHECKING:
    from bot.conversation.admission import Guests
    from engine.cluster import Cluster, Equipment
    from engine.language.remote import RemoteUnderstanding
    from engine.provenance import Credentials

PREFIX = "REVERIE_"
ENV_FILE = Path(".env")


class SettingsError(EngineError):
    """A setting is unknown or impossible."""


def _check_secret(secret: SecretStr) -> SecretStr:
    """Refuse what Telegram would refuse."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise ValueError("It takes 1 to 256 letters, digits, _ and -")
    return secret


_WebhookSecret = Annotated[SecretStr, AfterValidator(_check_secret)]


class Settings(BaseSettings):
    """Every setting; the variable is the field's name in capitals after `REVERIE_`, or the alias where there is one."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
    )

    models_dir: Path | None = None
    """Folder of the perception models; unset means "models" in the user's cache."""
    engine: Literal["auto", "warp", "diffusion"] = "auto"
    """Render engine; `auto` takes diffusion where its weights and a GPU with room for them are there."""
    diffusion_model: Annotated[str, Field(min_length=1)] = DEFAULT_MODEL
    """Model of the diffusion engine: a name of its table, or a folder with a pipeline of diffusers."""
    diffusion_download: bool = False
    """Whether its weights may be downloaded."""
    diffusion_compile: bool = False
    """Whether it is compiled at its first use, which takes minutes and makes it faster from then on."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where the engine computes; `auto` takes a GPU where there is one."""
    workers: Annotated[str, Field(pattern=r"^ray://[^/:\s]+:\d{1,5}$")] | None = None
    """Ray cluster that renders, as ray://host:port of its client server; unset means that this machine does."""
    max_seconds: Annotated[float, Field(ge=1, le=60)] = 60.0
    """Longest clip."""
    max_size: Annotated[int, Field(ge=SMALLEST_PX, le=2560)] = 2560
    """Longer side of a clip at most, in pixels."""
    data_dir: Path | None = None
    """Folder of photos, clips and conversations; unset means the user's own data folder."""
    keep_hours: Annotated[float, Field(ge=1, le=8760)] = 24.0
    """How long photos, clips and conversations are kept after their last use."""
    jobs_per_user: Annotated[int, Field(ge=1, le=1000)] = 20
    """How many clips one person may have in the works."""
    clips_per_day: Annotated[int, Field(ge=1, le=100_000)] = 100
    """How many clips one person may have within a day, as far as they are kept."""
    megabytes_per_user: Annotated[int, Field(ge=10, le=1_000_000)] = 1000
    """How much of the photos and sounds of one person is kept."""
    jobs_in_all: Annotated[int, Field(ge=1, le=100_000)] = 1000
    """How many clips may be in the works for everybody together."""
    job_seconds: Annotated[float, Field(ge=10, le=86_400)] = 600.0
    """Longest render."""
    allowed: str = ""
    """Who may use the chat: people and chats such as telegram:42, with commas or spaces; unset means everybody."""
    admins: str = ""
    """People who may always use it and may change the settings of every chat, written alike."""
    llm_url: Annotated[str, Field(pattern=r"^https?://[^/]")] | None = None
    """Base address of a language model that speaks OpenAI's chat completions; unset leaves it to the vocabularies."""
    llm_key: SecretStr | None = None
    """Its bearer token."""
    llm_model: Annotated[str, Field(min_length=1)] = "default"
    """Its name there."""
    web_host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    """Address of the web chat; another than this machine's own needs a token."""
    web_port: Annotated[int, Field(ge=0, le=65_535)] = 8080
    """Port of the web chat; 0 takes any that is free."""
    web_token: Annotated[SecretStr, Field(min_length=16)] | None = None
    """What visitors of the web chat must know."""
    certificate: Path | None = None
    """Certificates that films are signed with, the signer's first (PEM); unset means one of this installation."""
    certificate_key: Path | None = None
    """Its private key: ECDSA on P-256 (PEM)."""
    operations_host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    """Address of the operator's measurements and health; it shows numbers only, and asks nobody for a token."""
    operations_port: Annotated[int, Field(ge=0, le=65_535)] | None = None
    """Port of them; unset means that there are none."""
    log_format: Literal["auto", "text", "json"] = "auto"
    """`auto` means text on a terminal and one JSON object a line elsewhere."""
    telegram_bot_token: Annotated[SecretStr | None, Field(validation_alias="TELEGRAM_BOT_TOKEN")] = None
    """The token of the Telegram bot; unset means that there is none."""
    telegram_api_base_url: Annotated[HttpUrl, Field(validation_alias="TELEGRAM_API_BASE_URL")] = HttpUrl(
        "https://api.telegram.org"
    )
    """Root of a Bot API server: methods under /bot<token>/, files under /file/bot<token>/."""
    telegram_webhook_url: Annotated[HttpUrl | None, Field(validation_alias="TELEGRAM_WEBHOOK_URL")] = None
    """Where Telegram brings what people do; unset means that Reverie asks for it (long polling)."""
    telegram_webhook_secret: Annotated[_WebhookSecret | None, Field(validation_alias="TELEGRAM_WEBHOOK_SECRET")] = None
    """What Telegram must know to bring something; unset means that Reverie invents it."""
    telegram_webhook_host: Annotated[str, Field(min_length=1, validation_alias="TELEGRAM_WEBHOOK_HOST")] = "127.0.0.1"
    """Address on which Reverie waits for what Telegram brings."""
    telegram_webhook_port: Annotated[int | None, Field(ge=0, le=65_535, validation_alias="TELEGRAM_WEBHOOK_PORT")] = (
        None
    )
    """Port on which it does; unset means the one that the URL names, or 8443."""
    discord_bot_token: Annotated[SecretStr | None, Field(validation_alias="DISCORD_BOT_TOKEN")] = None
    """The token of the Discord bot; unset means that there is none."""
    discord_api_base_url: Annotated[HttpUrl | None, Field(validation_alias="DISCORD_API_BASE_URL")] = None
    """Root of a proxy of Discord: REST under /api/v10, files under /cdn; unset means Discord itself."""

    @property
    def models(self) -> Models:
        """The model folder."""
        return Models(default_folder() if self.models_dir is None else self.models_dir.expanduser())

    @property
    def guests(self) -> "Guests":
        """Who may use the chat."""
        from bot.conversation.admission import Guests  # noqa: PLC0415 - only the chat asks

        return Guests(_names(self.allowed), _names(self.admins))

    @property
    def understanding(self) -> "RemoteUnderstanding | None":
        """The language model that reads what people write, if one is set."""
        if self.llm_url is None:
            return None
        from engine.language.remote import RemoteUnderstanding  # noqa: PLC0415 - aiohttp, only where it is used

        key = None if self.llm_key is None else self.llm_key.get_secret_value()
        return RemoteUnderstanding(self.llm_url, self.llm_model, key)

    @property
    def data_folder(self) -> Path:
        """The folder of what is kept."""
        from platformdirs import user_data_path  # noqa: PLC0415 - only the chat keeps anything

        return user_data_path("reverie") if self.data_dir is None else self.data_dir.expanduser()

    def credentials(self) -> "Credentials":
        """Return what films are signed with; raises `SettingsError` or `CredentialsError`."""
        from engine.provenance.credentials import own_credentials, read_credentials  # noqa: PLC0415 - not for every command

        if self.certificate is None and self.certificate_key is None:
            return own_credentials(self.data_folder / "credentials")
        if self.certificate is None or self.certificate_key is None:
            raise SettingsError("REVERIE_CERTIFICATE and REVERIE_CERTIFICATE_KEY belong together; set both or neither.")
        return read_credentials(self.certificate.expanduser(), self.certificate_key.expanduser())

    def studio(self, engine: str | None = None) -> Studio:
        """Return a studio as configured; `engine` wins over the configured one."""
        return Studio(
            self.models,
            engine=engine or self.engine,
            device=self.device,
            diffusion=self.diffusion,
            limits=self._limits,
            credentials=self.credentials(),
        )

    def cluster(self) -> "Cluster | None":
        """Return the cluster that renders, if one is set; raises `SettingsError` where Ray is not installed."""
        if self.workers is None:
            return None
        if find_spec("ray") is None:
            raise SettingsError("REVERIE_WORKERS needs Ray; install it with: pip install 'reverie[ray]'.")
        from engine.cluster import RayCluster  # noqa: PLC0415 - only where there is one

        return RayCluster(self.workers, self.device)

    def equipment(self) -> "Equipment":
        """Return what the studios of a cluster are made with."""
        from engine.cluster import Equipment  # noqa: PLC0415 - only where there is one

        return Equipment(
            engine=self.engine,
            device=self.device,
            diffusion=self.diffusion,
            limits=self._limits,
            models_dir=None if self.models_dir is None else str(self.models_dir),
        )

    @property
    def diffusion(self) -> DiffusionOptions:
        """What concerns the diffusion engine."""
        return DiffusionOptions(self.diffusion_model, self.diffusion_download, self.diffusion_compile)

    @property
    def _limits(self) -> RenderLimits:
        return RenderLimits(self.max_seconds, self.max_size)


def load_settings() -> Settings:
    """Read the settings; raises `SettingsError`, one sentence that names the variable and the mistake."""
    _refuse_unknown_names()
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        variable = variables().get(str(fault["loc"][0]), str(fault["loc"][0]))
        told = variable if variable.endswith(("_TOKEN", "_SECRET", "_KEY")) else f"{variable}={fault['input']}"
        raise SettingsError(f"{told} is not possible: {_lower_first(fault['msg'])}.") from error


def variables() -> dict[str, str]:
    """Return the variable of each field of the settings."""
    fields = Settings.model_fields.items()
    return {name: str(field.validation_alias or f"{PREFIX}{name.upper()}") for name, field in fields}


def _refuse_unknown_names() -> None:
    """Raise for a `REVERIE_…` variable that nothing reads: a misspelt setting must not be ignored in silence."""
    known = [name.removeprefix(PREFIX) for name in variables().values() if name.startswith(PREFIX)]
    for name in sorted({*os.environ, *dotenv_values(ENV_FILE)}):
        word = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and word not in known:
            likely = difflib.get_close_matches(word, known, n=1)
            suggestion = likely[0] if likely else f" or {PREFIX}".join(known)
            raise SettingsError(f"There is no setting called {name}; did you mean {PREFIX}{suggestion}?")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.replace(",", " ").split())


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
