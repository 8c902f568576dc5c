"""How often is the answer first, or among five, with the add-on's own public method? Beside it
other ways to search the same articles, asked the same questions in the same run."""

from __future__ import annotations

import faq_others
import faq_sets

# What other spellings may cost, and a slip; and questions that find nothing.
NEAR, NEAR_SLIP, SILENT = 0.02, 0.04, 0.05
# Language of a set: of the context, and as PostgreSQL and Snowball call it.
LANGUAGES = {"de": ("de_DE", "german"), "en": ("en_US", "english")}
PUBLISHED = "as published with the set"


def load(env, articles):
    """:return: dict of article id to the id in the set"""
    found = env["pylot.faq.article"].create(
        [
            {
                "question": each["question"],
                "answer": f"<p>{each['answer']}</p>",
                "is_published": True,
                "audience": "public",
            }
            for each in articles
        ]
    )
    return {article.id: each["id"] for article, each in zip(found, articles, strict=True)}


def measure(env):
    path = faq_sets.folder()
    if path:
        compare(env, path, "de", faq_sets.BASELINES)
    else:
        print(
            f"\nno set of questions at {faq_sets.USUAL}: it is left out"
            f" ({faq_sets.SET} names another folder)"
        )
    for own in faq_sets.OWN:
        for language in LANGUAGES:
            compare(env, own, language)


def compare(env, path, language, published=()):
    """Print a table, and take the articles back out of the database."""
    code, name = LANGUAGES[language]
    articles, queries = faq_sets.read(path, language)
    title = f"faq: {path.name}, {len(articles)} {name} articles, {len(queries)} queries"
    print(f"\n{title}\n{'-' * len(title)}\n{'':<34}{'S@1':>7}{'S@5':>7}{'MRR':>7}{'none':>7}")
    savepoint = env.cr.savepoint()
    try:
        others = faq_others.searches(env, articles, name)
        lines = [faq_sets.score(search, queries) for search in others.values()]
        for label, figures in zip(others, lines, strict=True):
            line(label, figures)
        for label, *figures in published:
            line(f"{label} *", figures)
            lines.append(figures)
        if published:
            print(f"* {PUBLISHED}")
        best = [max(column) for column in zip(*(figures[:3] for figures in lines), strict=True)]
        env = env(context={"lang": code, "tracking_disable": True})
        variants(ours(env, articles), queries, best)
    finally:
        savepoint.close(rollback=True)
        env.invalidate_all(flush=False)


def ours(env, articles):
    names = load(env, articles)
    public = env["pylot.faq.article"].with_user(env.ref("base.public_user"))

    def search(query):
        return [names[article.id] for article in public._search_ranked(query, limit=10)]

    return search


def variants(search, queries, best):
    """:param list best: what every figure of the queries as asked has to exceed"""
    plain = None
    for name, change in faq_sets.VARIANTS.items():
        changed = [(change(query), right) for query, right in queries]
        if plain and changed == queries:
            continue
        figures = faq_sets.score(search, changed)
        if plain is None:
            plain = figures
            is_good = all(own > other for own, other in zip(figures, best, strict=False))
            is_good = is_good and figures[3] <= SILENT
        else:
            near = NEAR_SLIP if change is faq_sets.with_slip else NEAR
            is_good = all(
                own >= other - near for own, other in zip(figures[:3], plain, strict=False)
            )
        line(f"ours, {name}", figures, "  ok" if is_good else "  MISSED")


def line(label, figures, verdict=""):
    print(f"{label:<34}" + "".join(f"{figure:>7.3f}" for figure in figures) + verdict)
