import type { App } from "../app.ts";
import { moveReviews } from "../feedback/index.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { hasBroughtReward, movePoints } from "../loyalty/index.ts";
import { enqueueMessage, moveMessages } from "../notifications/index.ts";
import { movePayments } from "../payments/index.ts";
import {
  type Client,
  dropInvitation,
  dropPhone,
  findPhoneHolder,
  keepPhone,
  lockTogether,
  managersToTell,
  type PhoneHolder,
  readPhone,
  type Union,
  unitePeople,
} from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { clashOf } from "./rules/merging.ts";
import { moveWaiting } from "./waitlist-store.ts";

export type JoinPhoneInput = {
  readonly clientId: string;
  readonly phone: string;
  /** Whose card it is, by Telegram's word; undefined when Telegram does not know. */
  readonly ownerTelegramId: number | undefined;
  readonly senderTelegramId: number;
};

export type JoinPhoneRefusal =
  | "phone_not_own"
  | "phone_unreadable"
  | "phone_taken"
  | "merge_overlaps"
  | "unknown_client";

export type JoinedPhone = {
  readonly phone: string;
  /** Staff had entered this person by phone before; what that client had is theirs now. */
  readonly isUnited: boolean;
};

/** What a try came to; refusals that leave something behind are no refusals of the transaction. */
type Attempt = JoinedPhone | { readonly leaves: "phone_taken" | "merge_overlaps" };

/** Somebody else was entered under this phone, or united, in the same moment: looked at anew. */
const CONFLICTS = {
  clients_phone_once: "holder_changed",
  bookings_client_no_overlap: "merge_overlaps",
} as const;
const TRIES_MAX = 4;

/**
 * Keeps a client's phone once Telegram vouches that it is their own, and makes one person of them and a client whom staff
 * entered by this phone: bookings, money, points, messages, blocks and wishes of both are the Telegram client's from then on.
 *
 * Another Telegram client's phone is refused, unless staff only wrote it on their card: then it goes to its owner. Whoever has an earlier client's phone is no newcomer: the friend who
 * brought them is forgotten, unless that friend was rewarded already. Visits of both that overlap stay apart until
 * managers, who are told, have sorted them out. Safe to repeat.
 *
 * @source PE-4 EP-4
 */
export async function joinPhone(
  app: App,
  input: JoinPhoneInput,
): Promise<Outcome<JoinedPhone, JoinPhoneRefusal>> {
  if (input.ownerTelegramId !== input.senderTelegramId) return refuse("phone_not_own");
  const phone = readPhone(input.phone);
  if (!phone.ok) return phone;
  for (let tries = 1; ; tries += 1) {
    const tried = await tryToJoin(app, input.clientId, phone.value);
    if (tried.ok) return "leaves" in tried.value ? refuse(tried.value.leaves) : done(tried.value);
    if (tried.refusal !== "holder_changed") return refuse(tried.refusal);
    if (tries === TRIES_MAX) return refuse("phone_taken");
  }
}

async function tryToJoin(
  app: App,
  clientId: string,
  phone: string,
): Promise<Outcome<Attempt, "unknown_client" | "merge_overlaps" | "holder_changed">> {
  const now = app.clock.now();
  return inTransaction<Attempt, "unknown_client" | "merge_overlaps" | "holder_changed">(
    app.db,
    CONFLICTS,
    async (tx) => {
      const seen = await findPhoneHolder(tx, phone);
      const toLock = seen && !isProven(seen) ? [seen.id] : [];
      const client = await lockTogether(tx, clientId, toLock);
      if (!client) return refuse("unknown_client");
      const holder = await findPhoneHolder(tx, phone);
      if (holder?.id !== seen?.id || holder?.isChecked !== seen?.isChecked) return refuse("holder_changed");

      if (holder === undefined || holder.id === client.id) {
        await keepPhone(tx, client, phone, now);
        return done({ phone, isUnited: false });
      }
      if (holder.telegramId !== undefined && !holder.isChecked) {
        await dropPhone(tx, holder.id, { actor: { kind: "client", id: client.id }, now });
        await keepPhone(tx, client, phone, now);
        return done({ phone, isUnited: false });
      }
      if (holder.createdAt < client.createdAt && !(await hasBroughtReward(tx, client.id)))
        await dropInvitation(tx, client, now);
      if (holder.telegramId !== undefined) return done({ leaves: "phone_taken" });
      const union = { fromId: holder.id, intoId: client.id };
      if (await tellOfClash(app, tx, union, now)) return done({ leaves: "merge_overlaps" });
      await unite(app, tx, { client, union, phone }, now);
      return done({ phone, isUnited: true });
    },
  );
}

/** Another Telegram client who shared this phone themselves. */
const isProven = ({ telegramId, isChecked }: PhoneHolder): boolean => telegramId !== undefined && isChecked;

async function unite(
  app: App,
  tx: Tx,
  { client, union, phone }: { readonly client: Client; readonly union: Union; readonly phone: string },
  now: Date,
): Promise<void> {
  const { fromId, intoId } = union;
  await unitePeople(tx, union, now);
  await keepPhone(tx, client, phone, now);
  await tx.run(sql`UPDATE bookings SET client_id = ${intoId}::uuid WHERE client_id = ${fromId}::uuid`);
  await movePayments(tx, union);
  await moveReviews(tx, union);
  await movePoints(tx, union, app.newId, now);
  await moveMessages(tx, union);
  await moveWaiting(tx, union, now);
}

/** Whether visits of the two overlap; managers hear of it once per pair of visits. */
async function tellOfClash(app: App, tx: Tx, { fromId, intoId }: Union, now: Date): Promise<boolean> {
  const clash = clashOf(await visitsOf(tx, intoId), await visitsOf(tx, fromId));
  if (clash === undefined) return false;
  const { mine, theirs } = clash;
  for (const { id: staffId } of await managersToTell(tx)) {
    const key = `merge_overlaps:${mine.id}:${theirs.id}:${staffId}`;
    const payload = { clientId: intoId, bookingNumber: mine.number, otherBookingNumber: theirs.number };
    const message = { id: app.newId(), key, to: { staffId }, bookingId: theirs.id, payload, dueAt: now };
    await enqueueMessage(tx, { ...message, kind: "staff_merge_overlaps" }, now);
  }
  return true;
}

type LiveVisit = {
  readonly id: string;
  readonly number: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

/** What the database lets no client have twice at a time: a hold that replaces a booking is let be (CX-7). */
const visitsOf = (tx: Tx, clientId: string): Promise<readonly LiveVisit[]> =>
  tx.many(sql`
    SELECT id, number, starts_at, ends_at FROM bookings
    WHERE client_id = ${clientId}::uuid
      AND (state = 'confirmed' OR (state IN ('held', 'confirming') AND replaces_id IS NULL))
    ORDER BY starts_at`);
