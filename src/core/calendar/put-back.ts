import { type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { SlotChange } from "./model.ts";

/**
 * Puts slots back to what they were before a change, within a transaction that has made sure that nothing happened to
 * them since. Their own last change before that is theirs again, so that it can be undone in its turn.
 */
export async function putBack(tx: Tx, change: SlotChange, now: Date): Promise<void> {
  switch (change.action) {
    case "add_slot":
    case "generate_slots":
      await tx.run(sql`
        DELETE FROM slots
        WHERE specialist_id = ANY(${change.specialistIds}::uuid[]) AND change_id = ${change.id}::uuid
          AND starts_at >= ${change.startsAt} AND starts_at < ${change.endsAt}`);
      return;
    case "delete_slot":
      await makeAgain(tx, change.id);
      return;
    case "take_time_off":
      // The database opens what it closed; whose last change it was before is all that is left to put back.
      await tx.run(sql`
        UPDATE time_off SET lifted_at = ${now} WHERE taken_by_id = ${change.id}::uuid AND lifted_at IS NULL`);
      await tx.run(sql`
        UPDATE slots SET change_id = was.change_id FROM ${rowsBefore(change.id)}
        WHERE slots.id = was.id AND slots.change_id = ${change.id}::uuid`);
      return;
    case "lift_time_off":
      await tx.run(sql`
        UPDATE time_off SET lifted_at = NULL, lifted_by_id = NULL WHERE lifted_by_id = ${change.id}::uuid`);
      await makeAsBefore(tx, change.id);
      return;
    case "move_slot":
    case "close_slot":
    case "reopen_slot":
    case "make_hot":
    case "make_regular":
      await makeAsBefore(tx, change.id);
      return;
    default:
      change.action satisfies never;
  }
}

const rowsBefore = (changeId: string): Sql => sql`
  jsonb_populate_recordset(NULL::slots, (SELECT before FROM slot_changes WHERE id = ${changeId}::uuid)) AS was`;

/** A slot that was hot and is hot stays announced, if it was announced meanwhile: nobody is told of it twice. */
async function makeAsBefore(tx: Tx, changeId: string): Promise<void> {
  const isHotStill = sql`was.kind = 'hot' AND slots.kind = 'hot'`;
  await tx.run(sql`
    UPDATE slots
    SET specialist_id = was.specialist_id, starts_at = was.starts_at, ends_at = was.ends_at, kind = was.kind,
        discount_percent = was.discount_percent, state = was.state, closed_reason = was.closed_reason,
        hot_since = CASE WHEN ${isHotStill} THEN slots.hot_since ELSE was.hot_since END,
        hot_announced_at = CASE WHEN ${isHotStill} THEN slots.hot_announced_at ELSE was.hot_announced_at END,
        time_off_id = was.time_off_id, change_id = was.change_id
    FROM ${rowsBefore(changeId)} WHERE slots.id = was.id`);
}

/** A deleted slot is made again under its own id; closed by a time off that is over by now, it is open. */
async function makeAgain(tx: Tx, changeId: string): Promise<void> {
  await tx.run(sql`
    INSERT INTO slots (id, specialist_id, starts_at, ends_at, kind, discount_percent, created_at, hot_since, hot_announced_at,
      change_id, state, closed_reason, time_off_id)
    SELECT was.id, was.specialist_id, was.starts_at, was.ends_at, was.kind, was.discount_percent, was.created_at, was.hot_since,
      was.hot_announced_at, was.change_id,
      CASE WHEN off.lifted_at IS NULL THEN was.state ELSE 'open' END,
      CASE WHEN off.lifted_at IS NULL THEN was.closed_reason END,
      CASE WHEN off.lifted_at IS NULL THEN was.time_off_id END
    FROM ${rowsBefore(changeId)} LEFT JOIN time_off off ON off.id = was.time_off_id`);
}
