"""What goes to a node and comes back is what it was."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_cluster import EQUIPMENT
from pydantic import ValidationError

from engine.cluster.messages import Equipment, Failed, Finished, News, Order
from engine.errors import EngineError, ErrorCode, MissingModelError, PhotoError, QueueFullError, RequestError
from engine.jobs import RenderRequest
from engine.types.clip import Form
from engine.types.direction import Direction, Gesture, GestureName
from engine.types.options import RenderOptions
from engine.types.progress import Progress, Stage
from engine.types.storyboard import Shot, Storyboard
from tests.stand_in_renders import film


def test_an_order_is_plain_json_and_comes_back_whole() -> None:
    nod = Direction(gestures=(Gesture(name=GestureName.NOD),))
    board = Storyboard(shots=(Shot(photo=0, direction=nod), Shot(photo=1, direction=nod)))
    order = Order(direction=nod, options=RenderOptions(seconds=2.5, form=Form.STICKER), storyboard=board)
    assert Order.model_validate_json(order.model_dump_json()) == order


def test_options_from_a_database_get_the_types_they_should_have() -> None:
    loose = RenderOptions(form="gif")  # type: ignore[arg-type]  # as JSON gives it
    assert Order(direction=Direction(), options=loose, storyboard=None).options.form is Form.GIF


def test_an_order_with_something_unknown_is_refused() -> None:
    with pytest.raises(ValidationError):
        Order.model_validate_json('{"direction": {}, "options": {}, "storyboard": null, "code": "import os"}')


def test_equipment_holds_no_key() -> None:
    assert set(Equipment.model_fields) == {"engine", "device", "diffusion", "limits", "models_dir"}
    assert Equipment.model_validate_json(EQUIPMENT.model_dump_json()) == EQUIPMENT


def test_a_clip_arrives_with_everything_but_its_place(tmp_path: Path) -> None:
    photo = tmp_path / "photo"
    photo.write_bytes(b"a photo")
    request = RenderRequest((photo,), Direction(), RenderOptions(), None, tmp_path / "there")
    clip = film(request)
    news = News(progress=(Progress(Stage.RENDER, 1, 2),), end=Finished.of(clip))
    told = News.model_validate_json(news.model_dump_json())
    assert told == news
    assert isinstance(told.end, Finished)
    here = tmp_path / "here"
    here.write_bytes(bytes(5))
    arrived = told.end.clip(here)
    assert (arrived.path, arrived.size_bytes) == (here, 5)
    assert (arrived.poster_jpeg, arrived.advice, arrived.form) == (clip.poster_jpeg, clip.advice, Form.FILM)


@settings(deadline=None)
@given(
    sentence=st.text(),
    kind=st.sampled_from([RequestError, PhotoError, QueueFullError, EngineError, MissingModelError]),
    code=st.none() | st.sampled_from(ErrorCode),
    values=st.dictionaries(st.sampled_from(["limit", "hours"]), st.integers() | st.text()),
)
def test_an_error_for_people_keeps_its_fault_and_its_words(
    sentence: str, kind: type[RequestError | EngineError], code: ErrorCode | None, values: dict[str, int | str]
) -> None:
    told = Failed.by(kind(sentence, code, **values), "Traceback …").model_dump_json()
    error = Failed.model_validate_json(told).error()
    assert isinstance(error, RequestError if issubclass(kind, RequestError) else EngineError)
    assert (str(error), error.code, error.values) == (sentence, code, values)


def test_memory_and_faults_are_told_apart() -> None:
    assert isinstance(Failed.by(MemoryError("CUDA"), "").error(), MemoryError)
    fault = Failed.by(ZeroDivisionError("by zero"), "Traceback: by zero").error()
    assert (type(fault), str(fault)) == (RuntimeError, "Traceback: by zero")
