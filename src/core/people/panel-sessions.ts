import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { mayManage } from "./store.ts";

/** A session that nobody uses is over after so many hours. */
export const PANEL_SESSION_HOURS = 12;

/** An open session of the panel, as its owner may recognise it: no secret, nothing that is not needed for that. */
export type PanelSession = {
  /** Its name in lists; the browser's own key to it stays in the browser. */
  readonly id: string;
  readonly staffId: string;
  /** «Chrome, Windows», as far as the browser said. */
  readonly device: string;
  /** The network address it was opened from. */
  readonly address: string;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
};

/**
 * Open sessions, the most recently used first; of one member of staff, or of all.
 *
 * The store of sessions lives by the machine's clock, the product by its own: what was seen so long ago by the first was
 * seen so long ago by the second.
 */
export async function listPanelSessions(
  via: Queryable,
  now: Date,
  staffId?: string,
): Promise<readonly PanelSession[]> {
  return via.many<PanelSession>(sql`
    SELECT sess->>'handle' AS id, staff.id AS staff_id, coalesce(sess->>'device', '') AS device,
      coalesce(sess->>'address', '') AS address,
      to_timestamp((sess->>'signedInAtMs')::numeric / 1000) AS opened_at,
      ${now}::timestamptz - (now() - (expire AT TIME ZONE 'UTC' - make_interval(hours => ${PANEL_SESSION_HOURS}))) AS last_seen_at
    FROM panel_sessions JOIN staff ON staff.id::text = sess->>'staffId'
    WHERE expire AT TIME ZONE 'UTC' > now() AND sess->>'handle' IS NOT NULL AND staff.is_active
      AND to_timestamp((sess->>'signedInAtMs')::numeric / 1000) >= staff.sessions_valid_from
      AND (${staffId ?? null}::uuid IS NULL OR staff.id = ${staffId ?? null}::uuid)
    ORDER BY expire DESC LIMIT 200`);
}

export type EndSessionsRefusal = "unknown_staff" | "owner_only";

/**
 * Ends sessions of a member of staff: one of them, or all but one. One's own are anybody's to end, everybody's an owner's
 * and the operator's. What is over already stays over: the answer says how many were ended.
 *
 * @source PE-3
 */
export async function endPanelSessions(
  app: App,
  input: {
    readonly staffId: string;
    readonly which: { readonly only: string } | { readonly allBut: string | undefined };
    readonly actor: Actor;
  },
): Promise<Outcome<number, EndSessionsRefusal>> {
  const { staffId, which, actor } = input;
  const now = app.clock.now();
  return inTransaction<number, EndSessionsRefusal>(app.db, {}, async (tx) => {
    const known = await tx.first(sql`SELECT 1 FROM staff WHERE id = ${staffId}::uuid FOR NO KEY UPDATE`);
    if (known === undefined) return refuse("unknown_staff");
    const isOwn = actor.kind === "staff" && actor.id === staffId;
    if (!isOwn && !(await mayManage(tx, actor))) return refuse("owner_only");
    const ended =
      "only" in which
        ? await tx.run(sql`
            DELETE FROM panel_sessions WHERE sess->>'staffId' = ${staffId} AND sess->>'handle' = ${which.only}`)
        : await dropSessions(tx, staffId, which.allBut);
    if (ended === 0) return done(0);
    const subject = { subjectKind: "staff", subjectId: staffId };
    await recordAudit(tx, { actor, action: "end_sessions", ...subject, change: { sessions: ended } }, now);
    return done(ended);
  });
}

/** Every session of a member of staff is gone, but the one that is named. */
export const dropSessions = (tx: Tx, staffId: string, allBut?: string): Promise<number> =>
  tx.run(sql`
    DELETE FROM panel_sessions
    WHERE sess->>'staffId' = ${staffId} AND sess->>'handle' IS DISTINCT FROM ${allBut ?? null}`);

/** The session in which a password was just proved anew counts from that moment: those before it are over. */
export const renewSession = (tx: Tx, handle: string, now: Date): Promise<number> =>
  tx.run(sql`
    UPDATE panel_sessions SET sess = jsonb_set(sess::jsonb, '{signedInAtMs}', to_jsonb(${now.getTime()}::bigint))::json
    WHERE sess->>'handle' = ${handle}`);
