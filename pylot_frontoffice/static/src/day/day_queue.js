/** @odoo-module ignore */
// What was tapped stays in the browser until the server has it: with its key and the moment, so
// that it may be sent late, twice and in any order. No framework: the page is read on the road.
(() => {
    "use strict";
    const SECOND = 1000;
    const RETRY = 15 * SECOND;
    const PATIENCE = 60 * SECOND;
    const STORE = "steps";
    const body = document.body;
    let flushing = null;

    // === STORE ===

    function open() {
        return new Promise((resolve, reject) => {
            const request = window.indexedDB.open("pylot_day", 1);
            request.onupgradeneeded = () =>
                request.result.createObjectStore(STORE, { keyPath: "number", autoIncrement: true });
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    }

    async function use(mode, act) {
        const db = await open();
        try {
            return await new Promise((resolve, reject) => {
                const transaction = db.transaction(STORE, mode);
                const request = act(transaction.objectStore(STORE));
                transaction.oncomplete = () => resolve(request.result);
                transaction.onabort = transaction.onerror = () => reject(transaction.error);
            });
        } finally {
            db.close();
        }
    }

    // Of whoever uses this phone now; what a colleague has left waits for the colleague.
    async function list() {
        const all = await use("readonly", (store) => store.getAll());
        return all.filter((step) => step.who === body.dataset.who);
    }

    const put = (step) => use("readwrite", (store) => store.put(step));
    const remove = (number) => use("readwrite", (store) => store.delete(number));

    function makeKey() {
        const bytes = window.crypto.getRandomValues(new Uint8Array(18));
        return window
            .btoa(String.fromCharCode(...bytes))
            .replace(/\+/g, "-")
            .replace(/\//g, "_");
    }

    // === SENDING ===

    function getToken(page) {
        return page.querySelector("meta[name=csrf]")?.content || "";
    }

    async function getFreshToken() {
        const response = await fetch(location.href, { credentials: "same-origin" });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        return getToken(page);
    }

    async function post(step, token) {
        const data = new FormData();
        for (const [name, value] of step.fields) {
            if (value instanceof Blob) {
                data.append(name, value, "photo.jpg");
            } else {
                data.append(name, value);
            }
        }
        data.append("script", "1");
        data.append("age", String(Math.max(0, Date.now() - step.captured) / SECOND));
        if (token) {
            data.append("csrf_token", token);
        }
        const controller = new AbortController();
        const timer = setTimeout(() => controller.abort(), PATIENCE);
        try {
            return await fetch(step.url, {
                method: "POST",
                body: data,
                credentials: "same-origin",
                signal: controller.signal,
            });
        } finally {
            clearTimeout(timer);
        }
    }

    async function postTwice(step) {
        if (!step.url.startsWith("/my/")) {
            return post(step);
        }
        const response = await post(step, getToken(document));
        // the session is another one than when the page was opened
        return response.status === 400 ? post(step, await getFreshToken()) : response;
    }

    async function judge(response) {
        const isJson = (response.headers.get("Content-Type") || "").includes("json");
        if (response.ok && isJson) {
            return { outcome: "sent" };
        }
        if (response.status === 422 && isJson) {
            return { outcome: "refused", why: (await response.json()).message };
        }
        if ([404, 413].includes(response.status)) {
            return { outcome: "refused", why: `${response.status}` };
        }
        const isOutside = response.redirected || response.status === 400;
        return { outcome: isOutside ? "login" : "later" };
    }

    // "sent", "refused" (with the reason), "login", or "later" when there is no network
    async function send(step) {
        try {
            return await judge(await postTwice(step));
        } catch {
            return { outcome: "later" };
        }
    }

    async function flushAll() {
        const refused = new Map();
        let sent = 0;
        for (const step of await list()) {
            const { outcome, why } = await send(step);
            if (outcome === "sent") {
                await remove(step.number);
                sent += 1;
            } else if (outcome === "refused") {
                // stays: what it waits for may come behind it
                step.why = why;
                refused.set(step.number, why);
                await put(step);
            } else {
                document.getElementById("unsent").dataset.reason = outcome;
                break;
            }
        }
        return { sent, refused };
    }

    // One after the other, and one browser window at a time; the server counts each once anyway.
    function flush() {
        if (!flushing) {
            const run = window.navigator.locks
                ? window.navigator.locks.request("pylot_day", flushAll)
                : flushAll();
            flushing = run.finally(() => {
                flushing = null;
                show();
            });
        }
        return flushing;
    }

    // === WHAT IS SEEN ===

    async function show() {
        const steps = await list();
        const box = document.getElementById("unsent");
        const items = steps.map((step) => {
            const item = document.getElementById("unsent_item").content.cloneNode(true);
            item.querySelector(".what").textContent = step.label;
            item.querySelector("time").textContent = new Date(step.captured).toLocaleTimeString(
                [],
                { hour: "2-digit", minute: "2-digit" },
            );
            item.querySelector(".why").textContent = step.why || "";
            const drop = item.querySelector(".drop");
            drop.addEventListener("click", async () => {
                if (drop.dataset.sure) {
                    await remove(step.number);
                    show();
                }
                drop.dataset.sure = "1";
                drop.textContent = drop.dataset.ask;
            });
            return item;
        });
        box.querySelector("ul").replaceChildren(...items);
        box.hidden = !steps.length;
        if (box.dataset.reason === "login") {
            box.querySelector("p").textContent = box.dataset.login;
        }
        body.dataset.unsent = steps.length;
    }

    async function add(step) {
        const number = await put({ captured: Date.now(), who: body.dataset.who, ...step });
        await show();
        return number;
    }

    window.pylotDay = { add, flush, list, makeKey, remove, show };
    window.addEventListener("online", flush);
    document.addEventListener("visibilitychange", () => document.hidden || flush());
    document.getElementById("send_now").addEventListener("click", flush);
    setInterval(() => Number(body.dataset.unsent) && flush(), RETRY);
    // what was left is sent; then the page is read again, because it says more now
    show().then(async () => {
        if (Number(body.dataset.unsent)) {
            const { sent } = await flush();
            if (sent) {
                location.reload();
            }
        }
    });
})();
