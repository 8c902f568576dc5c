const CSS = `
.ghost {
    position: absolute;
    top: 0;
    left: 0;
    box-sizing: border-box;
    padding: 3px;
    will-change: transform;
}
.ghost::before {
    content: "";
    position: absolute;
    inset: 3px 0;
    border-radius: 4px;
    background: rgba(11, 87, 208, 0.22);
    border: 2px solid #0b57d0;
}
.ghost.taken::before {
    background: rgba(179, 38, 30, 0.18);
    border-color: #b3261e;
}
.ghost.free::before {
    background: rgba(24, 128, 56, 0.2);
    border-color: #188038;
}
.ghost.outside::before {
    border-style: dashed;
}
.ghost.outside:not(.taken)::before {
    background: rgba(176, 96, 0, 0.2);
    border-color: #b06000;
}
.ghost.outside span {
    background: #8a4b00;
}
.band {
    position: absolute;
    display: flex;
    align-items: flex-end;
    box-sizing: border-box;
    background: rgba(123, 79, 163, 0.1);
    border: solid #7b4fa3;
    border-width: 0 2px;
}
.band span {
    position: sticky;
    bottom: 2px;
    margin: 2px;
    padding: 1px 5px;
    border-radius: 3px;
    font-size: 11px;
    font-weight: 600;
    white-space: nowrap;
    background: #5e3a80;
    color: #fff;
}
.ghost span {
    position: relative;
    padding: 1px 5px;
    border-radius: 3px;
    font-size: 11px;
    font-weight: 600;
    white-space: nowrap;
    background: #1f2328;
    color: #fff;
}
.ghost:not(.main) span {
    display: none;
}
.hand {
    position: fixed;
    top: 0;
    left: 0;
    max-width: 220px;
    box-sizing: border-box;
    padding: 6px 10px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    will-change: transform;
    border-radius: 4px;
    background: #1f2328;
    color: #fff;
    box-shadow: 0 4px 12px rgba(0, 0, 0, 0.3);
}
[hidden] {
    display: none;
}
`;

/**
 * A place for what moves while something is dragged, in a shadow tree. Some stylesheets of Odoo
 * ask what elements contain (`:has`) by their styles and classes, so that each movement of one
 * element would make the browser look at the styles of the whole page again: a tenth of a second
 * for a full board. They cannot look in here.
 *
 * @param {HTMLElement} parent
 * @param {string} className of the host
 * @returns {{ host: HTMLElement, add: (className: string, text?: string) => HTMLElement }}
 */
export function addOverlay(parent, className) {
    const host = document.createElement("div");
    host.className = className;
    host.setAttribute("aria-hidden", "true");
    const root = host.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = CSS;
    root.append(style);
    parent.append(host);
    const add = (elementClass, text = "") => {
        const element = document.createElement("div");
        element.className = elementClass;
        const label = document.createElement("span");
        label.append(text);
        element.append(label);
        root.append(element);
        return element;
    };
    return { host, add };
}
