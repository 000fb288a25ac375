import { defineConfig } from "vitest/config";

const DATABASE_TESTS = "tests/**/*.db.test.{ts,tsx}";
const BROWSER_TESTS = "tests/browser/**/*.test.{ts,tsx}";

/** Three kinds of tests by what they need: nothing, PostgreSQL, or PostgreSQL and a browser. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    // The product is loaded once a worker, not once a file: no test changes what it imports.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: "fast",
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: [DATABASE_TESTS, BROWSER_TESTS],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: [DATABASE_TESTS],
          exclude: [BROWSER_TESTS],
          globalSetup: ["tests/support/database-server.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: [BROWSER_TESTS],
          globalSetup: ["tests/support/database-server.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
