"""Travel times of a route server that speaks OSRM's table service.

    GET <url>/table/v1/driving/<lon>,<lat>;...?annotations=duration,distance&sources=0;1&...

Servers limit the number of coordinates in a request, so a big table is asked for in pieces.
"""

import json
import time
from http.client import HTTPException
from math import ceil
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request

# Places in one request are twice as many: from these to those.
PIECE = 50
# Seconds for one request, and for all of them.
TIMEOUT = 10
PATIENCE = 60
MOST_BYTES = 20 << 20


class RouteServerError(Exception):
    """The text is for whoever looks after the server."""


class _NoRedirect(HTTPRedirectHandler):
    """Nobody but the configured server is asked."""

    def redirect_request(self, *args, **kwargs):
        raise RouteServerError("it wants to redirect")


def is_allowed(url: str) -> bool:
    """
    >>> [is_allowed(url) for url in ("https://routes.example", "http://10.0.0.5:5000/car")]
    [True, True]
    >>> [is_allowed(url) for url in ("file:///etc/passwd", "routes.example", "http://", "http://[")]
    [False, False, False, False]
    >>> is_allowed("https://routes.example/?x=1"), is_allowed("http://a.example/ b")
    (False, False)
    """
    try:
        parts = urlsplit(url)
        is_numbered = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = not parts.query and not parts.fragment and url.isprintable() and " " not in url
    return parts.scheme in ("http", "https") and bool(parts.hostname) and is_numbered and is_plain


def fetch_table(url, points, timeout=TIMEOUT, patience=PATIENCE, piece=PIECE):
    """
    :param url: address of the server, without ``/table``
    :param points: list of (latitude, longitude)
    :param timeout, patience: seconds for one request, and for all of them
    :return: two square lists of lists: seconds and metres, whole numbers, rounded up; None where
        there is no way
    :raise RouteServerError: it does not answer, or not what was asked
    """
    if not is_allowed(url):
        raise RouteServerError("its address is not one")
    size = len(points)
    seconds, metres = ([[None] * size for _ in range(size)] for _ in range(2))
    until = time.monotonic() + patience
    for first in range(0, size, piece):
        for second in range(0, size, piece):
            left = until - time.monotonic()
            if left <= 0:
                raise RouteServerError("it takes too long")
            rows = range(first, min(first + piece, size))
            columns = range(second, min(second + piece, size))
            durations, distances = _fetch_piece(url, points, rows, columns, min(timeout, left))
            for row, ways, lengths in zip(rows, durations, distances, strict=True):
                for column, way, length in zip(columns, ways, lengths, strict=True):
                    seconds[row][column] = _to_whole(way)
                    metres[row][column] = _to_whole(length)
    return seconds, metres


def _fetch_piece(url, points, rows, columns, timeout):
    asked = list(dict.fromkeys([*rows, *columns]))
    index = {number: position for position, number in enumerate(asked)}
    coordinates = ";".join(f"{points[each][1]:.6f},{points[each][0]:.6f}" for each in asked)
    sources = ";".join(str(index[row]) for row in rows)
    destinations = ";".join(str(index[column]) for column in columns)
    answer = _get(
        f"{url.rstrip('/')}/table/v1/driving/{coordinates}?annotations=duration,distance"
        f"&sources={sources}&destinations={destinations}",
        timeout,
    )
    if not isinstance(answer, dict) or answer.get("code") != "Ok":
        raise RouteServerError("it cannot answer that")
    durations, distances = answer.get("durations"), answer.get("distances")
    if distances is None:
        distances = [[None] * len(columns) for _ in rows]
    for table in (durations, distances):
        if not _is_table(table, len(rows), len(columns)):
            raise RouteServerError("its answer is not a table of what was asked")
    return durations, distances


def _get(address, timeout):
    opener = OpenerDirector()
    for handler in (HTTPHandler, HTTPSHandler, _NoRedirect):
        opener.add_handler(handler())
    try:
        with opener.open(Request(address), timeout=timeout) as response:
            if response.status != 200:
                raise RouteServerError(f"it answers {response.status}")
            body = response.read(MOST_BYTES + 1)
    except (OSError, URLError, HTTPException, ValueError) as error:
        raise RouteServerError(str(getattr(error, "reason", error)) or "it is gone") from error
    if len(body) > MOST_BYTES:
        raise RouteServerError("its answer is too long")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RouteServerError("its answer cannot be read") from error


def _is_table(table, rows, columns):
    return (
        isinstance(table, list)
        and len(table) == rows
        and all(isinstance(row, list) and len(row) == columns for row in table)
        and all(cell is None or _is_length(cell) for row in table for cell in row)
    )


def _is_length(cell):
    return isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 1e9


def _to_whole(cell):
    return None if cell is None else ceil(cell - 1e-9)
