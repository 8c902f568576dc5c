import { useEffect } from "@odoo/owl";
import { Chatter } from "@mail/chatter/web_portal/chatter";
import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

const COMPLAINT = "pylot.complaint";
// Well within the three minutes after which the server forgets it.
const HEARTBEAT = 60000;

/** While an answer to a customer is open, colleagues are told. */
patch(Chatter.prototype, {
    setup() {
        super.setup(...arguments);
        const orm = useService("orm");
        useEffect(
            (model, id, type) => {
                if (model !== COMPLAINT || !id || type !== "message") {
                    return;
                }
                const tell = (isWriting) =>
                    // a notice that does not get through must not disturb whoever is writing
                    orm.silent.call(COMPLAINT, "set_writing", [[id], isWriting]).catch(() => {});
                tell(true);
                const heartbeat = browser.setInterval(() => tell(true), HEARTBEAT);
                return () => {
                    browser.clearInterval(heartbeat);
                    tell(false);
                };
            },
            () => [this.props.threadModel, this.props.threadId, this.state.composerType],
        );
    },
});
