import type { App } from "../app.ts";
import {
  type DayMark,
  dayMark,
  type FreeStart,
  fittingChains,
  freeStartsWithin,
  type OfferTerms,
  packedFreeSlots,
  type SlotKind,
  stretchesWithSlots,
} from "../calendar/index.ts";
import { findOffering, listServices, type Offering, type Service } from "../catalog/index.ts";
import { minutesAfter } from "../kernel/instant.ts";
import type { Interval } from "../kernel/interval.ts";
import { dayOf, type LocalDay, plusDays, startOfDay } from "../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { loadSettings, type Settings } from "../settings/index.ts";
import { hadVisits } from "./had-visits.ts";
import type { BookingView } from "./model.ts";
import { type BookedBy, begunSince, hadInstead, hasBegun } from "./rules/begun-start.ts";
import type { Price } from "./rules/price.ts";
import { findBooking } from "./store.ts";
import { priceOf } from "./terms.ts";

export type MarkedDay = { readonly day: LocalDay; readonly mark: DayMark | undefined };

/** A free start with what it costs anybody; a friend's own discount shows in the breakdown. */
export type PricedStart = FreeStart & { readonly specialistName: string; readonly price: Price };

export type Wanted = {
  readonly serviceId: string;
  readonly specialistId?: string | undefined;
  /** The booking that is to be moved: its slots count as free, its own start is no new one (CX-7). */
  readonly movedBookingId?: string | undefined;
};

/**
 * The unified calendar: the local days ahead, today first, each with its mark; and what is offered in it.
 *
 * @source SL-3
 */
export async function dayMarks(
  app: App,
  wanted: Wanted,
): Promise<Outcome<Offering & { readonly days: readonly MarkedDay[] }, "unknown_service">> {
  const looked = await lookUp(app, wanted);
  if (!looked.ok) return looked;
  const { service, doers, offer, specialistIds, days } = looked.value;
  const freeKinds =
    wanted.movedBookingId === undefined
      ? await freeKindsByDay(app, days, specialistIds, offer)
      : await kindsOfStartsByDay(app, looked.value);

  const withoutStart = days
    .filter((_, index) => freeKinds[index]?.size === 0)
    .map(({ stretch }) => aheadOf(stretch, offer.now));
  const hasSlots = (await stretchesWithSlots(app.db, withoutStart, specialistIds, offer)).values();
  const marked = days.map(({ day }, index) => {
    const kinds = freeKinds[index] ?? new Set<SlotKind>();
    return {
      day,
      mark: dayMark({ freeKinds: kinds, hasSlots: kinds.size > 0 || hasSlots.next().value === true }),
    };
  });
  return done({ service, doers, days: marked });
}

/** Which kinds of starts each day has free. The days and each specialist's slots are in order: one walk over both. */
async function freeKindsByDay(
  app: App,
  days: readonly Day[],
  specialistIds: readonly string[],
  offer: OfferTerms,
): Promise<readonly ReadonlySet<SlotKind>[]> {
  const kinds = days.map(() => new Set<SlotKind>());
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return kinds;
  const reach = {
    startsAt: aheadOf(first.stretch, offer.now).startsAt,
    endsAt: minutesAfter(last.stretch.endsAt, offer.durationMinutes),
  };
  const endsMs = days.map(({ stretch }) => stretch.endsAt.getTime());
  for (const slots of await packedFreeSlots(app.db, reach, specialistIds)) {
    let place = 0;
    for (const { first: index } of fittingChains(slots, offer)) {
      const slot = slots[index];
      if (slot === undefined) continue;
      const startsMs = slot.startsAt.getTime();
      while (startsMs >= (endsMs[place] ?? Number.POSITIVE_INFINITY)) place += 1;
      kinds[place]?.add(slot.kind);
    }
  }
  return kinds;
}

/** The same where it is seldom asked: start by start, those of a booking that is to be moved among them. */
async function kindsOfStartsByDay(app: App, looked: LookedUp): Promise<readonly ReadonlySet<SlotKind>[]> {
  const { days } = looked;
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const all = { startsAt: first.stretch.startsAt, endsAt: last.stretch.endsAt };
  const starts = await startsWithin(app, looked, all);
  return days.map(
    ({ stretch }) =>
      new Set(
        starts
          .filter(({ startsAt }) => startsAt >= stretch.startsAt && startsAt < stretch.endsAt)
          .map(({ kind }) => kind),
      ),
  );
}

/**
 * The free starts of one local day, soonest first; of all specialists of the service, or of one. Staff's have no lead
 * time, and today's that have begun among them, where no visit took place; a client's face never asks for those, nor for
 * a day further ahead than clients may book (`isFarToo`).
 *
 * @source SL-3 SL-4 PY-8
 */
export async function listFreeStarts(
  app: App,
  wanted: Wanted & { readonly day: LocalDay; readonly bookedBy?: BookedBy; readonly isFarToo?: boolean },
): Promise<Outcome<Offering & { readonly starts: readonly PricedStart[] }, "unknown_service">> {
  const looked = await lookUp(app, wanted);
  if (!looked.ok) return looked;
  const { service, doers } = looked.value;
  const day = wanted.isFarToo
    ? wholeDay(wanted.day, looked.value.settings)
    : looked.value.days.find((one) => one.day === wanted.day);
  if (day === undefined) return done({ service, doers, starts: [] });
  const { offer, settings, specialistIds } = looked.value;
  const { now } = offer;
  const since = begunSince(wanted.bookedBy ?? "client", { now, zone: settings["business.timeZone"] });
  const within = { ...looked.value, offer: { ...offer, begunSince: since } };
  const starts = await startsWithin(app, within, day.stretch);
  const begun = starts.filter((start) => hasBegun(start, now));
  const visits = begun.length === 0 ? [] : await hadVisits(app.db, day.stretch, { specialistIds });
  const free = starts.filter((start) => hadInstead(start, visits, { now }) === undefined);
  return done({ service, doers, starts: priced(free, looked.value) });
}

/** The free starts nearest to a moment, soonest first: what is offered instead of one that was just taken. */
export async function nearestStarts(
  app: App,
  wanted: Wanted & { readonly near: Date; readonly count: number },
): Promise<Outcome<readonly PricedStart[], "unknown_service">> {
  const looked = await lookUp(app, wanted);
  if (!looked.ok) return looked;
  const { days } = looked.value;
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return done([]);
  const all = { startsAt: first.stretch.startsAt, endsAt: last.stretch.endsAt };
  const starts = await startsWithin(app, looked.value, all);
  const distance = (start: FreeStart) => Math.abs(start.startsAt.getTime() - wanted.near.getTime());
  const nearest = [...starts].sort((a, b) => distance(a) - distance(b)).slice(0, wanted.count);
  return done(
    priced(
      nearest.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()),
      looked.value,
    ),
  );
}

/** Every free start of a service on some of the days that the calendar shows, soonest first. */
export async function startsAhead(
  app: App,
  { serviceId, from, to }: { readonly serviceId: string; readonly from: LocalDay; readonly to: LocalDay },
): Promise<readonly FreeStart[]> {
  const looked = await lookUp(app, { serviceId });
  if (!looked.ok) return [];
  const days = looked.value.days.filter(({ day }) => day >= from && day <= to);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const all = { startsAt: first.stretch.startsAt, endsAt: last.stretch.endsAt };
  return startsWithin(app, looked.value, all);
}

export type HotStart = { readonly service: Service; readonly start: PricedStart };

/** The hot windows of all services, soonest first; none while payments are off (PY-2). */
export async function listHotStarts(
  app: App,
  page: { readonly rowsMax: number; readonly offset: number },
): Promise<readonly HotStart[]> {
  if (app.payments === undefined) return [];
  const services = (await listServices(app.db, { onlyBookable: true })).filter(
    (service) => service.kind === "in_person",
  );
  const found = await Promise.all(services.map((service) => hotStartsOf(app, service)));
  return found
    .flat()
    .sort((a, b) => a.start.startsAt.getTime() - b.start.startsAt.getTime())
    .slice(page.offset, page.offset + page.rowsMax);
}

async function hotStartsOf(app: App, service: Service): Promise<readonly HotStart[]> {
  const looked = await lookUp(app, { serviceId: service.id });
  if (!looked.ok) return [];
  const { offer, specialistIds, days } = looked.value;
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const all = { startsAt: first.stretch.startsAt, endsAt: last.stretch.endsAt };
  const starts = (await freeStartsWithin(app.db, all, specialistIds, offer)).filter(
    (start) => start.kind === "hot",
  );
  return priced(starts, looked.value).map((start) => ({ service, start }));
}

type Day = { readonly day: LocalDay; readonly stretch: Interval };

export type LookedUp = Offering & {
  readonly settings: Settings;
  readonly days: readonly Day[];
  readonly offer: OfferTerms;
  readonly specialistIds: readonly string[];
  readonly moved: BookingView | undefined;
};

export async function lookUp(
  app: App,
  { serviceId, specialistId, movedBookingId }: Wanted,
): Promise<Outcome<LookedUp, "unknown_service">> {
  const [settings, offering, moved] = await Promise.all([
    loadSettings(app.db),
    findOffering(app.db, serviceId),
    movedBookingId === undefined ? undefined : findBooking(app.db, movedBookingId),
  ]);
  if (!offering) return refuse("unknown_service");
  const { service, doers } = offering;
  const now = app.clock.now();
  return done({
    service,
    doers,
    settings,
    days: daysAhead(settings, now),
    offer: {
      serviceKind: service.kind,
      durationMinutes: service.durationMinutes,
      minLeadMinutes: settings["calendar.minLeadMinutes"],
      isHotOffered: app.payments !== undefined,
      hotPercent: settings["hot.discountPercent"],
      now,
    },
    specialistIds: [...doers.keys()].filter((id) => specialistId === undefined || id === specialistId),
    moved,
  });
}

/** Where the service can begin; the start at which a booking that is to be moved stands already is left out. */
export async function startsWithin(
  app: App,
  { offer, specialistIds, service, moved }: LookedUp,
  stretch: Interval,
): Promise<readonly FreeStart[]> {
  const terms = { ...offer, ownBookingId: moved?.id };
  const starts = await freeStartsWithin(app.db, stretch, specialistIds, terms);
  if (moved?.serviceId !== service.id) return starts;
  return starts.filter(({ slotIds }) => slotIds[0] !== moved.slotIds[0]);
}

const wholeDay = (day: LocalDay, { "business.timeZone": zone }: Settings): Day => ({
  day,
  stretch: { startsAt: startOfDay(day, zone), endsAt: startOfDay(plusDays(day, 1), zone) },
});

function daysAhead(settings: Settings, now: Date): readonly Day[] {
  const zone = settings["business.timeZone"];
  let day = dayOf(now, zone);
  let startsAt = startOfDay(day, zone);
  return Array.from({ length: settings["calendar.daysAhead"] }, () => {
    const next = plusDays(day, 1);
    const endsAt = startOfDay(next, zone);
    const whole = { day, stretch: { startsAt, endsAt } };
    [day, startsAt] = [next, endsAt];
    return whole;
  });
}

function priced(starts: readonly FreeStart[], { doers, settings }: LookedUp): readonly PricedStart[] {
  return starts.flatMap((start) => {
    const doer = doers.get(start.specialistId);
    if (doer === undefined) return [];
    const facts = { listPrice: doer.price, slot: start, isFriendFirstVisit: false };
    return [{ ...start, specialistName: doer.name, price: priceOf(facts, settings) }];
  });
}

const aheadOf = (stretch: Interval, now: Date): Interval =>
  stretch.startsAt > now ? stretch : { ...stretch, startsAt: new Date(now.getTime() + 1) };
