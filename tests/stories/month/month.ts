import type { Database } from "../../../src/core/runtime/database.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import type { Chance } from "../../simulation/chance.ts";
import type { TestClock } from "../../support/clock.ts";
import { CHANGES, DEEDS, type Deed, PEOPLE, type Town } from "./town.ts";
import { losesAnswer, makeTrouble } from "./troubles.ts";
import type { Workers } from "./workers.ts";

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** What Telegram's troubles put off is waited for so long; whatever is planned is farther apart. */
const TROUBLE_MS = 10 * 60_000;
const KILLS_IN_A_ROW = 2;
/** Each costs the start of a process. */
const KILLS_MAX = 16;
const ROUNDS_MAX = 100;
/** After its start: an hour of the visit and three in which nobody marked it. */
const FORGOTTEN_MS = 4 * HOUR_MS;

/** By how often; the first are done while the workers work, the others before. */
const MEANWHILE: readonly (readonly [number, Deed])[] = [
  [10, "book"],
  [2, "cancel"],
  [2, "move"],
  [2, "promise"],
  [1, "speak"],
];
const BEFORE: readonly (readonly [number, Deed])[] = [
  [3, "mark"],
  [3, "rate"],
];
/** Half past these hours by UTC: nothing else is due then. */
const BUSY_HOURS: ReadonlySet<number> = new Set([6, 10, 12, 15, 18]);

export type Month = {
  readonly town: Town;
  readonly workers: Workers;
  readonly db: Database;
  readonly clock: TestClock;
  readonly chance: Chance;
  /** Another one, so that deaths leave the life as it is. */
  readonly fate: Chance;
  readonly beginsMs: number;
  readonly days: number;
  /** Time for what was begun to come to its end, with nothing new. */
  readonly daysAfter: number;
};

export type Told = { deeds: number; troubles: number; lostAnswers: number };

/** What the owner decides in the month, and two clients who leave and come back: day and hour, at half past. */
const PLAN: Readonly<Record<string, (town: Town) => Promise<void>>> = {
  "3 12": (town) => CHANGES.mute(town, PEOPLE.owner, ["new_booking"], false),
  "5 12": (town) => CHANGES.hours(town, [12, 2]),
  "6 10": (town) => CHANGES.block(town, PEOPLE.firstClient + 3),
  "7 12": (town) => CHANGES.quiet(town, 20, 8),
  "8 12": (town) => CHANGES.mute(town, PEOPLE.owner, ["new_booking"], true),
  "10 12": (town) => CHANGES.delay(town, 120),
  "11 10": (town) => CHANGES.block(town, PEOPLE.firstClient + 8),
  "12 12": (town) => CHANGES.hours(town, [24, 8, 4, 2, 1]),
  "13 12": (town) => CHANGES.mute(town, PEOPLE.maria, ["cancellation", "move"], false),
  "15 10": (town) => CHANGES.comeBack(town, PEOPLE.firstClient + 3),
  "17 12": (town) => CHANGES.quiet(town, 0, 0),
  "18 12": (town) => CHANGES.mute(town, PEOPLE.owner, ["low_rating", "client_words"], false),
  "19 12": (town) => CHANGES.quiet(town, 23, 10),
  "21 12": (town) => CHANGES.hours(town, [36, 6]),
  "22 12": (town) => CHANGES.delay(town, 30),
  "23 12": (town) => CHANGES.mute(town, PEOPLE.maria, ["move"], true),
  "25 12": (town) => CHANGES.hours(town, [24, 8, 4, 1]),
  "26 12": (town) => CHANGES.mute(town, PEOPLE.owner, ["client_words"], true),
};
/** Hours from the beginning in which nobody works, the last one included. */
const STANDSTILLS: readonly (readonly [number, number])[] = [
  [8 * DAY_HOURS + 11, 8 * DAY_HOURS + 20],
  [19 * DAY_HOURS + 22, 20 * DAY_HOURS + 5],
];

export async function liveMonth(month: Month): Promise<Told> {
  const told: Told = { deeds: 0, troubles: 0, lostAnswers: 0 };
  for (let hour = 0; hour < (month.days + month.daysAfter) * DAY_HOURS; hour += 1) {
    const isAlive = !STANDSTILLS.some(([from, to]) => hour >= from && hour <= to);
    await stepTo(month, hour * HOUR_MS, { isAlive, isBusy: false }, told);
    const isBusy = hour < month.days * DAY_HOURS && BUSY_HOURS.has(hour % DAY_HOURS);
    if (isBusy) await stepTo(month, (hour + 0.5) * HOUR_MS, { isAlive, isBusy }, told);
  }
  return told;
}

async function stepTo(
  month: Month,
  afterMs: number,
  { isAlive, isBusy }: { readonly isAlive: boolean; readonly isBusy: boolean },
  told: Told,
): Promise<void> {
  const { town } = month;
  await moveClock(month, month.beginsMs + afterMs);
  town.life.steps.push({ atMs: month.beginsMs + afterMs, isAlive });
  if (isBusy) {
    const at = new Date(month.beginsMs + afterMs);
    const day = Math.floor(afterMs / HOUR_MS / DAY_HOURS) + 1;
    await PLAN[`${day} ${at.getUTCHours()}`]?.(town);
    for (let count = 0; count < 2; count += 1) told.deeds += (await act(month, BEFORE)) ? 1 : 0;
  }
  await makeTroubles(month, told, isBusy);
  const meanwhile = async () => {
    for (let count = 0; isBusy && count < 3; count += 1) told.deeds += (await act(month, MEANWHILE)) ? 1 : 0;
  };
  if (!isAlive) return meanwhile();
  if (isBusy) await Promise.all([meanwhile(), month.workers.round()]);
  else if ((await nextDue(month)) === undefined && !isAnyForgotten(month)) return;
  const isKilling = month.fate.once(isBusy ? 8 : 20) && month.workers.kills() < KILLS_MAX;
  await rounds(month, isKilling);
}

/** Whether a visit was left unmarked for so long that it completes by itself (EP-3). */
const isAnyForgotten = ({ town, clock }: Month): boolean =>
  town.life.visits.some(
    ({ ended, marked, startsAtMs }) =>
      ended === undefined &&
      marked === undefined &&
      Math.abs(startsAtMs + FORGOTTEN_MS - clock.now().getTime()) < HOUR_MS,
  );

async function act({ town, chance }: Month, from: typeof MEANWHILE): Promise<boolean> {
  return DEEDS[chance.weighted(from)](town, chance);
}

async function makeTroubles({ town, chance }: Month, told: Told, isBusy: boolean): Promise<void> {
  if (!chance.once(isBusy ? 2 : 6)) return;
  const trouble = makeTrouble(chance);
  // Taking a message away is tried three times: that many troubles in a row would be an outage.
  if (trouble.method === "deleteMessage" && (await town.troublesWith("deleteMessage")) > 1) return;
  told.troubles += 1;
  if (losesAnswer(trouble)) told.lostAnswers += 1;
  await town.sim("faults", trouble);
}

/** Has everybody work until nothing is due, moving on to whatever was put off for a little while. */
async function rounds(month: Month, isKilling: boolean): Promise<void> {
  const { workers, fate } = month;
  for (let count = 0; count < ROUNDS_MAX; count += 1) {
    const worked = workers.round();
    if (isKilling && count < KILLS_IN_A_ROW) {
      const [victim, afterMs] = [fate.below(2), fate.between(1, 40)];
      const timer = setTimeout(() => workers.kill(victim), afterMs);
      await worked;
      clearTimeout(timer);
      // Whatever died with its only worker is taken up by another.
      continue;
    }
    await worked;
    const next = await nextDue(month);
    if (next === undefined) return;
    if (next > month.clock.now()) await moveClock(month, next.getTime() + 1_000);
  }
  throw new Error(`after ${ROUNDS_MAX} rounds there is still something due`);
}

async function nextDue({ db, clock }: Month): Promise<Date | undefined> {
  const row = await db.first<{ dueAt: Date | null }>(sql`
    SELECT min(due_at) AS due_at FROM outbox
    WHERE state = 'queued' AND due_at <= ${new Date(clock.now().getTime() + TROUBLE_MS)}`);
  return row?.dueAt ?? undefined;
}

async function moveClock({ db, clock, beginsMs }: Month, toMs: number): Promise<void> {
  clock.set(new Date(toMs));
  await db.run(sql`UPDATE installation SET clock_offset_ms = ${toMs - beginsMs}`);
}
