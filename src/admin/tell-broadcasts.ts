import {
  audienceText,
  type DescribedBroadcast,
  describeBroadcast,
  standingText,
} from "../core/broadcasts/index.ts";
import { ACTOR_WORDS } from "../core/kernel/actor.ts";
import { formatWhole } from "../core/kernel/points.ts";
import { cardOf, progressOf, quietWords, toneOf } from "./broadcast-card.ts";
import { formatInstant } from "./readable.ts";
import type { Params, Telling } from "./table-list.ts";

/** Who gets each broadcast and how far it is; on a broadcast's own page all that there is to see of it. */
export async function tellBroadcasts(rows: readonly Params[], to: Telling): Promise<readonly Params[]> {
  const told: Params[] = [];
  for (const { id } of rows) told.push(await tellOne(String(id), to));
  return told;
}

async function tellOne(id: string, { app, zone, viewer, isCard }: Telling): Promise<Params> {
  const described = await describeBroadcast(app, id);
  if (!described.ok) return {};
  const { broadcast } = described.value;
  const card =
    isCard && viewer
      ? await cardOf(app, described.value, { reader: { staffId: viewer.id }, zone })
      : undefined;
  return {
    state: standingText(broadcast, described.value),
    stateTone: toneOf(broadcast),
    audience: audienceText(broadcast),
    // The product itself writes of hot windows; whatever else no member of staff wrote came by the command line.
    ...(broadcast.staffId === undefined
      ? { staffId: ACTOR_WORDS[broadcast.kind === "hot" ? "system" : "operator"] }
      : {}),
    progress: progressWords(described.value, zone),
    ...(card === undefined ? {} : { card: JSON.stringify(card) }),
  };
}

function progressWords(
  { broadcast, figures, quietUntil }: DescribedBroadcast,
  zone: Telling["zone"],
): string {
  if (broadcast.startedAt === undefined && broadcast.state !== "scheduled") return "";
  const waits = quietUntil ? [quietWords(quietUntil, zone)] : [];
  if (broadcast.state === "scheduled" && broadcast.scheduledAt)
    return [`с ${formatInstant(broadcast.scheduledAt, zone)}`, ...waits].join(", ");
  if (broadcast.plannedAt === undefined) return ["собираем получателей", ...waits].join(", ");
  if (broadcast.state === "running" || broadcast.state === "paused")
    return [progressOf(figures).words, ...waits].join(", ");
  return `доставлено ${formatWhole(figures.delivered)} из ${formatWhole(figures.recipients)}`;
}
