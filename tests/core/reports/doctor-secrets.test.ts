import { expect, it } from "vitest";
import { secretKeeper } from "../../../src/core/reports/doctor/secrets.ts";
import { loadConfig } from "../../../src/core/runtime/config.ts";

const finding = { id: "x", part: "database", level: "ok", what: "" } as const;
const nothing = { why: undefined, mend: undefined, since: undefined, count: undefined };

function clean(what: string, password: string): string {
  const config = loadConfig({ env: { DATABASE_URL: `postgresql://okoshko:${password}@db.example/okoshko` } });
  return secretKeeper(config)({ ...finding, ...nothing, what }).what;
}

it("a short password is hidden where it stands by itself, and no word that holds it is bitten", () => {
  expect(clean("https://help.example: postgres://okoshko:p@db, p", "p")).toBe(
    "https://help.example: postgres://okoshko:•••@db, •••",
  );
  expect(clean("http://salon ps", "ps")).toBe("http://salon •••");
});

it("a long one is hidden wherever it stands", () => {
  const password = "a-long-secret-of-many";
  expect(clean(`bot${password}x`, password)).toBe("bot•••x");
});
