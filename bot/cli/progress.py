"""Progress on stderr: a bar on a terminal, plain lines elsewhere, silence when a report is all that is wanted."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine.types.progress import Progress, Stage

Listener = Callable[[Progress], None]

_WORDS = {
    Stage.ANALYSE: "Looking at the photo",
    Stage.PLAN: "Planning the motion",
    Stage.RENDER: "Drawing the film",
}
_LINE_EVERY_PERCENT = 25


@contextmanager
def shown_progress() -> Iterator[Listener]:
    """Yield the listener that suits stderr."""
    if sys.stderr.isatty():
        with _bar() as listener:
            yield listener
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class FramesASecond(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f} frames/s" if task.speed and task.total != 1 else "")

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        FramesASecond(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {stage: bar.add_task(words, total=None, start=False, visible=False) for stage, words in _WORDS.items()}

        def listen(progress: Progress) -> None:
            task = tasks[progress.stage]
            if progress.done == 0:
                bar.update(task, visible=True)
                bar.start_task(task)
            bar.update(task, completed=progress.done, total=progress.total)

        yield listen


def _lines() -> Listener:
    told: set[tuple[Stage, int]] = set()

    def listen(progress: Progress) -> None:
        percent = progress.done * 100 // progress.total // _LINE_EVERY_PERCENT * _LINE_EVERY_PERCENT
        step = (progress.stage, percent)
        if step not in told:
            told.add(step)
            suffix = f" {percent} %" if progress.total > 1 else (" – done" if progress.done else " …")
            sys.stderr.write(f"{_WORDS[progress.stage]}{suffix}\n")

    return listen
