import { loadBundle } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const COLORS = ["#1d4e89", "#e0a458", "#8a94a3"];

/** Columns of what the table says; only to look at. The library comes when one is to be drawn. */
export class PylotChart extends Interaction {
    static selector = ".js_pylot_chart";

    async willStart() {
        try {
            await loadBundle("web.chartjs_lib");
            this.hasLibrary = Boolean(window.Chart);
        } catch {
            this.hasLibrary = false; // the table says the same
        }
    }

    start() {
        if (!this.hasLibrary) {
            return;
        }
        const { axis, labels, series } = JSON.parse(this.el.dataset.chart);
        this.el.hidden = false;
        const chart = new window.Chart(this.el.querySelector("canvas"), {
            type: "bar",
            data: {
                labels,
                datasets: series.map(([label, data], index) => ({
                    label,
                    data,
                    backgroundColor: COLORS[index % COLORS.length],
                    maxBarThickness: 48,
                })),
            },
            options: this.getOptions(axis, labels.length === 1),
        });
        this.registerCleanup(() => chart.destroy());
    }

    getOptions(axis, isSingle) {
        const values = {
            stacked: true,
            ticks: { maxTicksLimit: 6 },
            grid: { color: "#e5e7eb" },
        };
        const names = {
            stacked: true,
            title: { display: Boolean(axis), text: axis },
            ticks: { maxRotation: 0 },
            grid: { display: false },
        };
        return {
            animation: false,
            events: [],
            indexAxis: isSingle ? "y" : "x",
            maintainAspectRatio: false,
            locale: document.documentElement.lang || undefined,
            plugins: { legend: { position: "bottom", labels: { color: "#1f2937" } } },
            scales: isSingle ? { x: values, y: names } : { x: names, y: values },
        };
    }
}

registry.category("public.interactions").add("pylot_frontoffice.chart", PylotChart);
