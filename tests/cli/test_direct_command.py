import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli.app import app
from engine.types.direction import Direction


def test_a_direction_is_valid_json(script) -> None:
    run = script("direct", "slow, wistful nod", "--json")
    assert run.returncode == 0
    direction = Direction.model_validate_json(run.stdout)
    assert [gesture.name for gesture in direction.gestures] == ["nod"]
    assert direction.emotion.label == "wistful"


def test_words_are_answered_with_words(script) -> None:
    run = script("direct", "slow, wistful nod")
    assert run.returncode == 0
    assert "nod" in run.stdout
    assert "{" not in run.stdout


def test_further_texts_adjust_the_first(invoke) -> None:
    first, second = (
        Direction.model_validate_json(invoke("direct", *texts, "--json").stdout)
        for texts in (["nod"], ["nod", "slower"])
    )
    assert second.pace < first.pace
    assert [gesture.name for gesture in second.gestures] == ["nod"]


def test_a_batch_gives_a_line_for_each_line(own_folder: Path, invoke) -> None:
    lines = [{"turns": ["nod"]}, {"turns": ["smile", "slower"]}, {"turns": ["wink"], "id": 3}]
    text = "\n".join(map(json.dumps, lines)) + "\n\n"
    (own_folder / "batch.jsonl").write_text(text)
    from_file, from_pipe = invoke("direct", "--batch", "batch.jsonl"), invoke("direct", "--batch", "-", stdin=text)
    assert from_file.exit_code == 0
    assert from_file.stdout == from_pipe.stdout
    directions = [Direction.model_validate_json(line) for line in from_file.stdout.splitlines()]
    assert [direction.gestures[0].name for direction in directions] == ["nod", "smile", "wink"]


@pytest.mark.parametrize(
    "line", ["nod", "[]", "{}", '{"turns": "nod"}', '{"turns": []}', '{"turns": [1]}', "[" * 100_000]
)
def test_the_wrong_line_of_a_batch_is_named(invoke, line: str) -> None:
    run = invoke("direct", "--batch", "-", stdin=f'{{"turns": ["nod"]}}\n{line}\n')
    assert run.exit_code == 2
    assert len(run.stdout.splitlines()) == 1
    assert run.stderr.startswith("reverie: Line 2 of the batch")


@pytest.mark.parametrize("words", [(), ("nod", "--batch", "-"), ("--batch", "missing.jsonl")])
def test_a_request_without_words_is_refused(invoke, words: tuple[str, ...]) -> None:
    run = invoke("direct", *words)
    assert run.exit_code == 2
    assert run.stderr.startswith("reverie: ")


# Surrogates stand for bytes that a terminal could not decode; a dash would begin an option.
@given(st.lists(st.text(st.characters(), max_size=60), min_size=1, max_size=3))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_direction(texts: list[str]) -> None:
    run = CliRunner().invoke(app, ["direct", "--json", "--", *texts])
    assert run.exit_code == 0, run.output
    Direction.model_validate_json(run.stdout)
