import { createHash, randomBytes } from "node:crypto";
import { type Queryable, sql } from "./sql.ts";

/** What a database is for, and the secrets that were made with it. */
export type Installation = {
  readonly mode: "sandbox" | "live";
  /** How far the sandbox's clock is ahead of the system's. */
  readonly clockOffsetMs: number;
  readonly sessionSecret: string;
  readonly notificationSecret: string;
};

/** This database belongs to the other mode: a forgotten BOT_TOKEN must not mix play with people's bookings. */
export class WrongModeError extends Error {
  override readonly name = "WrongModeError";
}

/**
 * Marks a new database as the sandbox's or as live, or finds it marked so.
 *
 * @throws WrongModeError when it is marked otherwise
 */
export async function claimInstallation(
  db: Queryable,
  mode: "sandbox" | "live",
  now: Date,
): Promise<Installation> {
  await db.run(sql`
    INSERT INTO installation (id, mode, session_secret, notification_secret, created_at)
    VALUES (1, ${mode}, ${newSecret()}, ${newSecret()}, ${now}) ON CONFLICT (id) DO NOTHING`);
  const installation = await findInstallation(db);
  if (installation?.mode === mode) return installation;
  throw new WrongModeError(
    mode === "sandbox"
      ? "This database is live, but BOT_TOKEN is not set, so the product would start as a sandbox. Set BOT_TOKEN, or another DATABASE_URL or DATA_DIR for the sandbox."
      : "This database belongs to the sandbox, but BOT_TOKEN is set. Use another DATABASE_URL or DATA_DIR for the real bot.",
  );
}

export async function findInstallation(via: Queryable): Promise<Installation | undefined> {
  return via.first<Installation>(sql`
    SELECT mode, clock_offset_ms, session_secret, notification_secret FROM installation`);
}

const MARK_LENGTH = 16;

/** Tells one installation from another to whoever may see no more; nothing about its secrets follows from it. */
export const markOf = ({ notificationSecret }: Pick<Installation, "notificationSecret">): string =>
  createHash("sha256")
    .update(`okoshko installation ${notificationSecret}`)
    .digest("hex")
    .slice(0, MARK_LENGTH);

/** Moves the sandbox's clock ahead, for every process that shares the database. */
export async function advanceClock(db: Queryable, ms: number): Promise<number> {
  const row = await db.first<{ clockOffsetMs: number }>(sql`
    UPDATE installation SET clock_offset_ms = clock_offset_ms + ${ms} WHERE mode = 'sandbox' RETURNING clock_offset_ms`);
  return row?.clockOffsetMs ?? 0;
}

const newSecret = (): string => randomBytes(32).toString("base64url");
