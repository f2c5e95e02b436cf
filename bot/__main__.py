"""The `reverie` command, also `python -m bot`."""

import atexit
import gc
import os
import sys
import threading

_OBJECTS_PER_COLLECTION = 300_000
_SWITCH_S = 0.001


def main() -> None:
    """Run the command line."""
    # Nearly all that a command loads stays: looking through it for garbage again and again costs 0.1 s of its start.
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    # The threads that look at a photo compute outside Python; coming back they should not wait 5 ms for one that loads.
    sys.setswitchinterval(_SWITCH_S)
    # The engine's own threads share the cores already; OpenBLAS's would spin beside them, waiting for work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Whether some installed package extends pydantic is a search through all of them; none of ours does.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

    from bot.cli.app import app  # noqa: PLC0415 - importing this module does nothing

    try:
        app()
    except SystemExit as end:
        _end_at_once(end)
        raise


def _end_at_once(end: SystemExit) -> None:
    """End the process without taking apart piece by piece what it held: 0.1 s. Who has more to do ends as usual."""
    if threading.active_count() > 1 or isinstance(end.code, str):
        return
    atexit._run_exitfuncs()  # what Python would call now; there is no public name for it
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return  # Python's own end says what became of the output
    os._exit(int(end.code or 0))


if __name__ == "__main__":
    main()
