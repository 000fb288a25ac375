import type { Update } from "grammy/types";
import type { App } from "../core/app.ts";
import { DAY_MS } from "../core/kernel/instant.ts";
import { join, sql } from "../core/runtime/sql.ts";

/** How often an update is begun before it is given up. */
export const ATTEMPTS_MAX = 3;
/** Telegram's update ids may start anew, so that what is older must be forgotten. */
const KEPT_DAYS = 3;

type Ground = Pick<App, "db" | "clock">;

/** The sender of updates that nobody will handle; they are kept so that Telegram's offset moves past them. */
const NOBODY = 0;

/** Whom an update comes from; undefined for kinds that the bot has no use for. */
export const personOf = (update: Update): number | undefined =>
  update.message?.from?.id ?? update.callback_query?.from.id ?? update.my_chat_member?.from.id;

/**
 * Writes updates down, before Telegram is told that they arrived. One that is there already stays as it is,
 * so a repeated delivery is handled once.
 *
 * @returns whose updates are waiting because of it
 */
export async function storeUpdates(app: Ground, updates: readonly Update[]): Promise<readonly number[]> {
  const now = app.clock.now();
  if (updates.length === 0) return [];
  const rows = updates.map((update) => {
    const person = personOf(update);
    const handledAt = person === undefined ? now : null;
    return sql`(${update.update_id}::bigint, ${person ?? NOBODY}::bigint, ${storable(update)}::jsonb,
                ${now}::timestamptz, ${handledAt}::timestamptz)`;
  });
  const stored = await app.db.many<{ personId: number }>(sql`
    INSERT INTO inbox (update_id, person_id, body, received_at, handled_at) VALUES ${join(rows)}
    ON CONFLICT (update_id) DO NOTHING RETURNING person_id`);
  return [...new Set(stored.map(({ personId }) => personId))].filter((person) => person !== NOBODY);
}

/** What PostgreSQL's JSON cannot hold: a zero byte, half of a character. Anybody can send them in a button's data. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/** An update as the inbox can keep it: one that could not be written down would stop all that come after it. */
function storable(update: Update): string {
  const text = JSON.stringify(update);
  if (!UNSTORABLE.test(text)) return text;
  return JSON.stringify(update, (_, value: unknown) =>
    typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\ufffd") : value,
  );
}

/** Writes one update down; answers whether it is new. */
export const receiveUpdate = async (app: Ground, update: Update): Promise<boolean> =>
  (await storeUpdates(app, [update])).length > 0;

/** Where getUpdates is to go on: behind the newest update of the last days. */
export async function nextOffset(app: Pick<App, "db">): Promise<number> {
  const row = await app.db.first<{ newest: number | null }>(sql`SELECT max(update_id) AS newest FROM inbox`);
  return (row?.newest ?? -1) + 1;
}

/** People with updates that nobody has finished, who waited longest first. */
export async function waitingPeople(app: Pick<App, "db">, peopleMax: number): Promise<readonly number[]> {
  const rows = await app.db.many<{ personId: number }>(sql`
    SELECT person_id FROM inbox WHERE handled_at IS NULL
    GROUP BY person_id ORDER BY min(update_id) LIMIT ${peopleMax}`);
  return rows.map(({ personId }) => personId);
}

/** Forgets updates older than three days (Telegram's ids may restart by then). */
export async function purgeInbox(app: Ground): Promise<number> {
  const before = new Date(app.clock.now().getTime() - KEPT_DAYS * DAY_MS);
  return app.db.run(sql`DELETE FROM inbox WHERE received_at < ${before}`);
}
