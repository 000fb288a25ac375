import type { App } from "../app.ts";
import { enqueueMessages, fitReminders, type NewMessage, plannedReminders } from "../notifications/index.ts";
import { sql } from "../runtime/sql.ts";
import { type Tx, write } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";

type Visit = { readonly id: string; readonly clientId: string; readonly startsAt: Date };

/** Promises the reminders of a visit that is being confirmed, within its transaction (MS-1). */
export async function planReminders(app: App, tx: Tx, visit: Visit, now: Date): Promise<void> {
  const hoursBefore = (await loadSettings(tx))["reminders.hours"];
  await enqueueMessages(tx, remindersOf(app, visit, hoursBefore, now), now);
}

function remindersOf(
  app: App,
  { id: bookingId, clientId, startsAt }: Visit,
  hoursBefore: readonly number[],
  now: Date,
): readonly NewMessage[] {
  return plannedReminders({ bookedAt: now, startsAt }, hoursBefore).map(({ hours, dueAt }) => ({
    id: app.newId(),
    key: `reminder:${bookingId}:${hours}`,
    kind: "reminder",
    to: { clientId },
    bookingId,
    payload: { hours },
    dueAt,
  }));
}

/**
 * Promises what the settings ask for by now for every visit ahead, and takes back what they ask for no longer; the
 * rest of what is promised stays as it is. The moment of sending looks at the settings once more.
 *
 * Run when the hours were changed; running it again changes nothing.
 *
 * @returns how many visits it looked at
 * @source MS-1
 */
export async function replanReminders(app: App): Promise<number> {
  const now = app.clock.now();
  const hoursBefore = (await loadSettings(app.db))["reminders.hours"];
  const visits = await app.db.many<Visit>(sql`
    SELECT id, client_id, starts_at FROM bookings WHERE state = 'confirmed' AND ends_at > ${now} AND starts_at > ${now}`);
  const messages = visits.flatMap((visit) => remindersOf(app, visit, hoursBefore, now));
  await write(app.db, async (tx) => {
    await fitReminders(tx, { hoursBefore, bookingIds: visits.map(({ id }) => id) }, now);
    await enqueueMessages(tx, messages, now);
  });
  return visits.length;
}

/** Watches the hours that the owner set and plans anew when they change: a job that is nearly always a glance. */
export function reminderPlanner(app: App): () => Promise<void> {
  let plannedFor: string | undefined;
  return async () => {
    const hours = JSON.stringify((await loadSettings(app.db))["reminders.hours"]);
    if (hours === plannedFor) return;
    await replanReminders(app);
    plannedFor = hours;
  };
}
