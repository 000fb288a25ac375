import type { App } from "../app.ts";
import { findSlot, fittingChains, type Slot, slotsWithin } from "../calendar/index.ts";
import { listOfferings, type Service } from "../catalog/index.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { loadSettings } from "../settings/index.ts";
import { hadVisits } from "./had-visits.ts";
import { begunSince, hadInstead, type StartAge, startAge } from "./rules/begun-start.ts";
import type { Price } from "./rules/price.ts";
import { priceOf } from "./terms.ts";

/** A service that can begin at a slot: until when, for how much. */
export type SlotService = { readonly service: Service; readonly endsAt: Date; readonly price: Price };

/** A slot, how it lies to now, and what can be booked at it. */
export type SlotOffer = {
  readonly slot: Slot;
  readonly age: StartAge;
  readonly services: readonly SlotService[];
};

const SLOTS_MAX = 300;

/**
 * The services that staff can book at a slot, in the owner's order: those of its specialist that fit into it and the free
 * slots after it. None when it is taken, closed or began on an earlier day; with `isAhead` (a booking is moved there) none
 * when it has begun at all.
 *
 * The lead time does not count, nor whether hot windows are offered to clients: staff may book both (PY-8).
 *
 * @source SL-2 SL-4 PR-1 PR-2
 */
export async function listSlotServices(
  app: App,
  slotId: string,
  { isAhead = false }: { readonly isAhead?: boolean } = {},
): Promise<Outcome<SlotOffer, "unknown_slot">> {
  const slot = await findSlot(app.db, slotId);
  if (slot === undefined) return refuse("unknown_slot");
  const [settings, offerings] = await Promise.all([
    loadSettings(app.db),
    listOfferings(app.db, [slot.specialistId]),
  ]);
  const longest = Math.max(0, ...offerings.map(({ service }) => service.durationMinutes));
  const reach = { startsAt: slot.startsAt, endsAt: minutesAfter(slot.startsAt, Math.max(1, longest)) };
  const found = await slotsWithin(app.db, reach, { specialistId: slot.specialistId, slotsMax: SLOTS_MAX });
  const free = found.filter(({ state, bookingId }) => state === "open" && bookingId === undefined);
  const now = app.clock.now();
  const zone = settings["business.timeZone"];
  const { specialistId } = slot;
  const age = startAge(slot, { now, zone });
  const visits =
    age === "begun_today" ? await hadVisits(app.db, reach, { specialistIds: [specialistId] }) : [];
  const services = offerings.flatMap(({ service, doers }) => {
    const terms = {
      serviceKind: service.kind,
      durationMinutes: service.durationMinutes,
      minLeadMinutes: 0,
      isHotOffered: true,
      hotPercent: settings["hot.discountPercent"],
      now,
      begunSince: isAhead ? undefined : begunSince("staff", { now, zone }),
    };
    const fits = free[0]?.id === slot.id && fittingChains(free, terms).some(({ first }) => first === 0);
    const doer = doers.get(specialistId);
    const endsAt = minutesAfter(slot.startsAt, service.durationMinutes);
    const had = hadInstead({ specialistId, startsAt: slot.startsAt, endsAt }, visits, { now });
    if (!fits || doer === undefined || had !== undefined) return [];
    const price = priceOf({ listPrice: doer.price, slot, isFriendFirstVisit: false }, settings);
    return [{ service, endsAt, price }];
  });
  return done({ slot, age, services });
}
