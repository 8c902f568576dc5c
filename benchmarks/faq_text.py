"""Articles that nobody has written, with words as rare and as common as in a language (Zipf)."""

from __future__ import annotations

import random
from itertools import accumulate

SEED = 19
WORDS = 60_000
CONSONANTS = "b d f g h k l m n p r s t w z st br kl sch gr".split()
VOWELS = "a e i o u ei au ie".split()
ENDINGS = ["", "", "ung", "er", "e", "en", "heit", "lich", "t"]
SMALL = """
the and i in to of how what can with is not it they on for a we at have when if or also an so out
after by you only still over before where my must does do this that be from your are will
""".split()
SMALL_SHARE = 0.45
QUESTION, ANSWER = (4, 11), (20, 90)
CHUNK = 5_000


class Texts:
    """A vocabulary of which every word is half as common as the one of half its rank."""

    def __init__(self):
        self.random = random.Random(SEED)
        found = dict.fromkeys(self._word() for _number in range(WORDS))
        self.words = list(found)
        self.weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.words))))

    def _word(self):
        def stem():
            syllables = self.random.choice([1, 2, 2, 3])
            return "".join(
                self.random.choice(CONSONANTS) + self.random.choice(VOWELS)
                for _n in range(syllables)
            ) + self.random.choice(CONSONANTS)

        compound = self.random.random() < 0.4
        return (stem() if compound else "") + stem() + self.random.choice(ENDINGS)

    def text(self, shortest, longest):
        number = self.random.randint(shortest, longest)
        small = sum(self.random.random() < SMALL_SHARE for _n in range(number))
        words = self.random.choices(self.words, cum_weights=self.weights, k=number - small)
        words += self.random.choices(SMALL, k=small)
        self.random.shuffle(words)
        return " ".join(words)

    def queries(self):
        """:return: dict of a name to what is asked for"""
        medium, rare = self.words[400:404], self.words[4000:4003]
        return {
            "typical": f"how can i {medium[0]} with {rare[0]} and {medium[1]}?",
            "common words": f"what is the {' '.join(self.words[:4])}?",
            "small words only": "what can i not do with it",
            "one word": rare[1],
            "typing mistake": rare[2][:3] + rare[2][4:] + " " + medium[2],
            "twenty words": " ".join(self.words[200:400:10]),
            "nothing": "qxyqxy",
        }


def fill(env, texts, size):
    """As many articles as to have ``size`` of them, by SQL, and the index by our method."""
    env.cr.execute("SELECT count(*) FROM pylot_faq_article")
    missing = size - env.cr.fetchone()[0]
    print(f"{missing:,} articles are made and indexed, some minutes per 100,000 ...", flush=True)
    while missing > 0:
        number = min(CHUNK, missing)
        missing -= number
        env.cr.execute(
            """
            INSERT INTO pylot_faq_article
                   (question, answer, is_published, active, audience, sequence)
            SELECT jsonb_build_object('en_US', question), jsonb_build_object('en_US', answer),
                   true, true, 'public', 10
            FROM unnest(%s::text[], %s::text[]) given (question, answer)
            RETURNING id
            """,
            [
                [texts.text(*QUESTION) for _number in range(number)],
                [texts.text(*ANSWER) for _number in range(number)],
            ],
        )
        env["pylot.faq.article"]._index_stale([id_ for (id_,) in env.cr.fetchall()])
        env.cr.commit()


def describe(env):
    env.cr.execute("""
        SELECT (SELECT count(*) FROM pylot_faq_term), (SELECT count(*) FROM pylot_faq_posting),
               (SELECT sum(pg_total_relation_size('pylot_faq_' || name))
                FROM unnest(ARRAY['posting', 'term', 'piece', 'document']) name),
               pg_total_relation_size('pylot_faq_article'), pg_total_relation_size('faq_raw')
    """)
    terms, postings, ours, articles, raw = env.cr.fetchone()
    return (
        f"{terms:,} terms, {postings:,} postings; the index has {float(ours) / 1e6:.0f} MB, the"
        f" articles {articles / 1e6:.0f} MB, tsvector and GIN {raw / 1e6:.0f} MB"
    )
