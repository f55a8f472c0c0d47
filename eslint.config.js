import js from "@eslint/js";
import tseslint from "typescript-eslint";
import reactHooks from "eslint-plugin-react-hooks";
import officeAddins from "eslint-plugin-office-addins";

/** Layers of src, and what each may import; the arrows of import go one way only (src/README.md). */
const LAYERS = {
  engine: [],
  connectors: ["engine"],
  workbook: ["engine"],
  run: ["engine"],
  taskpane: ["run", "engine"],
  commands: ["run", "taskpane", "engine", "workbook", "connectors"],
  host: [],
  workbench: ["host", "workbook", "commands", "run", "taskpane", "engine", "connectors"],
  cli: ["host", "workbook", "run", "engine"],
  relay: ["connectors"],
};

/** Globals that few layers may touch, with those layers. */
const GLOBALS = [
  {
    names: ["Excel", "Office", "OfficeExtension"],
    layers: ["workbook", "host", "commands", "workbench"],
    message: "Only src/workbook talks to Excel.",
  },
  {
    names: ["fetch", "XMLHttpRequest", "WebSocket"],
    layers: ["connectors", "relay", "workbench"],
    message: "Only src/connectors talks to the network.",
  },
  {
    names: ["document", "window", "self", "localStorage", "sessionStorage", "process", "console"],
    layers: Object.keys(LAYERS).filter((layer) => layer !== "engine"),
    message: "The engine is pure: no DOM, no Excel, no network, no process.",
  },
];

const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => {
  const forbidden = Object.keys(LAYERS).filter((other) => other !== layer && !allowed.includes(other));
  return {
    files: [`src/${layer}/**/*.{ts,tsx}`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(src/)?(${forbidden.join("|")})(/|$)`,
              message: `src/${layer} may import only: ${allowed.join(", ") || "itself"}.`,
            },
          ],
        },
      ],
      "no-restricted-globals": [
        "error",
        ...GLOBALS.filter(({ layers }) => !layers.includes(layer)).flatMap(({ names, message }) =>
          names.map((name) => ({ name, message })),
        ),
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ["dist", "coverage", "node_modules", "assets"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      eqeqeq: "error",
    },
  },
  ...layerRules,
  {
    files: ["src/workbook/**/*.ts"],
    plugins: { "office-addins": officeAddins },
    rules: {
      "office-addins/no-context-sync-in-loop": "error",
      "office-addins/call-sync-before-read": "error",
      "office-addins/load-object-before-read": "error",
      "office-addins/test-for-null-using-isNullObject": "error",
      "office-addins/no-empty-load": "error",
    },
  },
  {
    files: ["src/{taskpane,workbench}/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ["*.config.js", "scripts/**/*.js"],
    rules: { "no-restricted-exports": "off" },
    languageOptions: { globals: { process: "readonly", console: "readonly" } },
  },
);
