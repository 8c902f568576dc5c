import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { tell } from "./faq_tell";

// The search somebody comes from, for this tab only.
const FROM = "pylot_faq_search";

/** A list of answers: what was searched for is counted, and which answer is opened. */
export class PylotFaqResults extends Interaction {
    static selector = ".js_pylot_faq_results";
    dynamicContent = {
        "a[data-article]": { "t-on-click": this.onOpen },
    };

    start() {
        const { box, searched } = this.el.dataset;
        if (searched) {
            tell(searched, { box });
        }
    }

    onOpen(ev) {
        const { box, opened } = this.el.dataset;
        const { article } = ev.currentTarget.dataset;
        tell(opened, { box, article });
        browser.sessionStorage.setItem(FROM, JSON.stringify({ box, article }));
    }
}

/** An article: that people have seen it is counted once for each tab. */
export class PylotFaqArticle extends Interaction {
    static selector = ".js_pylot_faq_article";

    start() {
        const { article, seen } = this.el.dataset;
        const key = `pylot_faq_seen_${article}`;
        if (!browser.sessionStorage.getItem(key)) {
            browser.sessionStorage.setItem(key, "1");
            tell(seen, { article });
        }
    }
}

/** A vote for an answer that was searched for counts for the search, too. */
export class PylotFaqVote extends Interaction {
    static selector = ".js_pylot_faq_vote";

    start() {
        const from = JSON.parse(browser.sessionStorage.getItem(FROM) || "null");
        if (from?.article !== this.el.querySelector("[name=article]").value) {
            return;
        }
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "box";
        field.value = from.box;
        this.insert(field);
    }
}

const interactions = registry.category("public.interactions");
interactions.add("pylot_frontoffice.faq_results", PylotFaqResults);
interactions.add("pylot_frontoffice.faq_article", PylotFaqArticle);
interactions.add("pylot_frontoffice.faq_vote", PylotFaqVote);
