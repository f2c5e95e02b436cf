"""Logs as an operator's tools read them."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.operations.logs import set_up_logs
from bot.redaction import kept_out_of_logs


@pytest.fixture(autouse=True)
def root_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def _written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_away_from_a_terminal_each_line_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert not sys.stderr.isatty()
    set_up_logs("auto")
    logging.getLogger("engine.jobs").warning("Job %s\nfailed", "4f")
    logging.getLogger("engine.jobs").info("not worth a line")
    (line,) = _written(capsys)
    assert (line["level"], line["logger"], line["event"]) == ("warning", "engine.jobs", "Job 4f\nfailed")
    assert line["timestamp"]


@pytest.mark.parametrize("secret", ["", "4711:token"])
def test_a_traceback_is_part_of_its_line_and_free_of_secrets(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json")
    with kept_out_of_logs(secret or "another secret"):
        try:
            raise ValueError(f"no answer from bot{secret}")
        except ValueError:
            logging.getLogger("bot").exception("It broke")
    (line,) = _written(capsys)
    assert "ValueError: no answer from bot" in line["exception"]
    assert "4711" not in str(line)


def test_on_a_terminal_it_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("text")
    logging.getLogger("bot").warning("The line is lost")
    assert "The line is lost" in capsys.readouterr().err
