"""Does the FAQ find the answer, and what does it cost?

Quality on a set of real German questions, and on German and English ones that nothing was tuned
to, beside other ways to search (faq_quality.py). Then the
processor time of a search among 5,000 and 100,000 generated articles against PostgreSQL's own
full-text search (any word, ts_rank, GIN index) over the same articles, and what the index costs
when an article is written. PYLOT_BENCH_ARTICLES=5000 leaves the large number out, nothing both.
"""

from __future__ import annotations

import os
import subprocess

import databases
import faq_quality
import faq_text
import harness

SIZES = [int(n) for n in os.environ.get("PYLOT_BENCH_ARTICLES", "5000,100000").split(",") if n]
TARGET_MS = 5.0
GROWTH_TARGET = 2.0


def visitor(env):
    return env["pylot.faq.article"].with_user(env.ref("base.public_user"))


def search(_env, given):
    articles, query = given
    articles._search_ranked(query)


def search_raw(env, given):
    _articles, query = given
    env.cr.execute(
        """
        SELECT article.id
        FROM faq_raw JOIN pylot_faq_article article USING (id),
             to_tsquery('english', %s) query
        WHERE tsv @@ query AND is_published AND active AND audience = 'public'
        ORDER BY ts_rank(tsv, query) DESC LIMIT 5
        """,
        [" | ".join(query.rstrip("?").split())],
    )
    env.cr.fetchall()


def make_raw(env):
    env.cr.execute("""
        DROP TABLE IF EXISTS faq_raw;
        CREATE TABLE faq_raw AS
        SELECT id, setweight(to_tsvector('english', question->>'en_US'), 'A')
                || setweight(to_tsvector('english', answer->>'en_US'), 'C') AS tsv
        FROM pylot_faq_article;
        ALTER TABLE faq_raw ADD PRIMARY KEY (id);
        CREATE INDEX ON faq_raw USING gin (tsv)
    """)


def write(env, article):
    article.write({"question": "Why does the new tap in the bathroom drip?"})


def write_raw(env, article):
    env.cr.execute(
        """UPDATE faq_raw SET tsv = to_tsvector('english', 'Why does the new tap drip?')
           WHERE id = %s""",
        [article.id],
    )


def write_unsearched(env, article):
    model = env.registry["pylot.faq.article"]
    index, model._index = model._index, lambda self: None
    try:
        write(env, article)
        env.flush_all()
    finally:
        model._index = index


def measure(env, size, smaller):
    texts = faq_text.Texts()
    faq_text.fill(env, texts, size)
    make_raw(env)
    env.cr.commit()
    # as the database does by itself after a while
    subprocess.run(["psql", "-q", "-d", env.cr.dbname, "-c", "VACUUM ANALYZE"], check=True)
    rows, times = [], {}
    for name, query in texts.queries().items():
        given = lambda env, query=query: (visitor(env), query)  # noqa: E731
        ours, raw = harness.Case(env, search, given), harness.Case(env, search_raw, given)
        harness.take_turns(ours, raw)
        times[name] = ours.ms
        remark = f"{ours.ms:.1f} ms CPU, {ours.queries} queries; raw {raw.ms:.1f} ms"
        rows.append((f"{name} / raw SQL", ours.ratio_to(raw), None, remark))
        if size == SIZES[0] and name == "typical":
            rows.append(("typical / 5 ms of processor time", ours.ms / TARGET_MS, 1.0, ""))
        if smaller:
            label = f"{name}, {size:,} / {SIZES[0]:,} articles"
            target = GROWTH_TARGET if name == "typical" else None
            rows.append((label, ours.ms / smaller[name], target, ""))
    article = env["pylot.faq.article"].search([], limit=1)
    given = lambda env: env["pylot.faq.article"].browse(article.id)  # noqa: E731
    cases = [harness.Case(env, run, given) for run in (write, write_unsearched, write_raw)]
    harness.take_turns(*cases)
    full, bare, raw = cases
    rows.append(
        (
            "an article is written / without the index",
            full.ratio_to(bare),
            None,
            f"{full.ms:.1f} ms and {bare.ms:.1f} ms CPU, {full.queries - bare.queries}"
            f" queries more; a tsvector {raw.ms:.1f} ms",
        )
    )
    harness.table(f"faq: {size:,} articles", rows)
    print(faq_text.describe(env))
    return times


def main():
    with databases.lent("faq", databases.installed()) as name, harness.environment(name) as env:
        env["res.lang"]._activate_lang("de_DE")
        env.cr.commit()
        faq_quality.measure(env)
    # in a database of its own: the sets that were taken back have left holes in the index
    with databases.lent("faq", databases.installed()) as name, harness.environment(name) as env:
        times = None
        for size in SIZES:
            times = measure(env, size, times)


if __name__ == "__main__":
    main()
