"""Logs: for people on a terminal, one JSON object a line elsewhere. They hold no photo, no words and no name."""

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LogFormat = Literal["auto", "text", "json"]


def set_up_logs(log_format: LogFormat) -> None:
    """Write the warnings of all modules to standard error; `auto` means text on a terminal and JSON elsewhere."""
    as_json = log_format == "json" or (log_format == "auto" and not sys.stderr.isatty())
    before: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        _take_formatted_traceback,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def _take_formatted_traceback(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep the traceback of a record that was formatted already, such as one out of which a secret was taken."""
    record: logging.LogRecord = event["_record"]
    if record.exc_text:
        event.setdefault("exception", record.exc_text)
    return event
