import type { App } from "../../../src/core/app.ts";
import {
  bookForClient,
  cancelBooking,
  confirmHold,
  holdSlot,
  markVisit,
  promiseToCome,
  rateVisit,
  rescheduleBooking,
} from "../../../src/core/booking/index.ts";
import { generateSlots } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { answerClient, writeToStaff } from "../../../src/core/notifications/index.ts";
import { addStaff, markReachable, registerClient, setStaffMessages } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting, type SettingKey } from "../../../src/core/settings/index.ts";
import type { Chance } from "../../simulation/chance.ts";
import { granted, makeService, makeSpecialist } from "../../support/make.ts";
import { reviewSteps } from "./expected.ts";
import type { Life, StaffGroup, Visit } from "./life.ts";
import { valueAt } from "./life.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CLIENTS = 40;
const SPECIALISTS = 3;
const FIRST_CLIENT = 20_001;
const OWNER = 30_001;
const MARIA = 30_002;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const byOperator = { kind: "business", actor: OPERATOR, reason: "так надо" } as const;

export type Town = Awaited<ReturnType<typeof makeTown>>;
/** What the sandbox lets a test do to Telegram and to those who use it. */
export type Sim = {
  readonly sim: (path: string, body: object) => Promise<void>;
  /** How many troubles with a method are still to come. */
  readonly troublesWith: (method: string) => Promise<number>;
};

/** Forty clients, three specialists with their calendars for a month, an owner and one specialist who read the bot. */
export async function makeTown(
  app: App,
  outside: Sim,
  { from, to, zone }: { readonly from: string; readonly to: string; readonly zone: string },
) {
  granted(await changeSetting(app, { key: "business.timeZone", typed: zone, actor: OPERATOR }));
  const service = await makeService(app, { name: "Стрижка", policy: "onSite" });
  const specialists = [];
  for (let index = 0; index < SPECIALISTS; index += 1) {
    const specialist = await makeSpecialist(app, [service.id]);
    specialists.push(specialist.id);
    const pattern = {
      ...{ from: localDay(from), to: localDay(to), weekdays: new Set(WEEKDAYS) },
      ...{ hours: { from: 10 * 60, to: 19 * 60 }, breaks: [], lengthMinutes: 60 },
    };
    granted(
      await generateSlots(app, { specialistId: specialist.id, pattern, kind: "regular", actor: OPERATOR }),
    );
  }
  const clients = new Map<number, string>();
  for (let telegramId = FIRST_CLIENT; telegramId < FIRST_CLIENT + CLIENTS; telegramId += 1) {
    await arrive(outside, telegramId);
    const name = `Клиент ${telegramId}`;
    const person = { telegramId, telegramUsername: undefined, name, inviteCode: undefined, pressed: "Да" };
    clients.set(telegramId, granted(await registerClient(app, person)).id);
  }
  const staff = new Map<number, string>();
  const add = async (telegramId: number, role: "owner" | "specialist", specialistId?: string) => {
    await arrive(outside, telegramId);
    const member = { name: role, role, telegramId, specialistId, actor: OPERATOR };
    staff.set(telegramId, granted(await addStaff(app, member)).id);
  };
  await add(OWNER, "owner");
  await add(MARIA, "specialist", specialists[0]);

  const life: Life = {
    zone,
    steps: [],
    visits: [],
    words: [],
    hearers: [
      { telegramId: OWNER, specialist: undefined, muted: [{ step: 0, value: [] }] },
      { telegramId: MARIA, specialist: 0, muted: [{ step: 0, value: [] }] },
    ],
    hours: [{ step: 0, value: [24, 8, 4, 1] }],
    quiet: [{ step: 0, value: { fromMinute: 22 * 60, toMinute: 9 * 60 } }],
    reviewDelayMinutes: [{ step: 0, value: 60 }],
    blocked: [{ step: 0, value: [] }],
  };
  return {
    app,
    ...outside,
    service,
    specialists,
    clients,
    staff,
    life,
    chats: [...clients.keys(), OWNER, MARIA],
  };
}

async function arrive({ sim }: Sim, id: number): Promise<void> {
  await sim("users", { id, first_name: `Человек ${id}`, language_code: "ru" });
  await sim("message", { user: id, text: "/start" });
}

const stepNow = ({ life }: Town): number => life.steps.length - 1;
const nowMs = ({ app }: Town): number => app.clock.now().getTime();
const idOf = ({ clients }: Town, telegramId: number): string => present(clients.get(telegramId), "a client");

/** Those that are ahead, and were not booked in this very step: nothing ends in the moment of its beginning. */
const ahead = (town: Town): readonly Visit[] =>
  town.life.visits.filter(
    ({ ended, marked, startsAtMs, bookedStep }) =>
      ended === undefined && marked === undefined && startsAtMs > nowMs(town) && bookedStep < stepNow(town),
  );

type FreeSlot = { readonly id: string; readonly specialistId: string; readonly startsAt: Date };

async function freeSlot(town: Town, chance: Chance): Promise<FreeSlot | undefined> {
  const now = nowMs(town);
  const slots = await town.app.db.many<FreeSlot>(sql`
    SELECT slots.id, specialist_id, starts_at FROM slots JOIN specialists ON specialists.id = specialist_id
    WHERE booking_id IS NULL AND starts_at > ${new Date(now + HOUR_MS)} AND starts_at < ${new Date(now + 3 * DAY_MS)}
    ORDER BY starts_at, specialists.created_at, specialists.name`);
  return chance.some(slots);
}

function noteVisit(
  town: Town,
  booking: { readonly id: string; readonly number: number },
  slot: FreeSlot,
  rest: Pick<Visit, "client" | "made" | "movedFrom">,
): void {
  town.life.visits.push({
    ...{ id: booking.id, number: booking.number, ...rest },
    ...{ specialist: town.specialists.indexOf(slot.specialistId), startsAtMs: slot.startsAt.getTime() },
    ...{ bookedStep: stepNow(town), ended: undefined, marked: undefined },
    ...{ ratedStep: undefined, lowStep: undefined, betterStep: undefined, isLowNow: false },
  });
}

/** Each answers whether it happened; what the rules refuse did not. */
export const DEEDS = {
  book: async (town: Town, chance: Chance): Promise<boolean> => {
    const slot = await freeSlot(town, chance);
    if (slot === undefined) return false;
    const { app, service } = town;
    const client = chance.pick([...town.clients.keys()]);
    const wanted = {
      bookingId: chance.uuid(),
      clientId: idOf(town, client),
      serviceId: service.id,
      slotId: slot.id,
    };
    const payment = { by: "on_spot", waiverReason: undefined } as const;
    const isByStaff = chance.once(4);
    const held = isByStaff
      ? await bookForClient(app, { ...wanted, payment, actor: OPERATOR })
      : await holdSlot(app, wanted);
    if (!held.ok) return false;
    if (!isByStaff) granted(await confirmHold(app, wanted));
    noteVisit(town, held.value, slot, { client, made: "booked", movedFrom: undefined });
    return true;
  },

  cancel: async (town: Town, chance: Chance): Promise<boolean> => {
    const visit = chance.some(ahead(town));
    if (visit === undefined) return false;
    const isByStaff = chance.once(3);
    const by = isByStaff ? byOperator : ({ kind: "client", clientId: idOf(town, visit.client) } as const);
    const cancelled = await cancelBooking(town.app, { bookingId: visit.id, by });
    if (!cancelled.ok) return false;
    visit.ended = { step: stepNow(town), how: isByStaff ? "by_staff" : "by_client" };
    return true;
  },

  move: async (town: Town, chance: Chance): Promise<boolean> => {
    const [visit, slot] = [chance.some(ahead(town)), await freeSlot(town, chance)];
    if (visit === undefined || slot === undefined) return false;
    const isByStaff = chance.once(3);
    const by = isByStaff ? byOperator : ({ kind: "client", clientId: idOf(town, visit.client) } as const);
    const place = { serviceId: town.service.id, slotId: slot.id, replacesId: visit.id };
    const moved = await rescheduleBooking(town.app, { ...place, bookingId: chance.uuid(), by });
    if (!moved.ok) return false;
    // A late move of the client's own is a hold first, which they confirm.
    if (moved.value.state === "held")
      granted(await confirmHold(town.app, { bookingId: moved.value.id, clientId: idOf(town, visit.client) }));
    visit.ended = { step: stepNow(town), how: "moved" };
    const made = isByStaff ? "moved_by_staff" : "moved_by_client";
    noteVisit(town, moved.value, slot, { client: visit.client, made, movedFrom: visit });
    return true;
  },

  promise: async (town: Town, chance: Chance): Promise<boolean> => {
    const visit = chance.some(ahead(town));
    if (visit === undefined) return false;
    return (await promiseToCome(town.app, { bookingId: visit.id, clientId: idOf(town, visit.client) })).ok;
  },

  mark: async (town: Town, chance: Chance): Promise<boolean> => {
    const now = nowMs(town);
    const visit = chance.some(
      town.life.visits.filter(
        ({ ended, marked, startsAtMs }) =>
          ended === undefined && marked === undefined && startsAtMs <= now && startsAtMs + 3 * HOUR_MS >= now,
      ),
    );
    if (visit === undefined) return false;
    const mark = chance.once(12) ? "no_show" : "completed";
    granted(await markVisit(town.app, { bookingId: visit.id, mark, actor: OPERATOR }));
    visit.marked = { step: stepNow(town), mark };
    return true;
  },

  /** As clients do: from the visit's card right after it, or when they were asked, sometimes once more. */
  rate: async (town: Town, chance: Chance): Promise<boolean> => {
    const step = stepNow(town);
    const now = nowMs(town);
    const visit = chance.some(
      town.life.visits.filter((one) => {
        if (one.startsAtMs + 3 * DAY_MS < now || one.startsAtMs > now) return false;
        const asked = reviewSteps(town.life, one);
        const isEarly = one.marked?.mark === "completed" && (asked === undefined || step < asked.from - 1);
        const isLate = asked !== undefined && asked.to < step;
        return isEarly || isLate;
      }),
    );
    if (visit === undefined) return false;
    const who = { bookingId: visit.id, clientId: idOf(town, visit.client) };
    const rating = chance.once(4) ? chance.between(1, 3) : chance.between(4, 5);
    if (!(await rateVisit(town.app, { ...who, rating })).ok) return false;
    visit.ratedStep ??= step;
    if (rating <= 3) visit.lowStep ??= step;
    if (rating > 3 && visit.isLowNow) visit.betterStep ??= step;
    visit.isLowNow = rating <= 3;
    return true;
  },

  speak: async (town: Town, chance: Chance): Promise<boolean> => {
    const client = chance.pick([...town.clients.keys()]);
    const from = chance.once(3) ? "staff" : "client";
    const text = `Слово ${town.life.words.length + 1}.`;
    const said = { messageId: chance.uuid(), clientId: idOf(town, client), text };
    if (from === "client") granted(await writeToStaff(town.app, said));
    else granted(await answerClient(town.app, { ...said, actor: OPERATOR }));
    town.life.words.push({ step: stepNow(town), client, from, text });
    return true;
  },
} as const;

export type Deed = keyof typeof DEEDS;

const set = async ({ app }: Town, key: SettingKey, typed: string): Promise<void> => {
  granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
};

/** What the owner changes, and clients who leave and come back: at quiet moments, before anything is sent. */
export const CHANGES = {
  hours: async (town: Town, hours: readonly number[]) => {
    await set(town, "reminders.hours", hours.join(", "));
    town.life.hours.push({ step: stepNow(town), value: hours });
  },
  quiet: async (town: Town, fromHour: number, toHour: number) => {
    const typed = [fromHour, toHour].map((hour) => `${String(hour).padStart(2, "0")}:00`).join("–");
    await set(town, "quietHours", typed);
    town.life.quiet.push({
      step: stepNow(town),
      value: { fromMinute: fromHour * 60, toMinute: toHour * 60 },
    });
  },
  delay: async (town: Town, minutes: number) => {
    await set(town, "review.delayMinutes", String(minutes));
    town.life.reviewDelayMinutes.push({ step: stepNow(town), value: minutes });
  },
  mute: async (town: Town, telegramId: number, groups: readonly StaffGroup[], isOn: boolean) => {
    const staffId = present(town.staff.get(telegramId), "a member of staff");
    const switches = Object.fromEntries(groups.map((group) => [group, isOn]));
    granted(await setStaffMessages(town.app, { staffId, switches, actor: OPERATOR }));
    const { muted } = present(
      town.life.hearers.find((one) => one.telegramId === telegramId),
      "a hearer",
    );
    const before = valueAt(muted, stepNow(town));
    const value = isOn
      ? before.filter((group) => !groups.includes(group))
      : [...new Set([...before, ...groups])];
    muted.push({ step: stepNow(town), value });
  },
  block: async (town: Town, client: number) => {
    await town.sim("block", { user: client });
    const before = valueAt(town.life.blocked, stepNow(town));
    town.life.blocked.push({ step: stepNow(town), value: [...before, client] });
  },
  comeBack: async (town: Town, client: number) => {
    await town.sim("unblock", { user: client });
    await markReachable(town.app, { telegramId: client, isReachable: true });
    const before = valueAt(town.life.blocked, stepNow(town));
    town.life.blocked.push({ step: stepNow(town), value: before.filter((one) => one !== client) });
  },
} as const;

export const PEOPLE = { owner: OWNER, maria: MARIA, firstClient: FIRST_CLIENT } as const;
