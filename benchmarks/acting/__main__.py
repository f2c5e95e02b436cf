"""Film the repertoire and judge it: `python -m benchmarks.acting`; exits with 1 when a check is red."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import matplotlib.cbook
import skimage.data

from benchmarks.acting.filming import Film, Order, film_photo
from benchmarks.acting.page import write_page
from benchmarks.acting.verdict import Row, figures_of, judge
from benchmarks.photos import photo_files, write_jpeg
from benchmarks.report import Measurement, print_table
from engine.types.direction import EmotionLabel, GestureName


def main() -> int:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    films: list[Film] = []
    without: list[str] = []
    with _photos(options.photos) as photos, ProcessPoolExecutor(max_workers=options.processes) as pool:
        orders = [
            Order(photo, options.out, tuple(options.gestures), tuple(options.emotions), options.seed + index)
            for index, photo in enumerate(photos)
        ]
        for order, found in zip(orders, pool.map(film_photo, orders), strict=True):
            films += found
            without += [] if found else [order.photo.stem]
            print(f"{order.photo.stem}: {len(found)} films, {time.monotonic() - began:.0f} s", flush=True)
            # After every photo, so that a report that is stopped shows what it has.
            _write(films, without, options.out)
    if not films:
        print("There is no face in these photos.")
        return 1
    rows = judge(films)
    print_table(_table(rows))
    print(f"{options.out / 'index.html'}: {len(films)} films in {time.monotonic() - began:.0f} s")
    return int(any(not row.holds for row in rows))


def _write(films: list[Film], without: list[str], folder: Path) -> None:
    if films:
        write_page(films, judge(films), without, "Reverie: the acting report", folder / "index.html")
        (folder / "figures.json").write_text(json.dumps([figures_of(film) for film in films], indent=1) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.acting", description="Film and judge the repertoire.")
    parser.add_argument(
        "--photos", type=Path, nargs="*", metavar="PATH", help="files and folders; without, the packaged portraits"
    )
    parser.add_argument("--out", type=Path, default=Path("build/acting"), help="folder of the report (build/acting)")
    parser.add_argument("--gestures", type=GestureName, nargs="*", default=list(GestureName), metavar="NAME")
    parser.add_argument("--emotions", type=EmotionLabel, nargs="*", default=list(EmotionLabel), metavar="NAME")
    parser.add_argument("--processes", type=int, choices=(1, 2), default=2, help="how many photos at once")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


@contextmanager
def _photos(places: list[Path] | None) -> Iterator[list[Path]]:
    if places:
        yield photo_files(places)
        return
    with tempfile.TemporaryDirectory() as folder:
        with matplotlib.cbook.get_sample_data("grace_hopper.jpg") as file:
            hopper = Path(folder) / "grace_hopper.jpg"
            hopper.write_bytes(file.read())
        yield [write_jpeg(skimage.data.astronaut(), Path(folder) / "astronaut.jpg"), hopper]


def _table(rows: list[Row]) -> Measurement:
    return Measurement(
        "Acting (! misses its bar)",
        ("check", "figure", "bar", ""),
        tuple(
            (row.check, f"{row.figure:.3g} {row.bar.unit}{'' if row.holds else ' !'}", row.bar.text, row.remark)
            for row in rows
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
