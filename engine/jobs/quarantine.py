"""A render in a process of its own, for a job that may end the process that renders it."""

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection

from engine.errors import CancelledRenderError, EngineError
from engine.jobs.rendering import Render, RenderRequest
from engine.types.clip import Clip
from engine.types.progress import Progress, never

LOOK_EVERY_S = 0.1


class RenderDiedError(EngineError):
    """The process of the render ended before the render did, for the last time that is allowed."""

    def __init__(self) -> None:
        super().__init__("This request has ended its render three times and is set aside.")


def render_apart(
    render: Render, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Clip:
    """Render in a new process; raises what the render raises, and `RenderDiedError` when its process dies."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_render_and_tell, args=(sender, render, request), daemon=True)
    process.start()
    sender.close()  # so that the child holds the only one, and its death is heard
    try:
        while True:
            if cancelled():
                raise CancelledRenderError("The render was stopped.")
            if not receiver.poll(LOOK_EVERY_S):
                continue
            message = receiver.recv()
            if isinstance(message, Progress):
                on_progress(message)
            elif isinstance(message, Exception):
                raise message
            else:
                clip: Clip = message
                return clip
    except EOFError:
        raise RenderDiedError from None
    finally:
        process.kill()
        process.join()
        receiver.close()


def _render_and_tell(sender: Connection, render: Render, request: RenderRequest) -> None:
    """Render and send progress and, last of all, the clip or the error. Ends by itself when nobody listens."""
    try:
        message: Clip | Exception = render(request, partial(_tell, sender), never)
    except Exception as error:
        message = error
    with suppress(BrokenPipeError):  # the process that asked has ended; the next one begins anew
        sender.send(message)


def _tell(sender: Connection, progress: Progress) -> None:
    sender.send(progress)
