"""The `reverie` command, also `python -m bot`."""

import gc
import os
import sys

_OBJECTS_PER_COLLECTION = 50_000
_SWITCH_S = 0.001


def main() -> None:
    """Run the command line."""
    # Nearly all that a command loads stays: looking through it for garbage again and again costs 0.08 s of its start.
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
    finally:
        gc.freeze()  # the process ends; looking through all it held once more takes another 0.08 s


if __name__ == "__main__":
    main()
