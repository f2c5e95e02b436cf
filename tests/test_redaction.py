"""Secrets stay out of logs."""

import logging

import pytest

from bot.redaction import kept_out_of_logs

SECRET = "4242:AAsecret"  # noqa: S105 - of no real bot


def shown(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(logging.Formatter().format(record) for record in caplog.records)


def test_messages_and_tracebacks_lose_the_secret(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("somebody.elses")
    with kept_out_of_logs(SECRET):
        log.error("GET %s %d", f"https://example.org/bot{SECRET}/getMe", 200)
        try:
            raise ValueError(f"{SECRET} was refused")
        except ValueError:
            log.exception("It failed")
    assert SECRET not in shown(caplog)
    assert "https://example.org/bot[secret]/getMe 200" in shown(caplog)
    assert "ValueError: [secret] was refused" in shown(caplog)


def test_other_lines_stay_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    with kept_out_of_logs(SECRET):
        logging.getLogger("ours").warning("%d clips", 3)
    assert caplog.records[0].args == (3,)
    logging.getLogger("ours").warning("after %s", SECRET)
    assert SECRET in shown(caplog), "nothing is left behind"
