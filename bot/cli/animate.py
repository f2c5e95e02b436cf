"""`reverie animate`: a photo and a mood become a clip."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.files import check_output, read_photo
from bot.cli.forms import form_called
from bot.cli.options import AsJson, EngineName, FormName, Fps, Mark, Size
from bot.cli.shapes import aspect_called
from bot.cli.sound import heard
from bot.cli.text import readable

if TYPE_CHECKING:
    from engine.studio import Report


def animate(
    photo: Annotated[str, typer.Argument(metavar="PHOTO", help="A photo; - reads standard input.")],
    *,
    mood: Annotated[str, typer.Option("-m", "--mood", metavar="TEXT", help="What should happen, in your words.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The clip to write: .mp4, .gif, .webp or .webm.")
    ],
    seconds: Annotated[
        float | None, typer.Option(help="Length, up to 60; what the words say, or 5.", show_default=False)
    ] = None,
    fps: Fps = 30,
    size: Size = 1280,
    aspect: Annotated[
        str | None,
        typer.Option(metavar="source|1:1|4:5|9:16|16:9", help="Shape; what the words say, or the photo's own."),
    ] = None,
    form: FormName = None,
    engine: EngineName = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same motion.")] = 0,
    music: Annotated[
        str | None,
        typer.Option(metavar="none|auto|FILE", help="Music, or your own sound; what the words say, or none."),
    ] = None,
    curves: Annotated[Path | None, typer.Option(metavar="FILE", help="Save the planned motion as well, .npz.")] = None,
    mark: Mark = False,
    as_json: AsJson = False,
) -> None:
    """Bring a photo to life the way the words say."""
    chosen_form = form_called(form, output)
    if curves is not None:
        check_output(curves, ".npz")

    from bot.cli.progress import shown_progress
    from bot.cli.stopping import stop_wished
    from bot.settings import load_settings
    from engine.types.options import RenderOptions

    shape = aspect_called(aspect) if aspect else None
    options = RenderOptions(seconds, fps, size, shape, seed, chosen_form, *heard(music), is_marked=mark)
    with stop_wished() as cancelled, shown_progress() as on_progress:
        report = (
            load_settings()
            .studio(engine)
            .animate(read_photo(photo), readable(mood), output, options, on_progress=on_progress, cancelled=cancelled)
        )
    if curves is not None:
        report.curves.save(curves)
    typer.echo(json.dumps(_as_record(report), ensure_ascii=False) if as_json else _in_words(report))


def _as_record(report: "Report") -> dict[str, Any]:
    clip = report.clip
    return {
        "output": str(clip.path),
        "direction": clip.direction.model_dump(mode="json"),
        "faces": len(report.scene.faces),
        "advice": [advice.sentence for advice in clip.advice],
        "frames": clip.frame_count,
        "fps": clip.fps,
        "width": clip.width,
        "height": clip.height,
        "seed": report.seed,
        "sound": None if report.sound is None else report.sound.title,
        "seconds": {stage.value: round(seconds, 3) for stage, seconds in report.seconds.items()},
        "peak_memory_mb": None if report.peak_memory_mb is None else round(report.peak_memory_mb, 1),
    }


def _in_words(report: "Report") -> str:
    from engine.language import describe
    from engine.types.clip import worth_saying

    clip = report.clip
    return "\n".join(
        [
            describe(clip.direction),
            *([f"Not understood: {', '.join(clip.direction.unclear)}."] if clip.direction.unclear else []),
            *(advice.sentence for advice in worth_saying(clip.advice, clip.direction)),
            f"{clip.path}: {clip.duration_s:.1f} s, {clip.width} × {clip.height}, {clip.fps} frames/s, "
            f"{clip.size_bytes / 1e6:.1f} MB, {_sound_in_words(report)}made in {sum(report.seconds.values()):.1f} s",
        ]
    )


def _sound_in_words(report: "Report") -> str:
    return "" if report.sound is None else f"{report.sound.title}, "
