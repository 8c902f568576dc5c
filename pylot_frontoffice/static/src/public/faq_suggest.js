import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { tell } from "./faq_tell";

const LETTERS = 3;
const PAUSE = 300;
const LISTENED = "textarea, input[type=text], input[type=search]";

/**
 * Answers below the field somebody types in. Each is a button that opens it in place; what was
 * typed stays as it is, whatever happens here.
 */
export class PylotSuggest extends Interaction {
    static selector = ".js_pylot_suggest";
    dynamicContent = {
        ".js_pylot_go_on": { "t-on-click": this.onGoOn },
        ".pylot-suggest-answers": { "t-on-keydown": this.onKeydown },
    };

    setup() {
        this.status = this.el.querySelector("[role=status]");
        this.answers = this.el.querySelector(".pylot-suggest-answers");
        this.list = this.answers.querySelector("ul");
        this.solved = document.querySelector(".js_pylot_solved");
        // how many questions were typed before on this page
        this.turn = 0;
        this.asked = "";
        this.look = this.debounced(this.lookUp, PAUSE);
    }

    start() {
        const form = this.el.closest("form");
        this.addListener(form, "input", (ev) => this.onInput(ev));
        form.querySelectorAll(this.el.dataset.fields).forEach((field) => {
            if (field.matches(LISTENED)) {
                field.setAttribute("aria-controls", this.getId("answers"));
            }
        });
        this.answers.id = this.getId("answers");
        // who types faster than scripts load is asked for nothing twice
        const { activeElement } = document;
        if (form.contains(activeElement) && activeElement.value) {
            this.onInput({ target: activeElement });
        }
    }

    getId(name) {
        return `pylot_suggest_${name}`;
    }

    onInput(ev) {
        if (this.isDone || !ev.target.matches(this.el.dataset.fields)) {
            return;
        }
        if (!ev.target.matches(LISTENED)) {
            return;
        }
        this.field = ev.target;
        this.look();
    }

    async lookUp() {
        const text = this.field.value.trim();
        if (text.length < LETTERS) {
            // the next word is another question
            if (this.asked) {
                this.turn++;
            }
            this.asked = "";
            this.show([]);
            return;
        }
        if (text === this.asked) {
            return;
        }
        this.asked = text;
        const answers = await this.waitFor(this.fetchAnswers(text));
        // what was typed meanwhile has its own answer
        if (!this.isDone && text === this.asked) {
            this.show(answers);
        }
    }

    /** Whoever cannot be answered goes on typing; nothing is lost. */
    async fetchAnswers(text) {
        const { box, url } = this.el.dataset;
        try {
            const response = await browser.fetch(url, {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ box, text, turn: this.turn }),
            });
            return response.ok ? (await response.json()).answers : [];
        } catch {
            return [];
        }
    }

    show(answers) {
        const place = this.field.closest(".mb-3, .pylot-ask-field") || this.field;
        if (place.nextElementSibling !== this.el) {
            place.after(this.el);
        }
        const had = this.list.children.length;
        this.list.replaceChildren(...answers.map((answer, number) => this.make(answer, number)));
        this.answers.hidden = !answers.length;
        if (answers.length === 1) {
            this.status.textContent = _t("One answer may help; it is below the field.");
        } else if (answers.length) {
            this.status.textContent = _t(
                "%s answers may help; they are below the field.",
                answers.length,
            );
        } else {
            this.status.textContent = had ? _t("No answer fits any more.") : "";
        }
    }

    make(answer, number) {
        const item = document.createElement("li");
        const button = this.makeButton(answer.question, "btn btn-link pylot-suggest-question");
        const panel = document.createElement("div");
        panel.id = this.getId(number);
        panel.hidden = true;
        panel.className = "pylot-suggest-panel";
        button.setAttribute("aria-expanded", "false");
        button.setAttribute("aria-controls", panel.id);
        const excerpt = document.createElement("p");
        excerpt.textContent = answer.excerpt;
        const link = document.createElement("a");
        link.href = answer.url;
        link.target = "_blank";
        link.rel = "noopener";
        link.className = "btn btn-link";
        link.textContent = _t("Read all of it");
        const solved = this.makeButton(_t("That solved it"), "btn btn-outline-secondary");
        panel.append(excerpt, solved, link);
        item.append(button, panel);
        const article = answer.url.split("-").pop();
        this.addListener(button, "click", () => this.toggle(button, panel, article));
        this.addListener(solved, "click", () => this.solve(article));
        return item;
    }

    makeButton(text, classes) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = classes;
        button.textContent = text;
        return button;
    }

    toggle(button, panel, article) {
        panel.hidden = !panel.hidden;
        button.setAttribute("aria-expanded", String(!panel.hidden));
        if (!panel.hidden) {
            const { box, opened } = this.el.dataset;
            tell(opened, { box, article, turn: this.turn });
        }
    }

    solve(article) {
        this.solved.querySelector("[name=turn]").value = this.turn;
        this.solved.querySelector("[name=article]").value = article;
        this.solved.submit();
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            this.onGoOn();
        }
    }

    onGoOn() {
        this.isDone = true;
        this.show([]);
        this.status.textContent = "";
        this.field.focus();
    }
}

registry.category("public.interactions").add("pylot_frontoffice.faq_suggest", PylotSuggest);
