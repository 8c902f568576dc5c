"""Vectors of money, kept outside the repository; tests with them are skipped elsewhere."""

import csv
import json
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "shared" / "vectors"


def read_vectors(case, name):
    """:return: list of dict of text by column, or what the JSON file holds"""
    path = FOLDER / name
    if not path.exists():
        case.skipTest("the vectors are not here")
    with path.open(encoding="utf-8") as file:
        return json.load(file) if path.suffix == ".json" else list(csv.DictReader(file))
