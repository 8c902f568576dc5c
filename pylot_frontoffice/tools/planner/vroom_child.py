"""Runs VROOM, in a process of its own: ``python vroom_child.py < question > answer``.

Stands alone: the Python that runs it has pyvroom, and perhaps nothing else. The library holds the
interpreter's lock while it thinks and brings a GPL library along, so it is never imported into the
server. The question: {"limits": {"seconds", "bytes"}, "level", "matrix", "vehicles", "jobs"}; the
answer: {"orders": [[shift, [visit, ...]], ...]}.
"""

import json
import sys


def limit(seconds, size):
    """Ask the system to end this process when it takes too much; where it cannot, the parent's
    own clock is the limit."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def solve(question):
    import datetime

    import numpy
    import vroom

    problem = vroom.Input()
    matrix = numpy.array(question["matrix"], dtype=numpy.uint32)
    problem.set_durations_matrix(profile="car", matrix_input=matrix)
    problem.add_vehicle([make_vehicle(vroom, vehicle) for vehicle in question["vehicles"]])
    problem.add_job([make_job(vroom, job) for job in question["jobs"]])
    timeout = datetime.timedelta(seconds=question["limits"]["seconds"])
    solution = problem.solve(
        exploration_level=question["level"], nb_threads=1, timeout=timeout
    ).to_dict()
    return {
        "orders": [
            [route["vehicle"], [step["id"] for step in route["steps"] if step["type"] == "job"]]
            for route in solution["routes"]
        ]
    }


def make_vehicle(vroom, vehicle):
    return vroom.Vehicle(
        vehicle["id"],
        start=vehicle["start"],
        end=vehicle["end"],
        capacity=vehicle["capacity"],
        skills=set(vehicle["skills"]),
        time_window=vroom.TimeWindow(*vehicle["window"]),
        breaks=[
            vroom.Break(number, time_windows=[vroom.TimeWindow(*window)], service=duration)
            for number, (window, duration) in enumerate(vehicle["breaks"])
        ],
    )


def make_job(vroom, job):
    return vroom.Job(
        job["id"],
        location=job["place"],
        default_service=job["service"],
        delivery=vroom.Amount(job["delivery"]),
        skills=set(job["skills"]),
        priority=job["priority"],
        time_windows=[vroom.TimeWindow(*window) for window in job["windows"]],
    )


if __name__ == "__main__":
    question = json.load(sys.stdin)
    limit(question["limits"]["seconds"] + 5, question["limits"]["bytes"])
    json.dump(solve(question), sys.stdout)
