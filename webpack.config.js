import { join } from "node:path";
import CopyWebpackPlugin from "copy-webpack-plugin";
import HtmlWebpackPlugin from "html-webpack-plugin";
import webpack from "webpack";

const { DefinePlugin } = webpack;
const PORT = 3000;

/** Microsoft's client has to come from Microsoft, in every environment. */
const OFFICE_JS = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";

/**
 * Pages: each is one entry and one HTML file of the same name. `script` is loaded before the entry. What is hosted is the
 * task pane; the others are for development and never leave this machine.
 */
const PAGES = [
  {
    name: "taskpane",
    title: "Billing reconciliation",
    entry: "./src/commands/taskpane.ts",
    script: OFFICE_JS,
    isHosted: true,
  },
  {
    name: "sign-in",
    title: "Sign in to Microsoft",
    entry: "./src/commands/sign-in-page.ts",
    script: OFFICE_JS,
    isHosted: true,
  },
  {
    name: "index",
    title: "Billing reconciliation on an embedded workbook",
    entry: "./src/workbench/page.tsx",
  },
  {
    name: "preview",
    title: "Billing reconciliation: the pane on sample data",
    entry: "./scripts/preview/page.ts",
    isMeasured: true,
  },
  {
    name: "empty",
    title: "An empty page with the components of the pane",
    entry: "./scripts/preview/empty.tsx",
    isMeasured: true,
  },
];

/**
 * What a page may load and reach: scripts of its own origin and Microsoft's client, which takes parts of itself from two
 * hosts; any secure address for connections, because a team's relay may stand anywhere. Styles are made by the components.
 */
function policyFor({ isHosted, isProduction }) {
  const local = isProduction ? "" : " http://localhost:* http://127.0.0.1:* ws://localhost:*";
  // The embedded workbook calculates in WebAssembly; the task pane does not.
  const wasm = isHosted ? "" : " 'wasm-unsafe-eval'";
  return [
    "default-src 'none'",
    `script-src 'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com${wasm}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data: https://*.cdn.office.net",
    `connect-src 'self' https:${local}`,
    "worker-src 'self' blob:",
    "frame-src https://login.microsoftonline.com https://appsforoffice.microsoft.com",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** A page with the one element that the entries mount on; it fills the window with the theme's background. */
function pageOf({ title, script, isHosted }, isProduction) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policyFor({ isHosted, isProduction })}" />
    <meta name="viewport" content="width=device-width" />
    <link rel="icon" href="icons/icon-32.png" />
    <title>${title}</title>${script === undefined ? "" : `\n    <script src="${script}"></script>`}
    <style>
      body { margin: 0; font-family: "Segoe UI", system-ui, sans-serif; }
      #pane > div { min-height: 100vh; }
    </style>
  </head>
  <body><div id="pane"></div></body>
</html>`;
}

/** The manifest with the address of development replaced. */
function manifestFor(text, baseUrl) {
  return text.replaceAll("https://localhost:3000/", `${baseUrl.replace(/\/$/, "")}/`);
}

/** The certificate that office-addin-dev-certs made for this computer. */
async function developmentCertificate() {
  const { getHttpsServerOptions } = await import("office-addin-dev-certs");
  return getHttpsServerOptions();
}

/** Fails the build when a file that would be deployed still points at this machine. */
class NoLocalhostPlugin {
  apply(compiler) {
    compiler.hooks.afterCompile.tap("NoLocalhostPlugin", (compilation) => {
      for (const { name, source } of compilation.getAssets()) {
        if (!/https?:\/\/localhost/.test(source.source().toString())) continue;
        const message = `${name} holds a localhost address. Pass --env baseUrl=https://… and build again.`;
        compilation.errors.push(new compiler.webpack.WebpackError(message));
      }
    });
  }
}

/**
 * `webpack serve` shows the pages on http://localhost:3000; `webpack --mode production --env baseUrl=https://…`
 * builds dist/ for that address (any address when left out: paths are then relative).
 */
export default async function config(env, { mode = "development" }) {
  const isProduction = mode === "production";
  const pages = PAGES.filter(({ isHosted, isMeasured }) =>
    env.measures ? isMeasured : !isProduction || isHosted,
  );
  return {
    mode,
    devtool: isProduction ? false : "source-map",
    entry: Object.fromEntries(pages.map(({ name, entry }) => [name, entry])),
    output: {
      path: join(import.meta.dirname, "dist"),
      filename: isProduction ? "[name].[contenthash].js" : "[name].js",
      publicPath: env.baseUrl === undefined ? "auto" : `${env.baseUrl.replace(/\/$/, "")}/`,
      clean: true,
    },
    resolve: { extensions: [".ts", ".tsx", ".js"] },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          exclude: /node_modules/,
          loader: "swc-loader",
          options: {
            jsc: {
              parser: { syntax: "typescript", tsx: true },
              transform: { react: { runtime: "automatic" } },
              target: "es2022",
            },
          },
        },
        { test: /\.css$/, use: ["style-loader", "css-loader"] },
        { test: /\.wasm$/, type: "asset/resource" },
        { test: /\.xlsx$/, type: "asset/inline" },
      ],
    },
    plugins: [
      new CopyWebpackPlugin({
        patterns: [
          { from: "assets/icons", to: "icons" },
          { from: "assets/help.html" },
          // What the embedded workbook is made of; the task pane in Excel loads none of it.
          ...(isProduction
            ? []
            : [
                { from: "assets/samples/*.xlsx", to: "samples/[name][ext]" },
                { from: "node_modules/@microsoft/office-js/dist/excel-web-16.00.js", to: "office" },
              ]),
          // The manifest of this very build: it names the address where the folder is hosted.
          ...(env.baseUrl === undefined
            ? []
            : [{ from: "manifest.xml", transform: (text) => manifestFor(text.toString(), env.baseUrl) }]),
        ],
      }),
      ...pages.map(
        (page) =>
          new HtmlWebpackPlugin({
            filename: `${page.name}.html`,
            chunks: [page.name],
            templateContent: pageOf(page, isProduction),
          }),
      ),
      new DefinePlugin({ MICROSOFT_CLIENT_ID: JSON.stringify(env.microsoftClientId ?? "") }),
      ...(isProduction ? [new NoLocalhostPlugin()] : []),
    ],
    performance: { hints: false },
    devServer: {
      port: PORT,
      host: "localhost",
      open: false,
      // Excel loads an add-in over HTTPS only.
      ...(env.https ? { server: { type: "https", options: await developmentCertificate() } } : {}),
    },
  };
}
