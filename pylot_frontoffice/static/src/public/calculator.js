import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

// Long enough for the next key, short enough to feel at once.
const DELAY = 250;

/**
 * Asks the server for the result while people type and pull sliders, and shows what it answers.
 * Nothing is worked out here, so the page says the same as without a script.
 */
export class PylotCalculator extends Interaction {
    static selector = ".js_pylot_calculator";
    dynamicContent = {
        ".pylot-calculator": { "t-on-input": this.onInput, "t-on-change": this.onChange },
    };

    setup() {
        this.form = this.el.querySelector(".pylot-calculator");
        this.result = this.el.querySelector(".js_pylot_result");
        this.refresh = this.debounced(this.refresh, DELAY);
    }

    start() {
        this.showSliders();
    }

    destroy() {
        this.request?.abort();
    }

    showSliders() {
        for (const slider of this.el.querySelectorAll(".js_pylot_slider")) {
            slider.hidden = false;
        }
    }

    getQuery() {
        return new URLSearchParams(new FormData(this.form)).toString();
    }

    /** What a slider says goes into its field, written as the reader writes numbers. */
    copySlider(slider) {
        const field = this.form.elements[slider.dataset.for];
        field.value = slider.value.replace(".", this.el.dataset.point);
    }

    onInput(ev) {
        this.pulled = ev.target.matches(".js_pylot_slider") ? ev.target : null;
        if (this.pulled) {
            this.copySlider(this.pulled);
        }
        if (!ev.target.matches(".js_pylot_reload")) {
            this.refresh();
        }
    }

    onChange(ev) {
        if (ev.target.matches(".js_pylot_reload")) {
            this.reload(ev.target.id);
        }
    }

    async fetch(url) {
        this.request?.abort();
        this.request = new AbortController();
        const response = await fetch(url, { signal: this.request.signal });
        return response.status < 500 ? response : null;
    }

    /** Without an answer the page stays as it is; its button still works. */
    async ask(url, read) {
        try {
            const response = await this.fetch(url);
            return response && (await read(response));
        } catch {
            return null;
        }
    }

    async refresh() {
        // the language of the reader is in the address
        const path = `${location.pathname}/result?${this.getQuery()}`;
        const answer = await this.waitFor(this.ask(path, (response) => response.json()));
        if (answer && !this.isDestroyed) {
            this.show(answer);
        }
    }

    show({ html, errors, positions, found, query }) {
        for (const field of this.el.querySelectorAll(".pylot-field")) {
            this.showError(field, errors[field.dataset.field] || "");
        }
        for (const slider of this.el.querySelectorAll(".js_pylot_slider")) {
            if (slider !== this.pulled && positions[slider.dataset.for]) {
                slider.value = positions[slider.dataset.for];
            }
        }
        for (const [name, text] of Object.entries(found)) {
            this.form.elements[name].value = text;
        }
        this.showResult(html);
        if (query) {
            browser.history.replaceState(
                browser.history.state,
                "",
                `${location.pathname}?${query}`,
            );
        }
    }

    showError(field, sentence) {
        const input = field.querySelector("input:not([type=range]), select");
        field.querySelector(".pylot-error").textContent = sentence;
        input.classList.toggle("is-invalid", Boolean(sentence));
        if (sentence) {
            input.setAttribute("aria-invalid", "true");
        } else {
            input.removeAttribute("aria-invalid");
        }
    }

    /** What was opened stays open, and an address that is being typed stays as well. */
    showResult(html) {
        const open = [...this.result.querySelectorAll("details[open]")].map(({ id }) => id);
        const email = this.result.querySelector("[name=email]")?.value;
        const interactions = this.services["public.interactions"];
        interactions.stopInteractions(this.result);
        this.result.innerHTML = html;
        for (const id of open) {
            this.result.querySelector(`#${id}`)?.setAttribute("open", "open");
        }
        const field = this.result.querySelector("[name=email]");
        if (field && email) {
            field.value = email;
        }
        interactions.startInteractions(this.result);
        const summary = this.result.querySelector(".pylot-summary");
        this.el.querySelector(".js_pylot_said").textContent = summary
            ? `${summary.children[0].textContent}: ${summary.children[1].textContent}`
            : "";
    }

    /** Other fields depend on this one: they come anew, as the whole page would bring them. */
    async reload(id) {
        const path = `${location.pathname}?${this.getQuery()}`;
        const html = await this.waitFor(this.ask(path, (response) => response.text()));
        const page = html && new DOMParser().parseFromString(html, "text/html");
        const fields = page && page.querySelector(".js_pylot_fields");
        if (!fields || this.isDestroyed) {
            this.form.submit();
            return;
        }
        this.el.querySelector(".js_pylot_fields").replaceWith(document.adoptNode(fields));
        this.showSliders();
        this.el.querySelector(`#${id}`)?.focus();
        this.refresh();
    }
}

/** The print view has its button; without a script the browser's own does the same. */
export class PylotPrint extends Interaction {
    static selector = ".js_pylot_print";
    dynamicContent = { _root: { "t-on-click": () => window.print() } };

    start() {
        this.el.hidden = false;
    }
}

registry.category("public.interactions").add("pylot_frontoffice.calculator", PylotCalculator);
registry.category("public.interactions").add("pylot_frontoffice.print", PylotPrint);
