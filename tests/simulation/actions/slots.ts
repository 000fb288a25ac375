import type { App } from "../../../src/core/app.ts";
import {
  addSlot,
  type ChangeSlotRefusal,
  closeSlot,
  deleteSlot,
  generateSlots,
  makeHot,
  makeRegular,
  moveSlot,
  reopenSlot,
} from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import type { Outcome } from "../../../src/core/kernel/outcome.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { type Action, act, type Life, moment, short } from "../life.ts";
import { DAY, HOUR, MINUTE, type Slot, type SlotKind, type World } from "../model/state.ts";

const OPENS_AT = 10 * 60;
const CLOSES_AT = 20 * 60;
const BREAK = { from: 13 * 60, to: 14 * 60 };
/** Zones that never change their clocks: what is generated can be foretold without a calendar of the world. */
const OFFSET_HOURS: Readonly<Record<string, number>> = {
  "Europe/Moscow": 3,
  "Asia/Yekaterinburg": 5,
  "Asia/Vladivostok": 10,
};

const clashes = (
  world: World,
  specialistId: string,
  time: { startMs: number; endMs: number },
  except?: Slot,
): boolean =>
  [...world.slots.values()].some(
    (slot) =>
      slot !== except &&
      slot.specialistId === specialistId &&
      slot.startMs < time.endMs &&
      time.startMs < slot.endMs,
  );

/** The slots of a specialist that the product has and the model does not: their ids are the product's own making. */
async function adopt(life: Life, specialistId: string, made: readonly Omit<Slot, "id">[]): Promise<void> {
  const { world, product } = life;
  const starts = made.map(({ startMs }) => new Date(startMs));
  const rows = await product.db.many<{ id: string; startsAt: Date }>(sql`
    SELECT id, starts_at FROM slots WHERE specialist_id = ${specialistId}::uuid AND starts_at = ANY(${starts}::timestamptz[])`);
  const ids = new Map(rows.map(({ id, startsAt }) => [startsAt.getTime(), id]));
  for (const slot of made) {
    const id = ids.get(slot.startMs) ?? `the missing slot at ${moment(slot.startMs)}`;
    world.slots.set(id, { ...slot, id });
    world.touched.slots.add(id);
  }
}

type Week = {
  readonly specialistId: string;
  /** Minutes by which this specialist begins later than others: no two of them end a visit at one moment. */
  readonly lateMinutes: number;
  /** Midnight of the first day in UTC, as if the business were there. */
  readonly firstDayMs: number;
  readonly days: number;
  readonly kind: SlotKind;
  readonly lengthMinutes: number;
};

/** SL-1, SL-5: the slots of a pattern that there is room for. */
function laidOut(world: World, week: Week): readonly Omit<Slot, "id">[] {
  const { specialistId, lateMinutes, firstDayMs, days, kind, lengthMinutes } = week;
  const offsetMs = (OFFSET_HOURS[world.settings["business.timeZone"]] ?? 0) * HOUR;
  const made: Omit<Slot, "id">[] = [];
  const stretches = [
    [OPENS_AT + lateMinutes, BREAK.from],
    [BREAK.to + lateMinutes, CLOSES_AT],
  ] as const;
  for (let day = 0; day < days; day += 1)
    for (const [from, to] of stretches)
      for (let at = from; at + lengthMinutes <= to; at += lengthMinutes) {
        const startMs = firstDayMs + day * DAY - offsetMs + at * MINUTE;
        const time = { startMs, endMs: startMs + lengthMinutes * MINUTE };
        if (startMs > world.nowMs && !clashes(world, specialistId, time))
          made.push({ ...time, specialistId, kind, percent: undefined, isOpen: true, ownerId: undefined });
      }
  return made;
}

const dayAt = (ms: number) => localDay(new Date(ms).toISOString().slice(0, 10));

const asAsked = ({ specialistId, lateMinutes, firstDayMs, days, kind, lengthMinutes }: Week) => ({
  specialistId,
  kind,
  actor: OPERATOR,
  pattern: {
    from: dayAt(firstDayMs),
    to: dayAt(firstDayMs + (days - 1) * DAY),
    weekdays: new Set([1, 2, 3, 4, 5, 6, 7] as const),
    hours: { from: OPENS_AT + lateMinutes, to: CLOSES_AT },
    breaks: [{ from: BREAK.from, to: BREAK.to + lateMinutes }],
    lengthMinutes,
  },
});

/** The next days of whoever's calendar ends first; there is always a fortnight ahead. */
function nextWeek({ chance, world }: Life): Week | undefined {
  const lasts = world.specialistIds.map((specialistId, lateMinutes) => {
    const starts = [...world.slots.values()].flatMap((one) =>
      one.specialistId === specialistId ? [one.startMs] : [],
    );
    return { specialistId, lateMinutes, lastMs: Math.max(world.nowMs, ...starts) };
  });
  const next = lasts.sort((a, b) => a.lastMs - b.lastMs)[0];
  if (next === undefined || next.lastMs > world.nowMs + 9 * DAY) return undefined;
  const offsetMs = (OFFSET_HOURS[world.settings["business.timeZone"]] ?? 0) * HOUR;
  return {
    ...next,
    firstDayMs: Math.floor((next.lastMs + offsetMs) / DAY) * DAY + DAY,
    days: chance.between(3, 6),
    kind: chance.weighted<SlotKind>([
      [5, "regular"],
      [3, "hot"],
      [2, "online"],
    ]),
    lengthMinutes: chance.pick([30, 60, 60, 60, 90]),
  };
}

/** SL-1, SL-5: some days of somebody's calendar. */
export const generate: Action = {
  name: "staff lay out days",
  weight: 40,
  plan: (life) => {
    const week = nextWeek(life);
    if (week === undefined) return undefined;
    return async () => {
      const made = laidOut(life.world, week);
      let isMade = false;
      const deed = {
        what: `staff lay out ${week.days} days of ${short(week.specialistId)}, ${week.kind}`,
        reasons: new Set<string>(),
        apply: () => {
          isMade = true;
        },
        judge: (value: unknown) => {
          const product = (value as { made: number }).made;
          return product === made.length ? [] : [{ about: "slots made", model: made.length, product }];
        },
      };
      const step = await act(life, deed, (app) => generateSlots(app, asAsked(week)));
      if (isMade) await adopt(life, week.specialistId, made);
      return step;
    };
  },
};

/** SL-1: one slot by hand, where there is room or not. */
export const add: Action = {
  name: "staff add a slot",
  weight: 2,
  plan: (life) => {
    const { chance, world } = life;
    const specialistId = chance.pick(world.specialistIds);
    const index = world.specialistIds.indexOf(specialistId);
    const startMs = Math.floor(world.nowMs / HOUR) * HOUR + chance.between(-3, 60) * HOUR + index * MINUTE;
    const time = { startMs, endMs: startMs + chance.pick([30, 60]) * MINUTE };
    const kind = chance.pick<SlotKind>(["regular", "hot", "hot", "online"]);
    const own = chance.once(3) ? chance.between(1, 70) : undefined;
    return async () => {
      const reasons = new Set<string>();
      if (startMs <= world.nowMs) reasons.add("slot_in_past");
      if (own !== undefined && kind !== "hot") reasons.add("discount_only_hot");
      if (clashes(world, specialistId, time)) reasons.add("slot_overlaps");
      let isMade = false;
      const deed = {
        what: `staff add a ${kind} slot at ${moment(startMs)}`,
        reasons,
        apply: () => {
          isMade = true;
        },
      };
      const step = await act(life, deed, (app) =>
        addSlot(app, {
          specialistId,
          startsAt: new Date(time.startMs),
          endsAt: new Date(time.endMs),
          kind,
          discountPercent: own === undefined ? undefined : percent(own),
          actor: OPERATOR,
        }),
      );
      const slot = { ...time, specialistId, kind, percent: own, isOpen: true, ownerId: undefined };
      if (isMade) await adopt(life, specialistId, [slot]);
      return step;
    };
  },
};

type Change = {
  readonly name: string;
  readonly reasons: (world: World, slot: Slot) => readonly string[];
  readonly apply: (world: World, slot: Slot) => void;
  readonly run: (app: App, slotId: string) => Promise<Outcome<unknown, ChangeSlotRefusal>>;
};

const actor = OPERATOR;

function changeOf({ chance, world }: Life): Change {
  const own = chance.once(3) ? chance.between(5, 60) : undefined;
  const reason = chance.once(8) ? "" : "мастер учится";
  return chance.weighted<Change>([
    [
      4,
      {
        name: "close",
        reasons: () => (reason === "" ? ["reason_missing"] : []),
        apply: (_, slot) => {
          slot.isOpen = false;
        },
        run: (app, slotId) => closeSlot(app, { slotId, actor, reason }),
      },
    ],
    [
      3,
      {
        name: "reopen",
        reasons: () => [],
        apply: (_, slot) => {
          slot.isOpen = true;
        },
        run: (app, slotId) => reopenSlot(app, { slotId, actor }),
      },
    ],
    [
      6,
      {
        name: "heat",
        reasons: (_, slot) => [
          ...(slot.kind === "online" ? ["slot_online"] : []),
          ...(slot.isOpen ? [] : ["slot_closed"]),
          ...(slot.startMs <= world.nowMs ? ["slot_in_past"] : []),
        ],
        apply: (_, slot) => Object.assign(slot, { kind: "hot", percent: own }),
        run: (app, slotId) =>
          makeHot(app, { slotId, actor, discountPercent: own === undefined ? undefined : percent(own) }),
      },
    ],
    [
      2,
      {
        name: "cool",
        reasons: (_, slot) => (slot.kind === "online" ? ["slot_online"] : []),
        apply: (_, slot) => Object.assign(slot, { kind: "regular", percent: undefined }),
        run: (app, slotId) => makeRegular(app, { slotId, actor }),
      },
    ],
    [
      1,
      {
        name: "delete",
        reasons: () => [],
        apply: (_, slot) => {
          world.slots.delete(slot.id);
          world.touched.slots.add(slot.id);
        },
        run: (app, slotId) => deleteSlot(app, { slotId, actor }),
      },
    ],
    [2, moving(chance.between(-2, 20) * 30 * MINUTE)],
  ]);
}

function moving(byMs: number): Change {
  const timeOf = (slot: Slot) => ({ startMs: slot.startMs + byMs, endMs: slot.endMs + byMs });
  const target = new Map<string, { startMs: number; endMs: number }>();
  return {
    name: "move",
    reasons: (world, slot) => {
      const time = timeOf(slot);
      target.set(slot.id, time);
      return [
        ...(time.startMs <= world.nowMs ? ["slot_in_past"] : []),
        ...(clashes(world, slot.specialistId, time, slot) ? ["slot_overlaps"] : []),
      ];
    },
    apply: (_, slot) => Object.assign(slot, target.get(slot.id)),
    run: (app, slotId) => {
      const { startMs, endMs } = target.get(slotId) ?? { startMs: 0, endMs: 0 };
      return moveSlot(app, { slotId, actor, startsAt: new Date(startMs), endsAt: new Date(endMs) });
    },
  };
}

/** SL-6: a slot is changed, unless somebody has booked it. */
export const change: Action = {
  name: "staff change a slot",
  weight: 7,
  plan: (life) => {
    const { chance, world } = life;
    const ahead = [...world.slots.values()].filter(({ startMs }) => startMs > world.nowMs - HOUR);
    const booked = ahead.filter(({ ownerId }) => ownerId !== undefined);
    const slot = chance.once(4) ? chance.some(booked) : chance.some(ahead);
    if (slot === undefined) return undefined;
    return () => {
      const wish = changeOf(life);
      const isBooked = slot.ownerId !== undefined;
      const reasons = new Set([...wish.reasons(world, slot), ...(isBooked ? ["slot_booked"] : [])]);
      return act(
        life,
        {
          what: `staff ${wish.name} ${short(slot.id)}`,
          reasons,
          apply: () => {
            wish.apply(world, slot);
            world.touched.slots.add(slot.id);
          },
        },
        (app) => wish.run(app, slot.id),
      );
    };
  },
};
