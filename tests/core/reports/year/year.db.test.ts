import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../../../src/core/kernel/actor.ts";
import type { Message, Messenger } from "../../../../src/core/notifications/index.ts";
import {
  ledgerCheck,
  OPERATION_KINDS,
  SUM_COLUMNS,
  SUMMARIES,
  SUMMARY_NAMES,
  TOTALS_BY,
} from "../../../../src/core/reports/index.ts";
import { changeSetting } from "../../../../src/core/settings/index.ts";
import { makeStaff, startPanel } from "../../../admin/panel-under-test.ts";
import { signedIn } from "../../../admin/visitor.ts";
import { commandLine } from "../../../cli/command-line.ts";
import { testAppWithBank } from "../../../support/app.ts";
import { granted } from "../../../support/make.ts";
import { financeBySql, operationsBySql } from "./finance-by-sql.ts";
import { liveThroughYear } from "./lived-year.ts";
import { analyticsAndRows, moneyAndBooks } from "./panel-by-sql.ts";
import { type Figures, owedBySql, summaryBySql } from "./summaries-by-sql.ts";
import { YEAR_ZONE } from "./year-salon.ts";

/** Most messages arrive; some receivers have blocked the bot, some messages Telegram will not take. */
const deliver = async ({ id }: Message) => {
  const chance = Number.parseInt(id.slice(0, 2), 16);
  if (chance < 6) return { outcome: "failed", reason: "400 chat not found" } as const;
  if (chance < 8) return { outcome: "skipped", reason: "booking_not_confirmed" } as const;
  return { outcome: "sent", telegramMessageId: 1 } as const;
};
const app = await testAppWithBank({ messenger: { deliver } satisfies Messenger });
const run = commandLine(app);
const panel = await startPanel(app.db);
const owner = await signedIn(panel.url, await makeStaff(panel.app, { role: "owner" }));

beforeAll(() => liveThroughYear(app, 2_027), 300_000);

/** Of these periods the files are read, too, cell by cell: a year, and one that begins and ends within its months. */
const HAS_FILES: ReadonlySet<string> = new Set(["2026-11-24", "2027-01-28"]);

type Case = { readonly zone: string; readonly from: string; readonly to: string; readonly what: string };
const of = (zone: string, from: string, to: string, what: string): Case => ({ zone, from, to, what });
/** A zone on the other side of the world, three quarters of an hour between its hours and ours: the same rows, other days. */
const AFAR = "Pacific/Chatham";
const CASES: readonly Case[] = [
  of(YEAR_ZONE, "2026-11-24", "2027-11-23", "a year"),
  of(YEAR_ZONE, "2026-12-31", "2027-01-01", "the end of a year"),
  of(YEAR_ZONE, "2027-01-28", "2027-03-03", "the end of January to the third of March"),
  of(YEAR_ZONE, "2027-03-27", "2027-03-28", "the night in which the clocks go forward"),
  of(YEAR_ZONE, "2027-10-30", "2027-11-01", "the night in which they go back"),
  of(AFAR, "2026-11-24", "2027-11-23", "a year"),
  of(AFAR, "2027-02-27", "2027-04-05", "February's end to the change of the clocks"),
];
const REPORTS = SUMMARY_NAMES.flatMap((name) => SUMMARIES[name].parts.map((by) => ({ name, by })));

it("the year has everything in it, and its books are in order", async () => {
  expect(await ledgerCheck(app)).toEqual([]);
  const has = async (what: string, table: string) =>
    (await app.db.pool.query<{ found: string }>(`SELECT DISTINCT ${what} AS found FROM ${table}`)).rows.map(
      ({ found }) => found,
    );
  expect(await has("coalesce(ended_reason, state)", "bookings")).toEqual(
    expect.arrayContaining([
      ...["business", "client", "client_late", "completed", "given_up", "moved", "moved_late", "no_show"],
      "unpaid",
    ]),
  );
  expect(await has("kind", "point_entries")).toEqual(
    expect.arrayContaining([
      ...["accrual", "accrual_reversal", "adjustment", "merge", "penalty", "penalty_reversal", "rebook"],
      ...["redemption", "redemption_return", "referral", "refund_reversal"],
    ]),
  );
  expect(await has("concat(kind, ' ', method, ' ', state)", "payments")).toEqual(
    expect.arrayContaining([
      ...["booking bank_card captured", "booking sbp captured", "booking bank_card cancelled"],
      ...[
        "on_spot cash captured",
        "on_spot terminal captured",
        "on_spot transfer captured",
        "tip bank_card captured",
      ],
    ]),
  );
  expect(await has("reason || ' ' || state", "refunds")).toEqual(
    expect.arrayContaining(["abandoned succeeded", "by_staff succeeded", "cancelled succeeded"]),
  );
  const year = { zone: YEAR_ZONE, from: "2026-11-24", to: "2027-11-23" };
  const { lines } = await financeBySql(app.db, { ...year, by: "kind" });
  expect([...lines.keys()].toSorted()).toEqual([...OPERATION_KINDS].toSorted());
  const { sum } = await summaryBySql(app.db, "loyalty", { ...year, by: "month" });
  expect(Object.values(sum).filter((value) => (value ?? 0) <= 0)).toEqual([]);
  const overMidnight = `(starts_at AT TIME ZONE '${YEAR_ZONE}')::date < (ends_at AT TIME ZONE '${YEAR_ZONE}')::date`;
  expect(await has("state", `bookings WHERE ${overMidnight}`)).toContain("completed");
  expect(await has("state", "outbox")).toEqual(
    expect.arrayContaining(["sent", "skipped", "failed", "queued"]),
  );
});

const isNothing = (figures: Figures): boolean =>
  Object.values(figures).every((value) => value === 0 || value === null);
/** To a billionth: shares and averages are fractions. */
const rounded = (figures: Figures): Figures =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      value === null ? null : Math.round(value * 1e9) / 1e9 + 0,
    ]),
  );
/** Parts in which nothing happened say nothing, whether they are there or not. */
const told = (lines: Iterable<readonly [string, Figures]>) =>
  [...lines]
    .filter(([, figures]) => !isNothing(figures))
    .map(([key, figures]) => [key, rounded(figures)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

type Item = Readonly<Record<string, never>> & { readonly key: string | null };
const figuresOf = (item: Readonly<Record<string, unknown>>, names: readonly string[]): Figures =>
  Object.fromEntries(names.map((name) => [name, item[name] === null ? null : Number(item[name])]));
const linesOf = (items: readonly unknown[], names: readonly string[]) =>
  (items as readonly Item[]).map((item) => [item.key ?? "", figuresOf(item, names)] as const);

/** A figure as the plain file has it. */
function cell(value: number | null, unit: string): string {
  if (value === null) return "";
  if (unit === "kopecks") return (value / 100).toFixed(2);
  if (unit === "percent") return value.toFixed(1);
  return unit === "stars" ? value.toFixed(2) : String(value);
}

it("the comparison sees where a day ends: by another zone's clocks the same rows are not the same days", async () => {
  const days = { from: "2027-01-28", to: "2027-03-03", by: "day" };
  for (const report of ["bookings", "hot-windows", "loyalty", "messages", "reviews"]) {
    const [here, afar] = [
      await summaryBySql(app.db, report, { ...days, zone: YEAR_ZONE }),
      await summaryBySql(app.db, report, { ...days, zone: AFAR }),
    ];
    expect(told(here.lines), report).not.toEqual(told(afar.lines));
  }
});

describe.each(CASES)("$what in $zone", ({ zone, from, to }) => {
  const days = ["--from", from, "--to", to] as const;
  const asked = { zone, from, to };

  beforeAll(async () => {
    granted(await changeSetting(app, { key: "business.timeZone", typed: zone, actor: OPERATOR }));
  });

  it.each(REPORTS)(
    "report $name --by $by is what the rows say, in JSON and in the file",
    async ({ name, by }) => {
      const { figures } = SUMMARIES[name];
      const names = figures.map((one) => one.name);
      const byHand = await summaryBySql(app.db, name, { ...asked, by });
      const answer = (await run(["report", name, ...days, "--by", by, "--json"])).json();
      expect(told(linesOf(answer.items, names))).toEqual(told(byHand.lines));
      const sum = figuresOf(answer.sum ?? {}, names);
      // Of nothing at all SQL sums to nothing, which is no zero.
      if (!isNothing(sum) || !isNothing(byHand.sum)) expect(rounded(sum)).toEqual(rounded(byHand.sum));
      if (HAS_FILES.has(from)) await sameInFile(["report", name, ...days, "--by", by], answer.items, figures);
    },
  );

  it.each(TOTALS_BY.map((by) => ({ by })))(
    "report finance --by $by is what the books say",
    async ({ by }) => {
      const byHand = await financeBySql(app.db, { ...asked, by });
      const names = Object.keys(byHand.sum);
      const answer = (await run(["report", "finance", ...days, "--by", by, "--json"])).json();
      expect(told(linesOf(answer.items, names))).toEqual(told(byHand.lines));
      expect(rounded(figuresOf(answer.sum ?? {}, names))).toEqual(rounded(byHand.sum));
      const columns = SUM_COLUMNS.map(({ key, as }) => ({
        ...{ key, unit: as === "rubles" ? "kopecks" : "count" },
        name: key
          .replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
          .replace(/Rubles$/, "Kopecks"),
      }));
      if (zone === YEAR_ZONE)
        await sameInFile(["report", "finance", ...days, "--by", by], answer.items, columns);
    },
  );

  it("report finance has every operation once, to the kopeck and the day", async () => {
    const file = await run(["report", "finance", ...days, "--format", "csv", "--plain"]);
    const rows = parse<Record<string, string>>(file.out, { columns: true });
    const own = rows.map(({ day, gross_rubles: gross = "", points }) =>
      [day, Math.round(Number(gross) * 100) + 0, points === "" ? 0 : points].join(" "),
    );
    expect(own.toSorted()).toEqual(await operationsBySql(app.db, asked));
  });

  it("the analytics page shows what the rows say", async () => {
    const { shown, byRows } = await analyticsAndRows(owner, app.db, asked);
    expect(shown).toEqual(byRows);
  });

  it.each(TOTALS_BY.map((by) => ({ by })))(
    "the page of money by $by shows what the books say",
    async ({ by }) => {
      const { shown, byRows } = await moneyAndBooks(owner, app.db, { ...asked, by });
      expect(shown).toEqual(byRows);
    },
  );

  it("what clients may spend is the sum of what is above zero (EP-5)", async () => {
    const { standing } = (await run(["report", "loyalty", ...days, "--json"])).json();
    expect(standing).toEqual({ pointsOwed: await owedBySql(app.db) });
  });
});

type Column = { readonly name: string; readonly key: string; readonly unit: string };

/** The plain file has the lines of the answer, cell by cell. */
async function sameInFile(command: readonly string[], items: readonly unknown[], columns: readonly Column[]) {
  const file = await run([...command, "--format", "csv", "--plain"]);
  const rows = parse<Record<string, string>>(file.out, { columns: true });
  const cells = rows.map((row) => columns.map(({ key }) => row[key]));
  expect(cells).toEqual(
    (items as readonly Item[]).map((item) => {
      const figures = figuresOf(
        item,
        columns.map(({ name }) => name),
      );
      return columns.map(({ name, unit }) => cell(figures[name] ?? null, unit));
    }),
  );
}
