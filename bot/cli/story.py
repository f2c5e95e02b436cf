"""`reverie story`: several photos and a story become one film."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.files import STANDARD_STREAM, read_photo
from bot.cli.forms import form_called
from bot.cli.options import AsJson, EngineName, FormName, Fps, Mark, Size
from bot.cli.shapes import aspect_called
from bot.cli.sound import heard
from bot.cli.text import readable
from engine.errors import RequestError

if TYPE_CHECKING:
    from engine.production import StoryReport
    from engine.types.storyboard import Storyboard


def story(
    photos: Annotated[list[str], typer.Argument(metavar="PHOTO…", help="Up to 20 photos, in the film's order.")],
    *,
    words: Annotated[str, typer.Option("-m", "--mood", metavar="TEXT", help="What should happen, in your words.")] = "",
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The film to write: .mp4, .gif, .webp or .webm.")
    ],
    captions: Annotated[
        list[str] | None, typer.Option("--caption", metavar="N=TEXT", help="Words for photo N, counted from 1.")
    ] = None,
    music: Annotated[
        str, typer.Option(metavar="none|auto|FILE", help="Music by the story's moods, or your own sound.")
    ] = "auto",
    aspect: Annotated[
        str | None, typer.Option(metavar="source|1:1|4:5|9:16|16:9", help="Shape; what the words say, or most photos'.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(help="Length, up to 60; what the words say, or 3 a photo.", show_default=False)
    ] = None,
    fps: Fps = 30,
    size: Size = 1280,
    form: FormName = None,
    engine: EngineName = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same film.")] = 0,
    mark: Mark = False,
    as_json: AsJson = False,
) -> None:
    """Tell a story with several photos."""
    chosen_form = form_called(form, output)
    if STANDARD_STREAM in photos:
        raise RequestError("A story reads its photos from files, not from standard input.")
    for photo in photos:
        read_photo(photo)

    from bot.cli.progress import shown_progress
    from bot.cli.stopping import stop_wished
    from bot.settings import load_settings
    from engine.production import Production
    from engine.types.options import RenderOptions

    paths = [Path(photo) for photo in photos]
    options = RenderOptions(
        seconds, fps, size, aspect_called(aspect) if aspect else None, seed, chosen_form, *heard(music), is_marked=mark
    )
    board = _told(readable(words), captions or [], paths)
    with stop_wished() as cancelled, shown_progress() as on_progress:
        production = Production(load_settings().studio(engine))
        report = production.tell(paths, board, output, options, on_progress=on_progress, cancelled=cancelled)
    typer.echo(json.dumps(_as_record(report), ensure_ascii=False) if as_json else _in_words(report))


def _told(words: str, captions: list[str], photos: list[Path]) -> "Storyboard":
    """Return what the words and the captions make of the photos."""
    from engine.language.storytelling import tell_story
    from engine.production.survey import look_over

    dates = [look_over(photo).captured_at for photo in photos]
    under = dict(map(_caption, captions))
    if wrong := [number + 1 for number in under if number >= len(photos)]:
        raise RequestError(f"There is a caption for photo {wrong[0]}, but there are only {len(photos)} photos.")
    return tell_story(words, under, photo_count=len(photos), captured_at=dates)


def _caption(text: str) -> tuple[int, str]:
    number, separator, words = readable(text).partition("=")
    if not separator or not number.strip().isdecimal() or int(number) < 1:
        raise RequestError(f"A caption is N=TEXT with the number of a photo, such as 2=a wink, not “{text}”.")
    return int(number) - 1, words


def _as_record(report: "StoryReport") -> dict[str, Any]:
    clip = report.clip
    return {
        "output": str(clip.path),
        "storyboard": report.storyboard.model_dump(mode="json"),
        "shots": [
            {
                "photo": shot.photo + 1,
                "from_s": round(shot.slot.start / clip.fps, 3),
                "to_s": round(shot.slot.stop / clip.fps, 3),
                "camera": shot.direction.camera.move.value,
            }
            for shot in report.plan.shots
        ],
        "transitions": [transition.value for transition in report.plan.transitions],
        "music": report.sound.title if report.sound else None,
        "advice": [advice.sentence for advice in clip.advice],
        "frames": clip.frame_count,
        "fps": clip.fps,
        "width": clip.width,
        "height": clip.height,
        "seconds": {stage.value: round(seconds, 3) for stage, seconds in report.seconds.items()},
        "peak_memory_mb": None if report.peak_memory_mb is None else round(report.peak_memory_mb, 1),
    }


def _in_words(report: "StoryReport") -> str:
    from engine.language import describe

    clip, board = report.clip, report.storyboard
    shots = [
        f"{number}. photo {shot.photo + 1}: {describe(shot.direction)}"
        for number, shot in enumerate(board.shots, start=1)
    ]
    unclear = [f"Not understood: {', '.join(board.unclear)}."] if board.unclear else []
    music = f", {report.sound.title}" if report.sound else ""
    return "\n".join(
        [
            *shots,
            *unclear,
            *(advice.sentence for advice in clip.advice),
            f"{clip.path}: {clip.duration_s:.1f} s, {clip.width} × {clip.height}, {clip.fps} frames/s{music}, "
            f"{clip.size_bytes / 1e6:.1f} MB, made in {sum(report.seconds.values()):.1f} s",
        ]
    )
