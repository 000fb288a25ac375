import type { App } from "../app.ts";
import { type Queryable, sql } from "../runtime/sql.ts";

export type Hint = { readonly event: string; readonly providerId: string };

/** A notification of the gateway, kept as a hint to ask it; the same one twice is one hint (PY-4). */
export async function receiveHint(app: App, hint: Hint): Promise<void> {
  const event = hint.event.slice(0, 100);
  const providerId = hint.providerId.slice(0, 100);
  await app.db.run(sql`
    INSERT INTO payment_hints (id, provider_id, event, received_at)
    VALUES (${`${event}:${providerId}`}, ${providerId}, ${event}, ${app.clock.now()})
    ON CONFLICT (id) DO UPDATE SET received_at = excluded.received_at, handled_at = NULL`);
}

/**
 * Turns the hints into what they are about: the payment or refund is asked about at once. A hint about something that
 * is not ours is let go.
 */
export async function followHints(via: Queryable, now: Date): Promise<number> {
  return via.run(sql`
    WITH hint AS (
      UPDATE payment_hints SET handled_at = ${now}
      WHERE id IN (SELECT id FROM payment_hints WHERE handled_at IS NULL ORDER BY received_at LIMIT 200 FOR UPDATE SKIP LOCKED)
      RETURNING provider_id),
    payment AS (
      UPDATE payments SET next_check_at = ${now}
      WHERE next_check_at IS NOT NULL AND provider_payment_id IN (SELECT provider_id FROM hint) RETURNING 1)
    UPDATE refunds SET next_attempt_at = ${now}
    WHERE next_attempt_at IS NOT NULL AND provider_refund_id IN (SELECT provider_id FROM hint)`);
}
