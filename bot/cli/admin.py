"""`reverie admin`: what its operator asks and decides, whether or not the chat runs just now."""

from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from engine.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.conversation.blocking import Blocking
    from bot.database import Database
    from engine.jobs.report import Report, ReportedJob

Answer = TypeVar("Answer")

admin = typer.Typer(no_args_is_help=True, help="Look after a chat: its queue, and whom it serves.")

Person = Annotated[str, typer.Argument(metavar="PERSON", help="As `queue` shows it, such as telegram:42.")]


@admin.command()
def stats() -> None:
    """Count what is kept."""
    report = _report()
    states = ", ".join(f"{count} {state}" for state, count in report.jobs.items()) or "none"
    typer.echo(f"jobs    {states}")
    typer.echo(f"photos  {report.photos}")
    typer.echo(f"sounds  {report.sounds}")
    typer.echo(f"clips   {report.clips}, {report.clip_bytes / 1e6:.1f} MB")


@admin.command()
def queue() -> None:
    """List what waits and runs."""
    _list(_report().open, "Nothing waits.")


@admin.command()
def set_aside() -> None:
    """List what stopped the program again and again."""
    _list(_report().set_aside, "Nothing was set aside.")


@admin.command()
def block(person: Person) -> None:
    """Serve somebody no more; they are told kindly, and may still delete what is theirs."""
    is_new = _decide(lambda blocking: blocking.block(person))
    typer.echo(f"{person} is blocked." if is_new else f"{person} was blocked already.")


@admin.command()
def unblock(person: Person) -> None:
    """Serve somebody again."""
    was_blocked = _decide(lambda blocking: blocking.unblock(person))
    typer.echo(f"{person} is served again." if was_blocked else f"{person} was not blocked.")


@admin.command()
def blocked() -> None:
    """List whom the chat does not serve."""
    for person, since in _decide(lambda blocking: blocking.everybody()):
        typer.echo(f"{person}  since {_moment(since)}")


@admin.command()
def reports() -> None:
    """List the clips that somebody reported."""
    from bot.conversation.reported_clips import ReportedClips

    for reported in _with_database(lambda database: ReportedClips(database).everything()):
        typer.echo(
            f"{_moment(reported.at)}  clip {reported.job} in {reported.chat}, made for {reported.made_for}, "
            f"reported by {reported.owner}  {reported.words}".rstrip()
        )


@admin.command()
def broadcast(text: Annotated[str, typer.Argument(metavar="TEXT", help="What they should know.")]) -> None:
    """Tell the people of REVERIE_ADMINS something, each alone, through the chat that runs."""
    import asyncio

    from bot.operations import back_door
    from bot.settings import load_settings

    reached = asyncio.run(back_door.broadcast(load_settings().data_folder, text))
    if reached is None:
        raise RequestError("No chat runs on this data folder; `reverie run` starts one.")
    typer.echo(f"Told {reached}.")


def _report() -> "Report":
    """Ask the chat that runs, or else read the folder."""
    import asyncio

    from bot.operations.back_door import ask_running
    from bot.settings import load_settings
    from engine.jobs.report import read_report

    folder = load_settings().data_folder
    return asyncio.run(ask_running(folder)) or read_report(folder / "jobs")


def _decide(decision: "Callable[[Blocking], Awaitable[Answer]]") -> Answer:
    """Ask or change who is blocked; a chat that runs minds it from the next event on."""
    from bot.conversation.blocking import Blocking

    return _with_database(lambda database: decision(Blocking(database)))


def _with_database(work: "Callable[[Database], Awaitable[Answer]]") -> Answer:
    """Work on what the conversations remember, whether or not a chat runs."""
    import asyncio

    from bot.conversation.memory import Memory
    from bot.database import Database
    from bot.settings import load_settings

    async def open_and_work() -> Answer:
        async with Database(load_settings().data_folder / "conversations.db") as database:
            await Memory(database).open()
            return await work(database)

    return asyncio.run(open_and_work())


def _list(jobs: "Sequence[ReportedJob]", nothing: str) -> None:
    if not jobs:
        typer.echo(nothing)
    for job in jobs:
        typer.echo(
            f"{job.id}  {job.state:<8}{_moment(job.created_at)}  {job.owner}  in {job.chat}  tries {job.attempts}"
        )


def _moment(seconds: float) -> str:
    from datetime import datetime

    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"
