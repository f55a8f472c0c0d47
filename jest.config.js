/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts", "**/*.test.tsx"],
  transform: {
    "^.+\\.(m?[jt]s|tsx)$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic" } },
          target: "es2022",
        },
        module: { type: "commonjs" },
      },
    ],
  },
  // These ship ES modules only; everything else in node_modules runs as it is.
  transformIgnorePatterns: [
    "/node_modules/(?!@ironcalc/|jose/|oauth4webapi/|hyparquet(?:-writer)?/|@azure/msal-)",
  ],
  testTimeout: 240_000,
  // Jest would leave one processor free. The tests in a browser run one by one: it takes the other.
  maxWorkers: "100%",
  // Microsoft's client library leaves a timer running that nothing can stop.
  forceExit: true,
};
