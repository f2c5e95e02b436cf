"""Options that the commands which make a film share."""

from typing import Annotated

import typer

Fps = Annotated[int, typer.Option(help="Frames a second, 8 to 60.")]
Size = Annotated[int, typer.Option(help="Longer side at most, 160 to 2560 pixels.")]
FormName = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="film|animation|round|sticker|gif|webp|webm",
        help="What to write; what the file's ending says.",
        show_default=False,
    ),
]
EngineName = Annotated[
    str | None, typer.Option(help="Render engine: warp, diffusion or auto; else REVERIE_ENGINE.", show_default=False)
]
Mark = Annotated[bool, typer.Option("--mark", help="Put a small mark into the picture: made by AI.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON report.")]
