import type { App } from "../../core/app.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { findSegment, findSegmentByName, type Segment } from "../../core/segments/index.ts";
import { idOf } from "./id-of.ts";

/** A segment by its name in any case, by its id, or by the beginning of that. */
export async function segmentOf(
  app: App,
  word: string,
): Promise<Outcome<Segment, "unknown_segment" | "ambiguous_id">> {
  const typed = word.trim();
  const named = await findSegmentByName(app.db, typed);
  if (named !== undefined) return done(named);
  const id = await idOf(app, "segment", typed);
  if (!id.ok) return id;
  const segment = await findSegment(app.db, id.value);
  return segment ? done(segment) : refuse("unknown_segment", { given: typed });
}
