import type { App } from "../../core/app.ts";
import { isIdBegin } from "../../core/kernel/ids.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { findSegment, findSegmentByName, listSegments, type Segment } from "../../core/segments/index.ts";
import { idOf } from "./id-of.ts";

export type SegmentOfRefusal = "unknown_segment" | "ambiguous_segment" | "ambiguous_id";

/** A segment by its name in any case, whole or the beginning of just one, by its id, or by the beginning of that. */
export async function segmentOf(app: App, word: string): Promise<Outcome<Segment, SegmentOfRefusal>> {
  const typed = word.trim();
  const named = await findSegmentByName(app.db, typed);
  if (named !== undefined) return done(named);
  if (isIdBegin(typed)) {
    const id = await idOf(app, "segment", typed);
    if (!id.ok && id.refusal === "ambiguous_id") return id;
    const segment = id.ok ? await findSegment(app.db, id.value) : undefined;
    if (segment !== undefined) return done(segment);
  }
  return beginningWith(app, typed);
}

async function beginningWith(app: App, typed: string): Promise<Outcome<Segment, SegmentOfRefusal>> {
  const begin = typed.toLowerCase();
  const matching =
    begin === ""
      ? []
      : (await listSegments(app.db)).filter(({ name }) => name.toLowerCase().startsWith(begin));
  const [only, ...others] = matching;
  if (only === undefined) return refuse("unknown_segment", { given: typed });
  if (others.length === 0) return done(only);
  return refuse("ambiguous_segment", { given: typed, names: matching.map(({ name }) => name).join(", ") });
}
