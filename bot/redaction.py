"""Secrets that must never stand in a log: libraries log addresses and errors with a token in them."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SHOWN_INSTEAD = "[secret]"


@contextmanager
def kept_out_of_logs(secret: str) -> Iterator[None]:
    """Replace a secret in the message and the traceback of everything that is logged meanwhile, by whomever."""
    former = logging.getLogRecordFactory()

    def make(*values: Any, **named: Any) -> logging.LogRecord:
        record = former(*values, **named)
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            return record  # somebody's values do not fit their message; the handler complains of it
        if secret in message:
            record.msg, record.args = message.replace(secret, _SHOWN_INSTEAD), None
        if isinstance(record.exc_info, tuple) and record.exc_info[0] is not None:
            told = "".join(traceback.format_exception(*record.exc_info)).rstrip()
            if secret in told:  # what is formatted already is what a handler shows
                record.exc_text, record.exc_info = told.replace(secret, _SHOWN_INSTEAD), None
        return record

    logging.setLogRecordFactory(make)
    try:
        yield
    finally:
        logging.setLogRecordFactory(former)
