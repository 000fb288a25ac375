import type { App } from "../app.ts";
import { fittingChains, freeHotSlotsBeside, type OfferTerms, type Slot } from "../calendar/index.ts";
import { listOfferings, type Offering } from "../catalog/index.ts";
import { daysAfter } from "../kernel/instant.ts";
import { dayOf, plusDays, startOfDay } from "../kernel/local-day.ts";
import type { Kopecks, Percent } from "../kernel/money.ts";
import { loadSettings, type Settings } from "../settings/index.ts";
import { priceOf } from "./terms.ts";

/** A hot slot that can be booked at this moment, with all that fits in from its start. */
export type HotWindow = {
  readonly slotId: string;
  readonly startsAt: Date;
  readonly specialistName: string;
  /** In the owner's order; never empty. */
  readonly offers: readonly HotWindowOffer[];
};

export type HotWindowOffer = {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly listPrice: Kopecks;
  readonly price: Kopecks;
};

/**
 * Which of some slots can be booked as hot windows at this moment, soonest first, with what fits in and what it costs.
 *
 * None while payments are off (PY-2), which a process that takes none itself is told. Only those within the days that
 * clients may book ahead, unless `areFarToo`. With `turning` it says what would be if those slots turned hot, at that
 * percentage or the setting's; online ones do not (SL-2).
 *
 * @source MS-4 SL-2
 */
export async function listHotWindows(
  app: Pick<App, "db" | "clock" | "payments">,
  slotIds: readonly string[],
  {
    arePaymentsOn = app.payments !== undefined,
    areFarToo = false,
    turning,
  }: {
    readonly arePaymentsOn?: boolean | undefined;
    readonly areFarToo?: boolean | undefined;
    readonly turning?: { readonly discountPercent: Percent | undefined } | undefined;
  } = {},
): Promise<readonly HotWindow[]> {
  if (!arePaymentsOn || slotIds.length === 0) return [];
  const now = app.clock.now();
  const settings = await loadSettings(app.db);
  const zone = settings["business.timeZone"];
  const seen = startOfDay(plusDays(dayOf(now, zone), settings["calendar.daysAhead"]), zone);
  const endsAt = areFarToo ? FAR : seen;
  // A chain may run past the last day.
  const stretch = { startsAt: now, endsAt: daysAfter(endsAt, 1) };
  const beside = await freeHotSlotsBeside(app.db, slotIds, stretch, turning !== undefined);
  const slots =
    turning === undefined ? beside : beside.map(turned(new Set(slotIds), turning.discountPercent));
  const offerings = await listOfferings(app.db, [...new Set(slots.map(({ specialistId }) => specialistId))]);
  const wanted = new Set(slotIds);
  return Object.values(Object.groupBy(slots, ({ specialistId }) => specialistId))
    .flatMap((chain = []) => windowsIn(chain, { offerings, settings, now }))
    .filter(({ slotId, startsAt }) => wanted.has(slotId) && startsAt < endsAt)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** No calendar reaches further. */
const FAR = new Date("3000-01-01T00:00:00Z");

const turned =
  (slotIds: ReadonlySet<string>, discountPercent: Percent | undefined) =>
  (slot: Slot): Slot =>
    slotIds.has(slot.id) ? { ...slot, kind: "hot", discountPercent } : slot;

type Facts = { readonly offerings: readonly Offering[]; readonly settings: Settings; readonly now: Date };

/** What begins at each of one specialist's slots. */
function windowsIn(slots: readonly Slot[], facts: Facts): readonly HotWindow[] {
  const found = facts.offerings.flatMap((offering) => startsOf(slots, offering, facts));
  return [...Map.groupBy(found, ({ slot }) => slot)].map(([slot, starts]) => ({
    slotId: slot.id,
    startsAt: slot.startsAt,
    specialistName: starts[0]?.specialistName ?? "",
    offers: starts.map(({ offer }) => offer),
  }));
}

function startsOf(slots: readonly Slot[], { service, doers }: Offering, { settings, now }: Facts) {
  const doer = doers.get(slots[0]?.specialistId ?? "");
  if (doer === undefined || service.kind !== "in_person") return [];
  const terms: OfferTerms = {
    serviceKind: service.kind,
    durationMinutes: service.durationMinutes,
    minLeadMinutes: settings["calendar.minLeadMinutes"],
    isHotOffered: true,
    hotPercent: settings["hot.discountPercent"],
    now,
  };
  return fittingChains(slots, terms).flatMap(({ first }) => {
    const slot = slots[first];
    if (slot === undefined) return [];
    const listPrice = doer.price;
    const { price } = priceOf({ listPrice, slot, isFriendFirstVisit: false }, settings);
    const offer = { serviceId: service.id, serviceName: service.name, listPrice, price };
    return [{ slot, specialistName: doer.name, offer }];
  });
}
