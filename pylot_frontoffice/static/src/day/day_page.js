/** @odoo-module ignore */
// The forms of the day: sent through the queue, photos made smaller, signatures drawn.
(() => {
    "use strict";
    const MAX_SIDE = 1600;
    const QUALITY = 0.8;
    const LINE = 2.5;
    const { add, flush, list, makeKey } = window.pylotDay;
    const body = document.body;

    body.classList.add("script");

    // === PHOTOS ===

    async function shrink(file) {
        try {
            const bitmap = await window.createImageBitmap(file, { imageOrientation: "from-image" });
            const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
            const canvas = document.createElement("canvas");
            canvas.width = Math.max(1, Math.round(bitmap.width * scale));
            canvas.height = Math.max(1, Math.round(bitmap.height * scale));
            canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
            return await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
        } catch {
            return file; // the server makes it smaller
        }
    }

    for (const input of document.querySelectorAll(".file input")) {
        input.addEventListener("change", () => {
            const form = input.closest("form");
            input.closest(".file").classList.toggle("chosen", input.files.length > 0);
            if (input.files.length && form.querySelector(".send")) {
                form.requestSubmit();
            }
        });
    }

    // === SIGNATURES ===

    function startPad(pad) {
        const canvas = pad.querySelector("canvas");
        const context = canvas.getContext("2d");
        let last = null;
        pad.hidden = false;
        const place = (ev) => {
            const box = canvas.getBoundingClientRect();
            return [ev.clientX - box.left, ev.clientY - box.top];
        };
        const clear = () => {
            const box = canvas.getBoundingClientRect();
            const ratio = window.devicePixelRatio || 1;
            canvas.width = box.width * ratio;
            canvas.height = box.height * ratio;
            context.scale(ratio, ratio);
            context.lineWidth = LINE;
            context.lineCap = "round";
            pad.classList.remove("drawn");
        };
        canvas.addEventListener("pointerdown", (ev) => {
            ev.preventDefault();
            if (!pad.classList.contains("drawn")) {
                clear(); // it had no size while it was not shown
            }
            canvas.setPointerCapture(ev.pointerId);
            last = place(ev);
        });
        canvas.addEventListener("pointermove", (ev) => {
            if (!last) {
                return;
            }
            const next = place(ev);
            context.beginPath();
            context.moveTo(...last);
            context.lineTo(...next);
            context.stroke();
            last = next;
            pad.classList.add("drawn");
        });
        for (const name of ["pointerup", "pointercancel"]) {
            canvas.addEventListener(name, () => (last = null));
        }
        pad.querySelector(".clear").addEventListener("click", clear);
        clear();
    }

    document.querySelectorAll(".pad").forEach(startPad);

    // === FORMS ===

    async function readFields(form, submitter) {
        const fields = [["key", makeKey()]];
        for (const [name, value] of new FormData(form, submitter)) {
            if (["csrf_token", "key"].includes(name)) {
                continue;
            }
            if (!(value instanceof File)) {
                fields.push([name, value]);
            } else if (value.size) {
                fields.push([name, await shrink(value)]);
            }
        }
        const pad = form.querySelector(".pad.drawn canvas");
        if (pad) {
            fields.push(["signature", await new Promise((done) => pad.toBlob(done, "image/png"))]);
        }
        return fields;
    }

    function say(text) {
        let box = document.querySelector("main > .message.script");
        if (!box) {
            box = document.createElement("div");
            box.className = "message script";
            box.setAttribute("role", "alert");
            document.querySelector("main").prepend(box);
        }
        box.textContent = text;
        box.scrollIntoView({ block: "center" });
    }

    // What was tapped is believed before the server has it; the page shows the next step.
    function showKept(form) {
        if (form.dataset.then && body.dataset.state) {
            body.dataset.state = form.dataset.then;
            body.dataset.ahead = "1";
        }
        form.classList.add("kept");
        form.dataset.kept = document.getElementById("unsent").dataset.kept;
        form.reset();
    }

    async function submit(form, submitter) {
        const url = new URL(form.action).pathname;
        const waiting = (await list()).filter((step) => step.visit === body.dataset.visit);
        const fields = await readFields(form, submitter);
        if (form.classList.contains("sign")) {
            const keys = waiting.map((step) => Object.fromEntries(step.fields).key);
            fields.push(["after", keys.join(" ")]);
        }
        const label =
            submitter?.value && form.dataset.label
                ? `${form.dataset.label}: ${submitter.textContent.trim()}`
                : form.dataset.label;
        const number = await add({ url, fields, label, visit: body.dataset.visit });
        const { refused } = await flush();
        const left = (await list()).some((step) => step.number === number);
        if (!left) {
            if (form.dataset.next) {
                location.replace(form.dataset.next);
            } else {
                location.reload();
            }
        } else if (refused.has(number) && !waiting.length) {
            // whoever tapped is still here: they read why, and tap again
            await window.pylotDay.remove(number);
            await window.pylotDay.show();
            say(refused.get(number));
        } else {
            showKept(form);
        }
    }

    document.addEventListener("submit", (ev) => {
        const form = ev.target;
        if (!form.matches("form.act") || !window.indexedDB) {
            return;
        }
        ev.preventDefault();
        if (form.dataset.busy) {
            return;
        }
        form.dataset.busy = "1";
        submit(form, ev.submitter).finally(() => delete form.dataset.busy);
    });

    // Phones of one maker do not know geo addresses.
    if (/iPhone|iPad|iPod/.test(window.navigator.userAgent)) {
        for (const link of document.querySelectorAll("a[data-place]")) {
            link.href = `maps://?daddr=${encodeURIComponent(link.dataset.place)}`;
        }
    }
})();
