import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise, type IConfiguration, type ICruiseResult } from "dependency-cruiser";
import { afterAll, beforeAll, expect, it } from "vitest";

const config = createRequire(import.meta.url)("../.dependency-cruiser.cjs") as IConfiguration;

/** Rule → one import that it forbids. What the import leads to is made, too, unless it must be missing. */
const PLANTED: Readonly<Record<string, readonly [from: string, to: string]>> = {
  "no-cycles": ["src/core/booking/cycle.ts", "src/core/booking/back.ts"],
  "kernel-imports-only-itself": ["src/core/kernel/money.ts", "node:fs"],
  "runtime-knows-no-capability": ["src/core/runtime/database.ts", "src/core/people/index.ts"],
  "rules-are-pure": ["src/core/booking/rules/price.ts", "zod"],
  "stores-know-no-use-case": ["src/core/people/store.ts", "src/core/people/register-client.ts"],
  "every-capability-has-a-floor": ["src/core/weather/index.ts", "src/core/kernel/money.ts"],
  "ground-looks-at-no-floor-above": ["src/core/people/block-client.ts", "src/core/booking/index.ts"],
  "middle-knows-no-booking-and-no-neighbour": [
    "src/core/loyalty/adjust-points.ts",
    "src/core/payments/index.ts",
  ],
  "booking-looks-at-no-floor-above": ["src/core/booking/hold-slot.ts", "src/core/reports/index.ts"],
  "segments-need-no-broadcast": ["src/core/segments/store.ts", "src/core/broadcasts/index.ts"],
  "nothing-needs-a-report": ["src/core/broadcasts/plan-broadcast.ts", "src/core/reports/index.ts"],
  "capabilities-meet-at-the-door": ["src/core/booking/list-free-starts.ts", "src/core/calendar/store.ts"],
  "nobody-enters-by-the-own-door": ["src/core/catalog/price-list.ts", "src/core/catalog/index.ts"],
  "shells-come-in-by-the-door": ["src/bot/my-bookings/flow.ts", "src/core/calendar/store.ts"],
  "adapters-are-named-in-a-main": ["src/server.ts", "src/core/payments/yookassa/index.ts"],
  "core-imports-no-shell": ["src/core/booking/settle-payment.ts", "src/bot/bot.ts"],
  "shells-do-not-meet": ["src/cli/main.ts", "src/bot/bot.ts"],
  "sandbox-stands-alone": ["src/sandbox/server.ts", "src/core/kernel/money.ts"],
  "sandbox-is-started-by-main": ["src/admin/panel.ts", "src/sandbox/index.ts"],
  "telegram-stays-in-the-bot": ["src/core/notifications/deliver.ts", "grammy"],
  "web-stays-in-the-panel": ["src/core/content/publish.ts", "express"],
  "commander-stays-in-the-command-line": ["src/bot/start/flow.ts", "commander"],
  "prisma-stays-in-the-panel": ["src/core/audit/store.ts", "@prisma/client"],
  "yookassa-stays-in-its-adapter": ["src/core/payments/open-payment.ts", "yookassa"],
  "production-imports-no-test": ["src/core/runtime/clock.ts", "tests/support/clock.ts"],
  "production-imports-no-development-package": ["src/core/runtime/jobs.ts", "vitest"],
  "packages-are-declared": ["src/cli/output.ts", "undeclared"],
  "imports-lead-somewhere": ["src/main.ts", "missing"],
};

/** Imports that look alike and are right. */
const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ["src/core/booking/rules/lifecycle.ts", "src/core/booking/rules/terms.ts"],
  ["src/core/booking/rules/terms.ts", "src/core/booking/model.ts"],
  ["src/core/booking/cancel-booking.ts", "src/core/calendar/index.ts"],
  ["src/core/reports/finance.ts", "src/core/booking/index.ts"],
  ["src/core/app.ts", "src/core/payments/provider.ts"],
  ["src/bot/points/flow.ts", "grammy"],
  ["src/admin/prisma-resource.ts", "@prisma/client"],
  ["src/cli/commands/slots.ts", "src/core/calendar/index.ts"],
  ["src/cli/main.ts", "src/core/payments/yookassa/index.ts"],
  ["tests/support/sandbox.ts", "src/sandbox/index.ts"],
];

const DECLARED = ["zod", "grammy", "express", "commander", "@prisma/client", "yookassa"];
const UNDECLARED = ["undeclared"];
const DEVELOPMENT = ["vitest"];

let top = "";
let found: readonly { readonly rule: string; readonly from: string; readonly to: string }[] = [];

function plant(file: string, line: string): void {
  const place = path.join(top, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, `${line}\n`, { flag: "a" });
}

/** Our own files by a type, because a type binds two files as much as a value does. */
function plantImport(from: string, to: string): void {
  if (/^(src|tests)\//.test(to)) {
    plant(to, "export {};");
    plant(from, `import type {} from "./${path.relative(path.dirname(from), to)}";`);
  } else {
    plant(from, `import "${to === "missing" ? "./missing.ts" : to}";`);
  }
}

function plantPackages(): void {
  const list = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, "1.0.0"]));
  plant("package.json", JSON.stringify({ dependencies: list(DECLARED), devDependencies: list(DEVELOPMENT) }));
  for (const name of [...DECLARED, ...DEVELOPMENT, ...UNDECLARED]) {
    plant(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    plant(`node_modules/${name}/index.js`, "");
  }
}

beforeAll(async () => {
  top = mkdtempSync(path.join(tmpdir(), "okoshko-imports-"));
  plantPackages();
  for (const [from, to] of [...Object.values(PLANTED), ...ALLOWED]) plantImport(from, to);
  plantImport("src/core/booking/back.ts", "src/core/booking/cycle.ts");

  const { forbidden = [], options = {} } = config;
  const result = await cruise(["src", "tests"], {
    ...options,
    baseDir: top,
    validate: true,
    ruleSet: { forbidden },
  });
  const { summary } = result.output as ICruiseResult;
  found = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
});

afterAll(() => rmSync(top, { recursive: true }));

it.each((config.forbidden ?? []).map(({ name }) => name ?? "a rule without a name"))("%s", (rule) => {
  const planted = PLANTED[rule] ?? expect.fail("no violation of this rule is planted");
  const hits = found.filter((violation) => violation.rule === rule);
  // A cycle is reported from whichever of its files comes first.
  expect(hits.map(({ from }) => from)).toContain(rule === "no-cycles" ? planted[1] : planted[0]);
});

it.each(ALLOWED)("%s may import %s", (from, to) => {
  expect(found.filter((violation) => violation.from === from && violation.to.includes(to))).toEqual([]);
});
