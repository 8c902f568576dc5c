"""Other ways to search the same articles: what PostgreSQL offers, and BM25 from the library.

Each is a function from a query to ids, best first. What is as good stays in the order of the
articles. The full-text search has PostgreSQL's own dictionaries and stop words of the language;
BM25 has the stems of Snowball, no stop words, and the question twice.
"""

from __future__ import annotations

import re
import subprocess

import peers

WHEELS = ("rank-bm25==0.2.2", "snowballstemmer==3.0.1")
MOST = 10
WORD = re.compile(r"\w+")
GRAM = 4
# Reciprocal rank fusion (Cormack, Clarke and Buettcher 2009) with its usual constant.
FUSION = 60
ANY_WORD = "(SELECT replace(plainto_tsquery(%(config)s, %(query)s)::text, '&', '|')::tsquery)"
STATEMENTS = {
    "ILIKE whole query": """
        SELECT id FROM faq_other
        WHERE question || ' ' || answer ILIKE '%%' || %(query)s || '%%' ORDER BY number""",
    "ILIKE token count": """
        SELECT id FROM (
            SELECT id, number, (
                SELECT count(*) FROM unnest(%(words)s::text[]) word
                WHERE question || ' ' || answer ILIKE '%%' || word || '%%'
            ) AS hits FROM faq_other
        ) counted WHERE hits > 0 ORDER BY hits DESC, number""",
    "FTS plainto/websearch (AND)": """
        SELECT id FROM faq_other, websearch_to_tsquery(%(config)s, %(query)s) asked
        WHERE even @@ asked ORDER BY ts_rank_cd(even, asked) DESC, number""",
    "FTS OR, ts_rank_cd": f"""
        SELECT id FROM faq_other, {ANY_WORD} query (asked)
        WHERE even @@ asked ORDER BY ts_rank_cd(weighed, asked) DESC, number""",
    "FTS OR, ts_rank A/C": f"""
        SELECT id FROM faq_other, {ANY_WORD} query (asked)
        WHERE weighed @@ asked ORDER BY ts_rank(weighed, asked) DESC, number""",
    "FTS 'simple' OR": f"""
        SELECT id FROM faq_other, {ANY_WORD.replace("%(config)s", "'simple'")} query (asked)
        WHERE simple @@ asked ORDER BY ts_rank(simple, asked) DESC, number""",
}


def searches(env, articles, language):
    """:param str language: ``german`` or ``english``, as PostgreSQL and Snowball call it
    :return: dict of a name to a function"""
    fill(env, articles, language)
    found = {name: sql_search(env, sql, language) for name, sql in STATEMENTS.items()}
    found["pg_trgm similarity(question)"] = by_trigrams(articles)
    found["FTS OR + pg_trgm"] = by_rank(
        found["FTS OR, ts_rank A/C"], found["pg_trgm similarity(question)"]
    )
    try:
        peers.fetch(*WHEELS)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"!!! NO COMPARISON WITH BM25: {', '.join(WHEELS)} could not be fetched ({error}).")
        return found
    stems, pieces = bm25(articles, language), bm25(articles, language, with_pieces=True)
    return found | {
        "BM25, stems": stems,
        "BM25, stems + 4-grams": pieces,
        "both BM25, by rank": by_rank(stems, pieces),
    }


def fill(env, articles, language):
    env.cr.execute("DROP TABLE IF EXISTS faq_other")
    env.cr.execute("""
        CREATE TEMP TABLE faq_other (
            number serial, id text, question text, answer text,
            even tsvector, weighed tsvector, simple tsvector
        )
    """)
    env.cr.execute(
        """
        INSERT INTO faq_other (id, question, answer, even, weighed, simple)
        SELECT id, question, answer, to_tsvector(%(config)s, question || ' ' || answer),
               setweight(to_tsvector(%(config)s, question), 'A')
                   || setweight(to_tsvector(%(config)s, answer), 'C'),
               setweight(to_tsvector('simple', question), 'A')
                   || setweight(to_tsvector('simple', answer), 'C')
        FROM unnest(%(ids)s::text[], %(questions)s::text[], %(answers)s::text[])
            given (id, question, answer)
        """,
        {
            "config": language,
            "ids": [each["id"] for each in articles],
            "questions": [each["question"] for each in articles],
            "answers": [each["answer"] for each in articles],
        },
    )


def sql_search(env, sql, language):
    def search(query):
        given = {"query": query, "config": language, "words": WORD.findall(query)}
        env.cr.execute(f"{sql} LIMIT {MOST}", given)
        return [id_ for (id_,) in env.cr.fetchall()]

    return search


def by_trigrams(articles):
    """As ``similarity`` of pg_trgm, which not every server has."""

    def trigrams(text):
        padded = [f"  {word} " for word in WORD.findall(text.lower())]
        return {word[at : at + 3] for word in padded for at in range(len(word) - 2)}

    questions = [trigrams(each["question"]) for each in articles]

    def rate(query):
        asked = trigrams(query)
        return [len(asked & each) / len(asked | each) for each in questions]

    return best_of(articles, rate)


def bm25(articles, language, with_pieces=False):
    import rank_bm25
    import snowballstemmer

    stem = snowballstemmer.stemmer(language).stemWords

    def tokens(text):
        words = WORD.findall(text.lower())
        pieces = [word[at : at + GRAM] for word in words for at in range(len(word) - GRAM + 1)]
        return stem(words) + (pieces if with_pieces else [])

    texts = [f"{each['question']} {each['question']} {each['answer']}" for each in articles]
    index = rank_bm25.BM25Okapi([tokens(text) for text in texts])
    return best_of(articles, lambda query: index.get_scores(tokens(query)))


def best_of(articles, rate):
    """:param rate: function from a query to a score for each article"""

    def search(query):
        scores = sorted(zip(rate(query), articles, strict=True), key=lambda pair: -pair[0])
        return [article["id"] for score, article in scores[:MOST] if score > 0]

    return search


def by_rank(*ways):
    def search(query):
        scores = {}
        for way in ways:
            for rank, id_ in enumerate(way(query), 1):
                scores[id_] = scores.get(id_, 0) + 1 / (FUSION + rank)
        return sorted(scores, key=scores.get, reverse=True)[:MOST]

    return search
