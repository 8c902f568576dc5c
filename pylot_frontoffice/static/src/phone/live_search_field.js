import { useEffect } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useDebounced } from "@web/core/utils/timing";
import { CharField, charField } from "@web/views/fields/char/char_field";

// Between two keys of somebody who types while listening.
const PAUSE = 250;

/** A search that answers while it is typed: the value goes into the record at every pause. */
export class LiveSearchField extends CharField {
    setup() {
        super.setup();
        const commit = useDebounced(() => this.input.el?.dispatchEvent(new Event("change")), PAUSE);
        useEffect(
            (input) => {
                input?.addEventListener("input", commit);
                return () => input?.removeEventListener("input", commit);
            },
            () => [this.input.el],
        );
    }
}

registry.category("fields").add("pylot_live_search", {
    ...charField,
    component: LiveSearchField,
});
