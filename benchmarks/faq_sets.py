"""Questions with known answers: the set of 427 articles and 283 queries, if it is there, those of
our own (faq_written/, faq_unseen/ and faq_fresh/), and how the same queries look when people type
them without umlauts or with a slip."""

from __future__ import annotations

import csv
import json
import os
import zlib
from pathlib import Path

SET = "PYLOT_FAQ_SET"
OWN = [Path(__file__).parent / name for name in ("faq_written", "faq_unseen", "faq_fresh")]
USUAL = Path(__file__).parents[2] / "shared" / "vectors" / "faq"
DIGRAPHS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)
BARE = str.maketrans("äöüÄÖÜ", "aouAOU", "")
SHARP = str.maketrans({"ß": "ss"})
SLIP_LENGTH = 6

# Success@1, Success@5, MRR of other ways to search, measured on the same set. FTS is PostgreSQL's.
BASELINES = (
    ("ILIKE whole query", 0.000, 0.000, 0.000),
    ("ILIKE token count", 0.110, 0.290, 0.182),
    ("FTS plainto/websearch (AND)", 0.032, 0.049, 0.039),
    ("FTS OR, ts_rank_cd", 0.159, 0.392, 0.257),
    ("FTS OR, ts_rank A/C", 0.180, 0.399, 0.271),
    ("FTS 'simple' OR", 0.113, 0.276, 0.179),
    ("pg_trgm similarity(question)", 0.198, 0.364, 0.274),
    ("FTS OR + pg_trgm", 0.230, 0.417, 0.306),
    ("BM25, stems", 0.194, 0.431, 0.285),
    ("BM25, stems + 4-grams", 0.223, 0.488, 0.334),
    ("both BM25, by rank", 0.205, 0.431, 0.301),
)


def folder():
    """:return: where the set is, or None"""
    path = Path(os.environ.get(SET) or USUAL)
    return path if (path / "de_queries.tsv").exists() else None


def read(path: Path, language: str = "de"):
    """:return: list of dicts ``id``, ``question``, ``answer``; list of (query, ids)"""
    with (path / f"{language}_corpus.jsonl").open() as file:
        articles = [json.loads(line) for line in file]
    with (path / f"{language}_queries.tsv").open() as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return articles, [(row["query"], set(row["relevant"].split(","))) for row in rows]


def with_slip(query: str) -> str:
    """One slip in the longest word: a letter is missing, doubled, or two have changed places.
    Which and where depends on the query alone."""
    word = max(query.split(), key=len)
    if len(word) < SLIP_LENGTH:
        return query
    number = zlib.crc32(query.encode())
    at = 2 + number // 3 % (len(word) - 4)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return query.replace(word, slips[number % 3], 1)


VARIANTS = {
    "as asked": str,
    "ae, oe, ue, ss": lambda query: query.translate(DIGRAPHS),
    "a, o, u": lambda query: query.translate(BARE),
    "ss for ß": lambda query: query.translate(SHARP),
    "in capitals": str.upper,
    "a slip in the longest word": with_slip,
}


def score(search, queries):
    """:param search: function from a query to a list of ids, best first
    :return: tuple of Success@1, Success@5, MRR@10, share of queries without a result"""
    places, silent = [], 0
    for query, relevant in queries:
        found = search(query)
        silent += not found
        places.append(next((n for n, id_ in enumerate(found[:10], 1) if id_ in relevant), 0))
    number = len(queries)
    return (
        sum(place == 1 for place in places) / number,
        sum(1 <= place <= 5 for place in places) / number,
        sum(1 / place for place in places if place) / number,
        silent / number,
    )
