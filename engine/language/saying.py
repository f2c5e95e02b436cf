"""The words that a language says directions back with (`sayings/<language>.toml`, its layout is told in `en.toml`).

What a file leaves out is said with the first phrase of its entry in the vocabulary, and with the plainest joints.
"""

from functools import cache
from pathlib import Path
from typing import Any

from engine.language.manner import DEGREES
from engine.language.table_file import read_tables
from engine.language.vocabularies import tables

_FOLDER = Path(__file__).parent / "sayings"
_SWEEPS = {
    "pan_left": ("pan", "left"), "pan_right": ("pan", "right"),
    "tilt_up": ("tilt", "up"), "tilt_down": ("tilt", "down"),
}  # fmt: skip
_STEADY_MOVES = ("still", "push_in", "pull_out", "orbit", "drift")
_MANNERS_OF_BOTH = ("gentle", "vigorous", "lively", "hesitant", "solemn")
_PLACES = ("left", "right", "center")


@cache
def sayings(language: str) -> dict[str, Any]:
    """Return the templates and words of a language, by the keys of English's file."""
    vocabulary = tables(language)
    own = read_tables(_FOLDER / f"{language}.toml")
    said: dict[str, Any] = {**_templates(vocabulary), **_words(vocabulary)}
    return {
        key: {**value, **own.get(key, {})} if isinstance(value, dict) else own.get(key, value)
        for key, value in said.items()
    }


def _templates(vocabulary: dict[str, Any]) -> dict[str, Any]:
    """Return the joints of a sentence."""
    order, person = _first(vocabulary, "order"), _first(vocabulary, "person")
    music = _first(vocabulary, "music")
    return {
        "nothing": vocabulary["plain"]["name"][0],
        "act": "{how}{what}{side}{times}{when}",
        "by": "{person} {act}",
        "exchange": vocabulary["gesture"]["turn mutual"][0],
        "how": "{} ",
        "done": "{}",
        "felt": "{}",
        "listing": ", ",
        "mood_alone": "{}",
        "overall": vocabulary["scope"]["whole"][0] + " {}",
        "first": order["first"] + " {}",
        "then": f", {order['then']} ",
        "together": f", {order['while']} ",
        "lead": ": ",
        "without": vocabulary["negation"]["without"][0] + " {name}",
        "fact": ", ",
        "sentence": "{}.",
        "next": " ",
        "music": "{} " + music["music"],
        "any_music": music["music"],
        "bpm": "{}, {} bpm",
        "no_music": music["none"],
        "loop": vocabulary["loop"]["loop"][0],
        "seconds": "{} " + vocabulary["unit"]["second"][0],
        "share": " {} %",
        "beginning": " " + order["start"],
        "end": " " + order["end"],
        "twice": " " + vocabulary["count"]["2"][0],
        "times": " {} " + vocabulary["unit"]["times"][0],
        "one_person": person["one"] + " {}",
        "spelling": [],
        "capitals": [],
    }


def _words(vocabulary: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the words for what a direction holds."""
    manner, side, camera = (_first(vocabulary, kind) for kind in ("manner", "side", "camera"))
    degree = _first(vocabulary, "degree")
    person, place = _first(vocabulary, "person"), _first(vocabulary, "place")
    return {
        "gesture": {name: word for name, word in _first(vocabulary, "gesture").items() if " " not in name},
        "name": {name: word for name, word in _first(vocabulary, "gesture").items() if " " not in name},
        "mood": {label: word for label, word in _first(vocabulary, "mood").items() if " " not in label},
        "strength": {
            f"{DEGREES[name].level:g}": f"{degree[name]} {{}}" for name in ("barely", "slightly", "very", "extremely")
        },
        "manner": {name: manner[name] for name in _MANNERS_OF_BOTH},
        "pace": _ladder(manner["slow"], manner["fast"], degree),
        "amount": _ladder(manner["small"], manner["large"], degree)
        | {"-2": manner["imperceptible"], "2": manner["enormous"]},
        "side": {name: f" {word}" for name, word in side.items() if " " not in name},
        "camera": {move: camera[move] for move in _STEADY_MOVES}
        | {move: f"{camera[kind]} {side[way]}" for move, (kind, way) in _SWEEPS.items()},
        "doer": {name: f"{person['one']} {place[name]}" for name in _PLACES}
        | {"all": person["all"], "number": person["one"] + " {}"},
        "who": {name: f"{person['one']} {place[name]}" for name in _PLACES} | {"all": person["all"]},
        "ambient": _first(vocabulary, "ambient"),
    }


def _first(vocabulary: dict[str, Any], kind: str) -> dict[str, str]:
    return {key: phrases[0] for key, phrases in vocabulary[kind].items() if phrases}


def _ladder(less: str, more: str, degree: dict[str, str]) -> dict[str, str]:
    """Return the words for the levels of manner."""
    scales = {"0.5": "slightly", "1.5": "very", "2": "extremely"}
    words = {"-1": less, "1": more}
    words |= {f"-{level}": f"{degree[name]} {less}" for level, name in scales.items()}
    return words | {level: f"{degree[name]} {more}" for level, name in scales.items()}
