import type { App } from "../app.ts";
import type { FreeStart } from "../calendar/index.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import { dayOf, type LocalDay, minuteOfDay } from "../kernel/local-day.ts";
import { type Outcome, refuse } from "../kernel/outcome.ts";
import { enqueueMessage, quietEndsAt } from "../notifications/index.ts";
import { lockClient } from "../people/index.ts";
import { onlyOne } from "../runtime/only-one.ts";
import { inTransaction, write } from "../runtime/transaction.ts";
import { loadSettings, type Settings } from "../settings/index.ts";
import { findClientFacts } from "./client-facts.ts";
import { holdStart } from "./hold-slot.ts";
import { startsAhead } from "./list-free-starts.ts";
import type { PriceStartRefusal } from "./price-start.ts";
import type { AdmissionRefusal } from "./rules/admission.ts";
import { earliestFor, fittingStarts } from "./rules/waitlist.ts";
import {
  passedEntries,
  type Waiting,
  type WaitingWish,
  waitingFor,
  waitingWishes,
} from "./waitlist-queue.ts";
import { endWaiting, insertOffer, lockWaitlistEntry } from "./waitlist-store.ts";

const ROLE = "waitlist";
const PAGE = 200;
const PASSED_BATCH = 200;

/**
 * Offers what is free to those who wait for it, longest waiting first: one start to one client, held for them. Ends the
 * waiting whose days are over, and says so once.
 *
 * It looks at what is free, not at why, so a cancellation, a move, a hold that ran out and a new slot are all the same.
 * Nothing is offered in quiet hours, when a short hold would run out unread. Who has a hold already, is blocked, cannot
 * be reached or has no room for a visit is passed over this time and keeps their place. One process at a time.
 *
 * @source MS-9 MS-5
 */
export async function offerWaitlist(app: App): Promise<{ readonly offered: number }> {
  const offered = await onlyOne(app.db, ROLE, async () => {
    const settings = await loadSettings(app.db);
    const now = app.clock.now();
    const quietEnd = quietEndsAt(now, settings.quietHours, settings["business.timeZone"]);
    await endPassed(app, settings, { now, dueAt: quietEnd ?? now });
    return quietEnd === undefined ? offerAll(app, settings) : 0;
  });
  return { offered: offered ?? 0 };
}

async function endPassed(
  app: App,
  settings: Settings,
  { now, dueAt }: { readonly now: Date; readonly dueAt: Date },
): Promise<void> {
  const zone = settings["business.timeZone"];
  const today = { day: dayOf(now, zone), minute: minuteOfDay(now, zone) };
  for (const { id: entryId, clientId } of await passedEntries(app.db, today, PASSED_BATCH)) {
    await write(app.db, async (tx) => {
      await lockClient(tx, clientId);
      const entry = await lockWaitlistEntry(tx, entryId);
      if (entry?.state !== "waiting") return;
      await endWaiting(tx, entryId, { state: "expired", reason: "days_passed" }, now);
      const message = { id: app.newId(), key: `waitlist_ended:${entryId}`, dueAt, payload: { entryId } };
      await enqueueMessage(tx, { ...message, kind: "waitlist_ended", to: { clientId: entry.clientId } }, now);
    });
  }
}

async function offerAll(app: App, settings: Settings): Promise<number> {
  const sight = await lookAround(app, settings);
  let wishes = sight.wanted();
  let after: Waiting | undefined;
  let offered = 0;
  while (wishes.length > 0) {
    const page = await waitingFor(app.db, wishes, { after, rowsMax: PAGE }, app.clock.now());
    for (const waiting of page) {
      if (waiting.isPassedOver || waiting.upcoming >= settings["booking.maxUpcoming"]) continue;
      if (!(await offerOne(app, waiting, sight))) continue;
      offered += 1;
      wishes = sight.wanted();
      if (wishes.length === 0) break;
    }
    if (page.length < PAGE) break;
    after = page.at(-1);
  }
  return offered;
}

/** What is free and waited for, as it was seen at the beginning; what is found to be taken is crossed out. */
type Sight = {
  /** The wishes that something still free would meet. */
  readonly wanted: () => readonly string[];
  readonly fitting: (wish: string) => Iterable<FreeStart>;
  readonly crossOut: (start: FreeStart) => void;
};

async function lookAround(app: App, settings: Settings): Promise<Sight> {
  const zone = settings["business.timeZone"];
  // A hold that outlasts the start of its visit would be no offer.
  const earliest = minutesAfter(app.clock.now(), settings["waitlist.offerMinutes"]);
  const wishes = new Map((await waitingWishes(app.db)).map((wish) => [wish.key, wish]));
  const startsOf = new Map<string, readonly FreeStart[]>();
  for (const [serviceId, group] of Map.groupBy(wishes.values(), (wish) => wish.serviceId)) {
    const starts = await startsAhead(app, { serviceId, ...reachOf(group) });
    startsOf.set(
      serviceId,
      starts.filter(({ startsAt }) => startsAt > earliest),
    );
  }
  const gone = new Set<string>();
  function* fitting(key: string): Generator<FreeStart, undefined> {
    const wish = wishes.get(key);
    if (wish === undefined) return;
    for (const start of fittingStarts(startsOf.get(wish.serviceId) ?? [], wish, zone))
      if (!start.slotIds.some((id) => gone.has(id))) yield start;
  }
  return {
    wanted: () => [...wishes.keys()].filter((key) => fitting(key).next().done === false),
    fitting,
    crossOut: ({ slotIds }) => {
      for (const id of slotIds) gone.add(id);
    },
  };
}

/** The first and the last of the days asked for; nobody asks for none. */
function reachOf(wishes: readonly WaitingWish[]): { readonly from: LocalDay; readonly to: LocalDay } {
  const days = wishes.flatMap((wish) => wish.days).sort();
  return { from: present(days[0], "a day that is waited for"), to: present(days.at(-1), "the last of them") };
}

/** The earliest start that fits and can be had; false: none can, and they wait on. */
async function offerOne(app: App, waiting: Waiting, sight: Sight): Promise<boolean> {
  let busy = waiting.busy;
  for (;;) {
    const start = earliestFor(sight.fitting(waiting.wish), { ...waiting, busy });
    if (start === undefined) return false;
    const offer = await offerStart(app, waiting, start);
    if (offer.ok) sight.crossOut(start);
    if (offer.ok) return true;
    switch (offer.refusal) {
      case "slot_taken":
      case "slot_gone":
      case "too_late_to_book":
      case "hot_needs_payment":
        sight.crossOut(start);
        break;
      case "overlaps_own_booking":
        busy = [...busy, start];
        break;
      default:
        return false;
    }
  }
}

type OfferRefusal = AdmissionRefusal | PriceStartRefusal | "not_waiting" | "hold_exists";

/** Should the checks ever miss, the database lets one through: of those who want the start, and of the offers to one. */
const CONFLICTS = {
  bookings_specialist_no_overlap: "slot_taken",
  bookings_client_no_overlap: "overlaps_own_booking",
  waitlist_offers_one_open: "not_waiting",
  waitlist_offers_start_once: "not_waiting",
} as const;

/** Holds a start for one who waits and promises the message that offers it: both, or neither. */
async function offerStart(
  app: App,
  waiting: Waiting,
  start: FreeStart,
): Promise<Outcome<string, OfferRefusal>> {
  const now = app.clock.now();
  const bookingId = app.newId();
  const { id: entryId, serviceId } = waiting;
  const slotId = start.slotIds[0] ?? "";
  return inTransaction<string, OfferRefusal>(app.db, CONFLICTS, async (tx) => {
    const client = await lockClient(tx, waiting.clientId);
    const entry = await lockWaitlistEntry(tx, entryId);
    if (client === undefined || entry?.state !== "waiting") return refuse("not_waiting");
    const standing = await findClientFacts(tx, client.id, now);
    if (standing.live.some((one) => one.state !== "confirmed" && one.madeBy === "client"))
      return refuse("hold_exists");

    const wish = { bookingId, clientId: client.id, serviceId, slotId, client, standing, earlier: undefined };
    const held = await holdStart(app, tx, { ...wish, minutes: "waitlist.offerMinutes" }, now);
    if (!held.ok) return held;
    await insertOffer(tx, { bookingId, entryId, slotId }, now);
    const message = { id: app.newId(), key: `waitlist_offer:${bookingId}`, bookingId, dueAt: now };
    const to = { clientId: client.id };
    await enqueueMessage(tx, { ...message, to, kind: "waitlist_offer", payload: { entryId } }, now);
    return held;
  });
}
