import type { App } from "../../core/app.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { findSegment, findSegmentByName, type Segment } from "../../core/segments/index.ts";

/** A segment by its name in any case, or by its id. */
export async function segmentOf(app: App, word: string): Promise<Outcome<Segment, "unknown_segment">> {
  const typed = word.trim();
  const named = await findSegmentByName(app.db, typed);
  const segment = named ?? (isUuid(typed) ? await findSegment(app.db, typed) : undefined);
  return segment ? done(segment) : refuse("unknown_segment", { given: typed });
}
