import type { App } from "../../core/app.ts";
import { broadcastStateText, listBroadcasts } from "../../core/broadcasts/index.ts";
import { type Refused, refuse } from "../../core/kernel/outcome.ts";
import type { Segment } from "../../core/segments/index.ts";

const NAMED_MAX = 5;

/** A refusal as it is, but that a segment in use says by which broadcasts, how they stand, and how one is let go. */
export async function namingUsers<R extends string>(
  app: App,
  refused: Refused<R>,
  { id, name }: Segment,
): Promise<Refused<R>> {
  const { refusal, detail } = refused;
  if (refusal !== "segment_in_use" || detail.setting !== undefined) return refused;
  const users = await listBroadcasts(app.db, { segmentId: id, rowsMax: NAMED_MAX + 1 });
  const named = users.slice(0, NAMED_MAX).map((one) => `№${one.number} (${broadcastStateText(one)})`);
  const more = users.length > NAMED_MAX ? " и другим" : "";
  const broadcasts = `${named.join(", ")}${more}`;
  const [first] = users;
  return refuse(refusal, { ...detail, name, ...(first && { broadcasts, number: first.number }) });
}
