import { generateSlots, type SlotKind } from "../../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../../src/core/kernel/actor.ts";
import { dayOf, plusDays, type Weekday } from "../../../../src/core/kernel/local-day.ts";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import { sql } from "../../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../../src/core/settings/index.ts";
import { type Chance, chanceFrom } from "../../../simulation/chance.ts";
import type { BankApp } from "../../../support/bank.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../../../support/make.ts";

/** By whose clocks the salon lives: they change twice a year. */
export const YEAR_ZONE = "Europe/Berlin";
/** Days whose nights have windows: ends of months, of the year, of February, and both changes of the clocks. */
const NIGHTS = [
  ...["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-27", "2027-03-31"],
  ...["2027-04-30", "2027-06-30", "2027-07-31", "2027-10-30", "2027-10-31", "2027-11-14"],
];

export type Person = {
  readonly id: string;
  readonly telegramId: number;
  readonly inviteCode: string;
  isJoined: boolean;
};

export type Year = {
  readonly app: BankApp;
  readonly chance: Chance;
  readonly people: Person[];
  readonly services: readonly { readonly id: string; readonly isOnline: boolean }[];
};

/** Three specialists, five services paid in every way, and windows for a year. */
export async function openYear(app: BankApp, seed: number): Promise<Year> {
  for (const [key, typed] of [
    ["business.timeZone", YEAR_ZONE],
    ["payments.sbp", "yes"],
    ["booking.maxUpcoming", "10"],
    ["points.redeemEveryDays", "1"],
  ] as const)
    granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
  const services = [
    await makeService(app, { policy: "onSite" }),
    await makeService(app, { policy: "full", price: kopecks(199_999) }),
    await makeService(app, {
      policy: "prepay",
      price: kopecks(350_050),
      prepayment: kopecks(50_000),
      durationMinutes: 120,
    }),
    await makeService(app, { policy: "full", price: kopecks(123_456), kind: "online" }),
  ].map(({ id, kind }) => ({ id, isOnline: kind === "online" }));
  for (const place of [0, 1, 2]) {
    const { id } = await makeSpecialist(app, "all");
    await offerYear(app, id, place);
  }
  return { app, chance: chanceFrom(seed), people: [], services };
}

const WEEKDAYS: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 6]);

async function offerYear(app: BankApp, specialistId: string, place: number): Promise<void> {
  const today = dayOf(app.clock.now(), YEAR_ZONE);
  const offer = (kind: SlotKind, from: number, to: number) => {
    const hours = { from: from * 60 + place * 30, to: to * 60 + place * 30 };
    const days = { from: plusDays(today, 1), to: plusDays(today, 366), weekdays: WEEKDAYS };
    const pattern = { ...days, hours, breaks: [], lengthMinutes: 60 };
    return generateSlots(app, { specialistId, pattern, kind, actor: OPERATOR });
  };
  granted(await offer("regular", 10, 13));
  granted(await offer("online", 15, 16));
  granted(await offer("hot", 18, 19));
  // The evening before until after three, hour by hour: windows lie on both sides of midnight and of the change.
  for (const night of NIGHTS)
    for (let hour = 0; hour < 6; hour += 1) {
      const startsAt = new Date(Date.parse(`${night}T20:40:00Z`) + hour * 3_600_000).toISOString();
      await makeSlot(app, { specialistId, startsAt, kind: hour % 3 === 0 ? "hot" : "regular" });
    }
}

/** Both clocks, the product's and the bank's. */
export async function goTo({ app }: Pick<Year, "app">, moment: Date): Promise<void> {
  app.clock.set(moment);
  await app.bank.advance(Math.max(0, (moment.getTime() - app.bank.nowMs()) / 1000));
}

export const freeSlots = (
  app: BankApp,
  { hours, kind }: { readonly hours: number; readonly kind: "online" | "in_person" | "night" | "any" },
): Promise<readonly { readonly id: string; readonly kind: SlotKind }[]> =>
  app.db.many(sql`
    SELECT id, kind FROM slots
    WHERE state = 'open' AND booking_id IS NULL AND starts_at > ${app.clock.now()}::timestamptz + interval '1 hour'
      AND starts_at < ${app.clock.now()}::timestamptz + make_interval(hours => ${hours}::int)
      AND (${kind} <> 'online' OR kind = 'online') AND (${kind} NOT IN ('in_person', 'night') OR kind <> 'online')
      AND (${kind} <> 'night' OR (starts_at AT TIME ZONE ${YEAR_ZONE})::date < (ends_at AT TIME ZONE ${YEAR_ZONE})::date)
    ORDER BY starts_at, specialist_id`);
