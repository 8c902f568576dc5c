import { Component, onWillDestroy, onWillUpdateProps, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const WRITING = "pylot.complaint/writing";

/**
 * Who else is writing to the customer. The server says it when the form is loaded; what happens
 * afterwards comes through the bus, where there is one. A notice ends by itself.
 */
export class WritingField extends Component {
    static template = "pylot_frontoffice.WritingField";
    static props = { ...standardFieldProps };

    setup() {
        this.bus = useService("bus_service");
        this.state = useState({ text: "" });
        this.onWriting = this.onWriting.bind(this);
        this.bus.subscribe(WRITING, this.onWriting);
        this.watch(this.props.record);
        onWillUpdateProps(({ record }) => this.watch(record));
        onWillDestroy(() => {
            this.bus.unsubscribe(WRITING, this.onWriting);
            this.leave();
            browser.clearTimeout(this.timer);
        });
    }

    watch(record) {
        const loaded = record.data[this.props.name] || "";
        const channel = record.resId && `pylot.complaint_${record.resId}`;
        if (channel !== this.channel) {
            this.leave();
            this.channel = channel;
            this.complaintId = record.resId;
            if (channel) {
                this.bus.addChannel(channel);
            }
        } else if (loaded === this.loaded) {
            return;
        }
        this.loaded = loaded;
        this.show(loaded, record.data.writing_until);
    }

    leave() {
        if (this.channel) {
            this.bus.deleteChannel(this.channel);
        }
    }

    onWriting({ complaint_id, user_id, name, until }) {
        if (complaint_id !== this.complaintId || user_id === user.userId) {
            return;
        }
        const text = until ? _t("%(names)s is writing an answer.", { names: name }) : "";
        this.show(text, until && deserializeDateTime(until));
    }

    show(text, until) {
        browser.clearTimeout(this.timer);
        this.state.text = text;
        if (text && until) {
            const end = () => (this.state.text = "");
            this.timer = browser.setTimeout(end, Math.max(0, until.diffNow().toMillis()));
        }
    }
}

registry.category("fields").add("pylot_writing", {
    component: WritingField,
    supportedTypes: ["char"],
    fieldDependencies: [{ name: "writing_until", type: "datetime", readonly: true }],
});
