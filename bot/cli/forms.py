"""The forms of a film that may be named on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.files import check_output
from engine.errors import RequestError

if TYPE_CHECKING:
    from engine.types.clip import Form


def form_called(name: str | None, output: Path) -> "Form":
    """Return the form of a name, or else the one that the output's ending means.

    Raises `RequestError` for a name that is none, and for an output that cannot be written or ends otherwise.
    """
    from engine.types.clip import Form
    from engine.types.forms import FORMS

    if name is None:
        usual = {".mp4": Form.FILM, ".gif": Form.GIF, ".webp": Form.WEBP, ".webm": Form.WEBM}
        if (ending := output.suffix.lower()) not in usual:
            raise RequestError(f"The name of {output} should end with one of: {', '.join(usual)}.")
        form = usual[ending]
    elif name in set(Form):
        form = Form(name)
    else:
        raise RequestError(f"There is no format called “{name}”; choose one of: {', '.join(Form)}.")
    check_output(output, f".{FORMS[form].container}")
    return form
