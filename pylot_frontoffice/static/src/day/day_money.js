/** @odoo-module ignore */
// The invoice follows what was tapped before it; and a page that waits for money asks whether it is
// here, and is read anew then.
(() => {
    "use strict";
    const EVERY = 3000;
    const { flush, list, show } = window.pylotDay;

    async function sendFirst(ev) {
        ev.preventDefault();
        const form = ev.target;
        await flush();
        if ((await list()).length) {
            await show();
            document.getElementById("unsent").scrollIntoView();
        } else {
            form.submit();
        }
    }

    document.querySelector("#money form")?.addEventListener("submit", sendFirst);

    const live = document.querySelector("[data-money-status]");
    if (!live) {
        return;
    }
    live.hidden = false;

    async function look() {
        if (document.visibilityState === "visible") {
            try {
                const answer = await fetch(live.dataset.moneyStatus, { cache: "no-store" });
                const { digest } = answer.ok ? await answer.json() : {};
                if (digest && digest !== live.dataset.moneyDigest) {
                    location.replace(live.dataset.moneyThen);
                    return;
                }
            } catch {
                // no network: it is asked again
            }
        }
        setTimeout(look, EVERY);
    }

    setTimeout(look, EVERY);
})();
