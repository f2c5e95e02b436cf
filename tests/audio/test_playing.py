"""What playing leaves behind."""

import gc
import weakref

import pytest

from engine.audio import compose, mixing
from engine.audio.playing import Players
from engine.language import understand


def test_the_soundfont_goes_with_the_music_and_waits_for_no_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    synths = []

    class Noted(Players):
        def __init__(self) -> None:
            super().__init__()
            synths.append(weakref.ref(self._synth))

    monkeypatch.setattr(mixing, "Players", Noted)
    gc.disable()
    try:
        compose(understand("wistful, piano"), 1.0, 0)
        assert [synth() for synth in synths] == [None]
    finally:
        gc.enable()
