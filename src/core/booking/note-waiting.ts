import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { Booking } from "./model.ts";
import { afterOffer, meets } from "./rules/waitlist.ts";
import { answerOffer, endWaiting, lockWaitlistEntry, openEntriesOf, waitAgain } from "./waitlist-store.ts";

/**
 * A hold ended without a visit: if it was offered to one who waits, they wait on in their place, or no more when they
 * left the third offer in a row without an answer. Within a transaction that has locked the client.
 *
 * @source MS-9
 */
export async function noteOfferOver(
  tx: Tx,
  bookingId: string,
  answer: "declined" | "missed",
  now: Date,
): Promise<void> {
  const entryId = await answerOffer(tx, bookingId, answer, now);
  const entry = entryId === undefined ? undefined : await lockWaitlistEntry(tx, entryId);
  // A visit that was booked otherwise may have served them meanwhile.
  if (entry?.state !== "offered") return;
  const { isWaiting, missed } = afterOffer(entry.missed, answer);
  if (isWaiting) return waitAgain(tx, entry.id, missed);
  await endWaiting(tx, entry.id, { state: "left", reason: "unanswered", missed }, now);
}

/**
 * A visit is confirmed: whoever waited for just such a one waits no more, whether it was offered to them or booked in
 * another way. Within a transaction that has locked the client.
 *
 * @source MS-9
 */
export async function noteVisitBooked(
  tx: Tx,
  visit: Pick<Booking, "id" | "clientId" | "serviceId" | "specialistId" | "startsAt">,
  now: Date,
): Promise<void> {
  // Nearly always there is none, and nothing else is asked.
  const waiting = await openEntriesOf(tx, visit);
  if (waiting.length === 0) return;
  const taken = await answerOffer(tx, visit.id, "taken", now);
  const zone = (await loadSettings(tx))["business.timeZone"];
  for (const entry of waiting) {
    const reason = entry.id === taken ? "offer_taken" : meets(visit, entry, zone) ? "booked" : undefined;
    if (reason !== undefined) await endWaiting(tx, entry.id, { state: "served", reason }, now);
  }
}
