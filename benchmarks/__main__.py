"""Measure speed, memory, load, faults and fidelity: `python -m benchmarks NAME…`; everything by default."""

import argparse
from functools import partial
from pathlib import Path

from benchmarks.cluster import node_loss, overhead, transport
from benchmarks.command import against_zoompan, memory, start_up
from benchmarks.crowds.discord import DiscordCrowd
from benchmarks.crowds.telegram import TelegramCrowd
from benchmarks.crowds.web import WebCrowd
from benchmarks.diffusion import diffusion, diffusion_tiny, diffusion_weights
from benchmarks.faults import faults
from benchmarks.fidelity import fidelity
from benchmarks.interpolation import interpolation
from benchmarks.load import load
from benchmarks.old_photos import old_photos
from benchmarks.report import print_table, write_json
from benchmarks.soak import soak
from benchmarks.sound import moods_in_sound, sound_in_films
from benchmarks.speed import against_the_floor, by_size_and_faces
from benchmarks.stories import story, story_memory
from benchmarks.story_film import story_film
from benchmarks.understanding import understanding

MEASUREMENTS = {
    "floor": against_the_floor,
    "zoompan": against_zoompan,
    "memory": memory,
    "start": start_up,
    "stages": by_size_and_faces,
    "load": partial(load, WebCrowd, "on the page"),
    "load-telegram": partial(load, TelegramCrowd, "on Telegram"),
    "faults": partial(faults, WebCrowd, "on the page"),
    "faults-telegram": partial(faults, TelegramCrowd, "on Telegram"),
    "faults-discord": partial(faults, DiscordCrowd, "on Discord"),
    "diffusion": diffusion,
    "diffusion-tiny": diffusion_tiny,
    "diffusion-weights": diffusion_weights,
    "soak": soak,
    "cluster": overhead,
    "cluster-transport": transport,
    "node-loss": node_loss,
    "interpolation": interpolation,
    "music": moods_in_sound,
    "sound": sound_in_films,
    "story": story,
    "story-memory": story_memory,
    "understanding": understanding,
}
"""Name → what takes the number of repeats."""
OF_PHOTOS = {"fidelity": fidelity, "old-photos": old_photos, "story-film": story_film}
"""Name → what takes the photos."""


def main() -> None:
    names = (*MEASUREMENTS, *OF_PHOTOS)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Reverie.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(names)}; all by default")
    parser.add_argument("--repeats", type=int, default=5, help="turns of each comparison (default 5)")
    parser.add_argument(
        "--photos",
        type=Path,
        nargs="+",
        default=[],
        metavar="PATH",
        help=f"files and folders for {' and '.join(OF_PHOTOS)}",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the tables as JSON too")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"no measurement is called {', '.join(sorted(unknown))}")

    done = []
    for name in options.names or names:
        of_photos = OF_PHOTOS.get(name)
        done.append(of_photos(options.photos) if of_photos else MEASUREMENTS[name](options.repeats))
        print_table(done[-1])
    if options.json is not None:
        write_json(done, options.json)


if __name__ == "__main__":
    main()
