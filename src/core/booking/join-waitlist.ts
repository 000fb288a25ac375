import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { findOffering } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { dayOf, type LocalDay, minuteOfDay } from "../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { findBlock, lockKnownClient } from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { admitClient } from "./rules/admission.ts";
import { type DayHours, readWish, WISHES_MAX, type WishRefusal } from "./rules/waitlist.ts";
import {
  findWaitlistEntry,
  insertWaitlistEntry,
  openEntriesOf,
  type WaitlistEntry,
  type WaitlistView,
} from "./waitlist-store.ts";

export type JoinWaitlistInput = {
  /** Chosen by the caller and kept across retries: the same id is the same entry. */
  readonly entryId: string;
  readonly clientId: string;
  readonly serviceId: string;
  /** Undefined: any who does the service. */
  readonly specialistId?: string | undefined;
  /** In any order; days that are over are left out. */
  readonly days: readonly LocalDay[];
  readonly hours: DayHours;
  readonly actor: Actor;
};

export type JoinWaitlistRefusal =
  | WishRefusal
  | "unknown_client"
  | "unknown_service"
  | "unknown_specialist"
  | "client_blocked"
  | "client_has_no_chat"
  | "already_waiting"
  | "waitlist_full";

/** Should the check ever miss, the database still keeps one. */
const CONFLICTS = { waitlist_entries_wish_once: "already_waiting" } as const;

/**
 * Writes down that a client waits for a start of a service on some days, in some hours; who is put there by staff is
 * told so.
 *
 * Safe to repeat with the same `entryId`. One wish is waited for once, and at most three at a time; whoever may not book
 * by themselves or has no chat with the bot could not be offered anything.
 *
 * @source MS-9 MS-8 CX-4
 */
export async function joinWaitlist(
  app: App,
  input: JoinWaitlistInput,
): Promise<Outcome<WaitlistView, JoinWaitlistRefusal>> {
  const now = app.clock.now();
  const joined = await inTransaction<null, JoinWaitlistRefusal>(app.db, CONFLICTS, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const earlier = await findWaitlistEntry(tx, input.entryId);
    if (earlier) return earlier.clientId === client.id ? done(null) : refuse("already_waiting");

    const wanted = await readWanted(tx, input, now);
    if (!wanted.ok) return wanted;
    // Who asks for it in the bot is there, whatever was noted of them before.
    if (input.actor.kind !== "client" && !client.isReachable) return refuse("client_has_no_chat");
    const admitted = admitClient({ block: await findBlock(tx, client.id, now), isVip: client.isVip });
    if (!admitted.ok) return admitted;
    const open = await openEntriesOf(tx, { clientId: client.id });
    if (open.some((one) => isSameWish(one, input, wanted.value))) return refuse("already_waiting");
    if (open.length >= WISHES_MAX) return refuse("waitlist_full", { max: WISHES_MAX });

    const { entryId: id, serviceId, specialistId, hours } = input;
    const entry = { id, clientId: client.id, serviceId, specialistId, days: wanted.value, createdAt: now };
    await insertWaitlistEntry(tx, { ...entry, fromMinute: hours.fromMinute, toMinute: hours.toMinute });
    if (input.actor.kind !== "client") await tellJoined(app, tx, { ...input, clientId: client.id }, now);
    return done(null);
  });
  if (!joined.ok) return joined;
  return done(present(await findWaitlistEntry(app.db, input.entryId), "the entry just made"));
}

/** The days that can be waited for, when the service is offered and done by whom it is asked for. */
async function readWanted(tx: Tx, input: JoinWaitlistInput, now: Date) {
  const offering = await findOffering(tx, input.serviceId);
  if (!offering) return refuse("unknown_service");
  if (input.specialistId !== undefined && !offering.doers.has(input.specialistId))
    return refuse("unknown_specialist");
  const zone = (await loadSettings(tx))["business.timeZone"];
  const today = { day: dayOf(now, zone), minute: minuteOfDay(now, zone) };
  return readWish({ ...input.hours, days: input.days }, today);
}

const isSameWish = (one: WaitlistEntry, asked: JoinWaitlistInput, days: readonly LocalDay[]): boolean =>
  one.serviceId === asked.serviceId &&
  one.specialistId === asked.specialistId &&
  one.fromMinute === asked.hours.fromMinute &&
  one.toMinute === asked.hours.toMinute &&
  one.days.join() === days.join();

async function tellJoined(app: App, tx: Tx, input: JoinWaitlistInput, now: Date): Promise<void> {
  const { entryId, clientId, actor } = input;
  const subject = { subjectKind: "client", subjectId: clientId };
  await recordAudit(tx, { actor, action: "add_to_waitlist", ...subject, change: { entryId } }, now);
  const message = { id: app.newId(), key: `waitlist_joined:${entryId}`, to: { clientId }, dueAt: now };
  await enqueueMessage(tx, { ...message, kind: "waitlist_joined", payload: { entryId } }, now);
}
