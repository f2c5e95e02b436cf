"""What was measured, as tables and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Measurement:
    """One table."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def print_table(measurement: Measurement) -> None:
    """Print one table to the terminal."""
    table = Table(*measurement.columns, title=measurement.title, title_justify="left")
    for row in measurement.rows:
        table.add_row(*(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row))
    Console().print(table)


def write_json(measurements: Sequence[Measurement], path: Path) -> None:
    """Write all tables as one JSON list."""
    path.write_text(json.dumps([asdict(measurement) for measurement in measurements], indent=2) + "\n")
