"""How good is the planner's search on the textbook problem of vehicle routing with time windows?

``vrptw.py FILE... --seconds N --seed N`` reads instances in Solomon's text format and prints a line
each: name, vehicles, distance. Without files it makes instances of the same families itself and
prints how much shorter the planner's routes are than those of greedy insertion.

Distances and times are truncated to one decimal, the objective is the total distance, the number
of vehicles is only bounded; `seconds` are those of this process's processor time, reading
included. ``--best FILE`` (lines of name and distance) adds the gaps to the best known solutions.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from math import hypot
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "pylot_frontoffice"))

from tools.planner.problem import Problem, Shift, Visit  # noqa: E402
from tools.planner.solver import Budget, solve  # noqa: E402
from tools.planner.travel_matrix import TravelMatrix  # noqa: E402

# Tenths: one decimal counts.
SCALE = 10
# Nobody is left out to save driving.
PRIZE = 10**8
FAMILIES = ("R1", "C1", "RC1", "R2", "C2", "RC2")


def read(path: Path) -> tuple[str, Problem]:
    """
    :return: name and problem
    :raise ValueError: no such instance
    """
    lines = path.read_text().splitlines()
    rows = [[float(cell) for cell in line.split()] for line in lines if is_numbers(line)]
    fleet = [row for row in rows if len(row) == 2]
    customers = [row for row in rows if len(row) == 7]
    if len(fleet) != 1 or len(customers) < 2:
        raise ValueError(f"{path}: no instance in Solomon's format")
    ((vehicles, capacity),) = fleet
    return lines[0].strip(), make_problem(int(vehicles), int(capacity), customers)


def is_numbers(line: str) -> bool:
    cells = line.split()
    return bool(cells) and all(cell.replace(".", "", 1).isdigit() for cell in cells)


def make_problem(vehicles: int, capacity: int, customers: list) -> Problem:
    """
    :param customers: rows of number, x, y, demand, ready time, due date, service time; the first
        is the depot
    """
    points = [(row[1], row[2]) for row in customers]
    travel = TravelMatrix.from_function(
        points, lambda a, b: int(SCALE * hypot(a[0] - b[0], a[1] - b[1]))
    )
    opens, closes = (int(SCALE * value) for value in customers[0][4:6])
    shifts = tuple(Shift(n, opens, closes, 0, 0, capacity=capacity) for n in range(vehicles))
    visits = tuple(
        Visit(
            number,
            number,
            duration=int(SCALE * row[6]),
            windows=((int(SCALE * row[4]), int(SCALE * row[5])),),
            prize=PRIZE,
            size=int(row[3]),
        )
        for number, row in enumerate(customers)
        if number
    )
    return Problem(shifts, visits, travel)


def generate(family: str, size: int, seed: int) -> Problem:
    """An instance of its own: customers scattered (R), in clusters (C) or both (RC); a short (1) or
    long (2) day."""
    random = Random(f"{family} {size} {seed}")
    side = 10 * size**0.5
    centres = [(random.uniform(0, side), random.uniform(0, side)) for _ in range(size // 10)]
    is_long, is_clustered = family.endswith("2"), family.startswith("C")
    service = 90 if is_clustered else 10
    day = round(
        side * (10 if is_long else 2.3)
        + is_clustered * (side if is_long else side / 10) * service / 4
    )
    capacity = 1000 if is_long else 200
    customers = [[0, side / 2, side / 2, 0, 0, day, 0]]
    for number in range(1, size + 1):
        point = (random.uniform(0, side), random.uniform(0, side))
        if is_clustered or (family.startswith("RC") and number % 2):
            point = tuple(random.gauss(at, side / 25) for at in centres[number % len(centres)])
        way = hypot(point[0] - side / 2, point[1] - side / 2) + 1
        begin = random.uniform(way, max(way, day - way - service))
        width = day * random.choice([0.05, 0.15, 0.3, 1])
        window = max(way, begin - width / 2), min(day - way - service, begin + width / 2)
        customers.append([number, *point, random.randrange(5, 30), *window, service])
    return make_problem(size // 2, capacity, customers)


def measure(problem: Problem, seconds: float, seed: int):
    solution = solve(problem, Budget(None, seconds, time.process_time), seed)
    if solution.verdict.left_out:
        raise ValueError(f"{len(solution.verdict.left_out)} customers fit into no vehicle")
    return len(solution.plan.routes), solution.verdict.driving / SCALE


def solve_files(options) -> None:
    known, gaps = {}, {}
    if options.best:
        with options.best.open() as lines:
            known = {row[0]: float(row[1]) for row in csv.reader(lines) if row[1][:1].isdigit()}
    for path in options.files:
        began = time.process_time()
        name, problem = read(path)
        seconds = options.seconds - (time.process_time() - began)
        vehicles, distance = measure(problem, seconds, options.seed)
        line = f"{name} {vehicles} {distance:.1f}"
        best = known.get(path.stem) or known.get(name)
        if best:
            gap = 100 * (distance / best - 1)
            gaps.setdefault(len(problem.visits), []).append(gap)
            line += f" {gap:+.2f}%"
        print(line, flush=True)
    for size, each in sorted(gaps.items()):
        print(f"mean gap, {size} customers: {sum(each) / len(each):+.2f}% of {len(each)}")


def solve_generated(options) -> None:
    for family in FAMILIES:
        problem = generate(family, 100, options.seed)
        # insertion overlooks a place now and then, and leaves the customer to the search
        greedy = solve(problem, Budget(0), options.seed).verdict.driving / SCALE
        vehicles, distance = measure(problem, options.seconds, options.seed)
        print(
            f"{family}, 100 customers made for this: {vehicles} vehicles, {distance:.1f}; "
            f"{distance / greedy:.2f} of greedy insertion",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--best", type=Path, help="CSV of names and best known distances")
    options = parser.parse_args()
    try:
        (solve_files if options.files else solve_generated)(options)
    except (OSError, ValueError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
