import type { App } from "../app.ts";
import { findSegment, readDefinition, type Segment, type SegmentDefinition } from "../segments/index.ts";
import type { Settings } from "../settings/index.ts";

export type HotAudience = { readonly segment: SegmentDefinition; readonly name: string };

/** Those without a visit ahead: whoever has one has no need of another (MS-4). */
const BY_DEFAULT: SegmentDefinition = { fact: "upcoming", op: "is", value: false };

/** Whoever is in one of the chosen segments, nobody when all of them are gone; those by default when none was chosen. */
export async function audienceOf(
  app: Pick<App, "db" | "log">,
  settings: Settings,
): Promise<HotAudience | undefined> {
  const chosen = settings["hot.segments"];
  if (chosen.length === 0) return { segment: BY_DEFAULT, name: "" };
  const found = await Promise.all(chosen.map((segmentId) => findSegment(app.db, segmentId)));
  const segments = found.filter((segment) => segment !== undefined);
  const [only, ...others] = segments;
  if (only === undefined) return undefined;
  return others.length === 0 ? { segment: only.definition, name: only.name } : together(app, segments);
}

/** Several segments are one, as far as one may be so large; whoever does not fit in any more is left out and said so. */
function together(app: Pick<App, "log">, segments: readonly Segment[]): HotAudience | undefined {
  const fitting: Segment[] = [];
  for (const segment of segments) {
    const wider = { any: [...fitting, segment].map(({ definition }) => definition) };
    if (readDefinition(wider).ok) fitting.push(segment);
    else
      app.log.warn({ segmentId: segment.id }, "a segment of hot.segments is too large to go with the others");
  }
  if (fitting.length === 0) return undefined;
  const name = fitting.map((segment) => segment.name).join(", ");
  return { segment: { any: fitting.map(({ definition }) => definition) }, name };
}
