import { randomUUID } from "node:crypto";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { App } from "../../src/core/app.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { claimInstallation } from "../../src/core/runtime/installation.ts";
import { createLog } from "../../src/core/runtime/log.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { startSandboxServer } from "../../src/sandbox/server.ts";
import { createTelegramSandbox } from "../../src/sandbox/telegram/index.ts";
import { TOKEN } from "../sandbox/telegram-sandbox.ts";
import { chanceFrom } from "../simulation/chance.ts";
import { testClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { readChat, type Seen } from "./month/chats.ts";
import { compare } from "./month/compare.ts";
import { expectedMessages } from "./month/expected.ts";
import { readJournal } from "./month/journal.ts";
import { liveMonth } from "./month/month.ts";
import { makeTown } from "./month/town.ts";
import { startWorkers } from "./month/workers.ts";

/** Another one is another month: `MONTH_SEED=7 npx vitest run …`. */
const SEED = Number(process.env.MONTH_SEED ?? 20_261_126);
const BEGINS = new Date("2026-10-01T00:00:00Z");
const DAYS = 30;
/** So that everything that was begun comes to its end. */
const DAYS_AFTER = 3;
/** Where clocks change within the month. */
const ZONE = "Europe/Belgrade";

/** As many as the product has on their way at once. */
const UNDERWAY_MAX = 8;
const KINDS_OF_MESSAGES = [
  ...["confirmed", "moved_by_client", "moved_by_staff", "cancelled", "new", "moved", "low", "better"],
  ...["reminder", "review", "completed", "missed", "said"],
];

const UNLIMITED = { chatBurst: 1e9, chatPerSecond: 1e9, globalBurst: 1e9, globalPerSecond: 1e9 };

const db = await testDatabase({ connectionsMax: 4 });
const clock = testClock(BEGINS);
const folder = mkdtempSync(path.join(tmpdir(), "okoshko-month-test-"));
const journal = path.join(folder, "journal");
appendFileSync(journal, "");
const sandbox = await startSandboxServer({
  ...{ host: "127.0.0.1", port: 0, clock: { now: () => clock.now(), advance: async () => undefined } },
  parts: (surroundings) => ({
    telegram: createTelegramSandbox(surroundings, { token: TOKEN, limits: UNLIMITED }),
  }),
});
const sim = async (what: string, body: object): Promise<void> => {
  const response = await fetch(`${sandbox.url}/sim/telegram/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${what}: ${await response.text()}`);
};
const faultsShape = z.object({ faults: z.array(z.looseObject({ method: z.string().optional() })) });
const troublesWith = async (method: string): Promise<number> => {
  const response = await fetch(`${sandbox.url}/sim/telegram/faults`);
  return faultsShape.parse(await response.json()).faults.filter((fault) => fault.method === method).length;
};
const app: App = {
  ...{ db, clock, newId: randomUUID, log: createLog({ level: "silent" }) },
  ...{ payments: undefined, messenger: undefined, returnUrl: () => "" },
};
await claimInstallation(db, "sandbox", BEGINS);
const workers = startWorkers(
  {
    databaseUrl: db.connection.connectionString ?? "",
    ...{ apiRoot: sandbox.url, token: TOKEN, journal, beginsMs: BEGINS.getTime() },
  },
  2,
);
afterAll(async () => {
  await workers.stop();
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

const chance = chanceFrom(SEED);
const town = await makeTown(app, { sim, troublesWith }, { from: "2026-10-01", to: "2026-10-31", zone: ZONE });
const lived = performance.now();
const told = await liveMonth({
  ...{
    town,
    workers,
    db,
    clock,
    chance,
    fate: chanceFrom(SEED + 1),
    beginsMs: BEGINS.getTime(),
    days: DAYS,
    daysAfter: DAYS_AFTER,
  },
});
const seconds = (performance.now() - lived) / 1_000;
const { life } = town;
const seen = (await Promise.all(town.chats.map((chat) => readChat(sandbox.url, life, chat)))).flat();
const expected = expectedMessages(life);
const unsure = readJournal(journal);
/** Asked of the product only to tell whose doing a duplicate is. */
const rows = await db.many<{ id: string; chat: number; kind: string; bookingId: string | null }>(sql`
  SELECT outbox.id, coalesce(clients.telegram_id, staff.telegram_id) AS chat, kind, booking_id
  FROM outbox LEFT JOIN clients ON clients.id = client_id LEFT JOIN staff ON staff.id = outbox.staff_id`);
const promised = rows.map(({ id, ...row }) => ({
  ...row,
  unsure: unsure.get(id) ?? { byKill: 0, byLoss: 0 },
}));
const { problems, duplicates } = compare(life, { expected, seen, promised });

const percent = (part: number): string => `${((100 * part) / expected.length).toFixed(2)} %`;
process.stdout.write(
  `A month in ${seconds.toFixed(0)} s: ${told.deeds} deeds, ${life.visits.length} bookings, ${expected.length} messages; ` +
    `${workers.kills()} kills, ${told.troubles} troubles of Telegram's, ${told.lostAnswers} of them a lost answer. ` +
    `Sent twice: ${duplicates.byKill} by a kill (${percent(duplicates.byKill)}, ${(duplicates.byKill / workers.kills()).toFixed(2)} a kill), ` +
    `${duplicates.byLoss} by a lost answer.\n`,
);

describe("a month of forty clients, workers killed at random, Telegram in trouble", () => {
  it("MS-1, MS-2, MS-5, MS-6, MS-8: the chats hold what the rules demand, once, on time, silent only when it is quiet", () => {
    expect(problems).toEqual([]);
  });

  it("MS-6: a message stands there twice only where its sender died at it, or Telegram's answer was lost", () => {
    expect(duplicates.byLoss).toBeLessThanOrEqual(told.lostAnswers);
    expect(duplicates.byKill).toBeLessThanOrEqual(workers.kills() * UNDERWAY_MAX);
    expect(seen.length - new Set(seen.map(({ chat, what }) => `${chat} ${what}`)).size).toBe(
      duplicates.byKill + duplicates.byLoss,
    );
  });

  it("is a month worth the name: every kind of message, hundreds of bookings, and dozens of deaths", () => {
    const kinds = new Set(expected.map(({ what }) => what.split(" ")[0]));
    expect([...kinds].sort()).toEqual([...KINDS_OF_MESSAGES].sort());
    expect(life.visits.length).toBeGreaterThan(200);
    expect(workers.kills()).toBeGreaterThanOrEqual(10);
    expect(workers.failures()).toEqual([]);
    expect(expected.filter(({ isSilent }) => isSilent).length).toBeGreaterThan(100);
    expect(expected.filter(({ isRemoved }) => isRemoved).length).toBeGreaterThan(100);
  });

  it("leaves nothing behind that was given up, or forgotten", async () => {
    const left = await db.many(sql`
      SELECT kind, state, due_at FROM outbox WHERE state = 'failed' OR (state = 'queued' AND due_at < ${clock.now()})`);
    expect(left).toEqual([]);
  });

  it.each<readonly [string, (all: Judged) => Judged]>([
    ["a message that is not there", (all) => ({ ...all, seen: all.seen.slice(1) })],
    ["one too many", (all) => ({ ...all, seen: [...all.seen, calm(all.seen)] })],
    ["one that nobody asked for", (all) => ({ ...all, expected: all.expected.slice(1) })],
    [
      "a sound in quiet hours",
      (all) => ({ ...all, seen: all.seen.map((one) => ({ ...one, isSilent: false })) }),
    ],
    [
      "an older reminder that stands",
      (all) => ({ ...all, seen: all.seen.map((one) => ({ ...one, isRemoved: false })) }),
    ],
    [
      "one that comes late",
      (all) => ({ ...all, seen: all.seen.map((one) => ({ ...one, step: one.step + 5 })) }),
    ],
  ])("would notice %s", (_, spoil) => {
    expect(compare(life, spoil({ expected, seen, promised })).problems).not.toEqual([]);
  });
});

type Judged = Parameters<typeof compare>[1];
/** A message that no accident befell: a second one has no excuse. */
function calm(all: readonly Seen[]): Seen {
  const unlucky = new Set(
    promised.filter(({ unsure: { byKill, byLoss } }) => byKill + byLoss > 0).map(({ chat }) => chat),
  );
  return present(
    all.find(({ chat }) => !unlucky.has(chat)) ?? all.find(({ what }) => what.startsWith("confirmed")),
    "a message",
  );
}
