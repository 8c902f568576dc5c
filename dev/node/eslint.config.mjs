// The rules that find mistakes; how code looks is prettier's. Nothing is imported here, because
// the packages live in the cache and not beside this file.

const browser =
    "window document console navigator location fetch setTimeout clearTimeout setInterval " +
    "clearInterval requestAnimationFrame cancelAnimationFrame URL URLSearchParams FormData Event " +
    "CustomEvent KeyboardEvent MouseEvent PointerEvent HTMLElement Element Node Intl Blob File " +
    "localStorage sessionStorage AbortController MutationObserver ResizeObserver " +
    "IntersectionObserver DOMParser crypto performance structuredClone queueMicrotask odoo luxon";

export default [
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: Object.fromEntries(browser.split(" ").map((name) => [name, "readonly"])),
        },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "array-callback-return": "error",
            complexity: ["error", 12],
            "constructor-super": "error",
            curly: "error",
            eqeqeq: "error",
            "no-alert": "error",
            "no-async-promise-executor": "error",
            "no-cond-assign": "error",
            "no-const-assign": "error",
            "no-debugger": "error",
            "no-dupe-class-members": "error",
            "no-dupe-else-if": "error",
            "no-dupe-keys": "error",
            "no-duplicate-case": "error",
            "no-duplicate-imports": "error",
            "no-empty": "error",
            "no-eval": "error",
            "no-fallthrough": "error",
            "no-implied-eval": "error",
            "no-redeclare": "error",
            "no-self-assign": "error",
            "no-shadow": "error",
            "no-this-before-super": "error",
            "no-undef": "error",
            "no-unreachable": "error",
            "no-unsafe-finally": "error",
            "no-unsafe-optional-chaining": "error",
            "no-unused-vars": "error",
            "no-use-before-define": ["error", { functions: false, classes: false }],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
            "use-isnan": "error",
            "valid-typeof": "error",
        },
    },
];
