import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sqlState } from "../runtime/database-error.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { Segment } from "./model.ts";
import { HOT_SEGMENTS, isNamedBySetting, lockSegment, removeSegment } from "./store.ts";

export type DeleteSegmentRefusal = "unknown_segment" | "segment_in_use";

/** A row of another table refers to it: RESTRICT says so with a state of its own since PostgreSQL 18. */
const REFERRED_TO = new Set(["23001", "23503"]);

/**
 * Deletes a segment that nothing refers to: no broadcast's row (their foreign keys say so), no setting.
 *
 * @source MS-3 MS-4
 */
export async function deleteSegment(
  app: App,
  { segmentId, actor }: { readonly segmentId: string; readonly actor: Actor },
): Promise<Outcome<Segment, DeleteSegmentRefusal>> {
  const now = app.clock.now();
  try {
    return await inTransaction<Segment, DeleteSegmentRefusal>(app.db, {}, async (tx) => {
      const segment = await lockSegment(tx, segmentId);
      if (!segment) return refuse("unknown_segment");
      if (await isNamedBySetting(tx, segment.id)) {
        return refuse("segment_in_use", { name: segment.name, setting: HOT_SEGMENTS });
      }
      await removeSegment(tx, segmentId);
      const subject = { subjectKind: "segment", subjectId: segmentId };
      const change = { definition: [segment.definition, null] };
      await recordAudit(tx, { actor, action: "delete_segment", ...subject, change }, now);
      return done(segment);
    });
  } catch (error) {
    if (REFERRED_TO.has(sqlState(error) ?? "")) return refuse("segment_in_use");
    throw error;
  }
}
