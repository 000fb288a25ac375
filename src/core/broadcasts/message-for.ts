import type { App } from "../app.ts";
import { findSlot } from "../calendar/index.ts";
import { findService } from "../catalog/index.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { findClient, findStaff } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { loadSettings } from "../settings/index.ts";
import type { Broadcast, BroadcastButton, BroadcastContent } from "./model.ts";
import { withMarking } from "./rules/marking.ts";
import { needsConsent } from "./rules/sending.ts";
import { fillTemplate, type VariableValues } from "./rules/template.ts";
import { valuesFor } from "./rules/values.ts";
import { findBroadcast } from "./store.ts";

/** A button whose target stands, by its place among the broadcast's. */
export type ReadyButton = BroadcastButton & { readonly index: number };

/** A broadcast as one reader sees it. */
export type BroadcastMessage = {
  readonly broadcast: Broadcast;
  /** Telegram's HTML, variables filled in and the marking under it. */
  readonly html: string;
  readonly buttons: readonly ReadyButton[];
  /** It has the way out that every marketing message has (MS-3). */
  readonly hasWayOut: boolean;
};

/** Somebody who reads it: a client, or a member of staff who tries it out. */
export type Reader = { readonly clientId: string } | { readonly staffId: string };

export type BroadcastMessageRefusal =
  | "unknown_broadcast"
  | "unknown_client"
  | "unknown_staff"
  | "no_hot_slot_left";

/**
 * Writes a broadcast out for one reader, as it is now: names, points and the last visit are looked up, buttons that lead
 * nowhere any more are left out. Of a hot-window broadcast whose slots are all gone nothing is left (MS-4).
 *
 * A member of staff sees what a client with some points and a visit behind them would.
 *
 * @source MS-3 MS-4
 */
export async function broadcastMessage(
  app: Pick<App, "db" | "clock">,
  { broadcastId, reader }: { readonly broadcastId: string; readonly reader: Reader },
): Promise<Outcome<BroadcastMessage, BroadcastMessageRefusal>> {
  const broadcast = await findBroadcast(app.db, broadcastId);
  if (!broadcast) return refuse("unknown_broadcast");
  const values = await valuesOf(app, reader);
  if (!values.ok) return values;
  const buttons = await readyButtons(app, broadcast);
  const isHotOver = broadcast.kind === "hot" && !buttons.some(({ leadsTo }) => leadsTo === "slot");
  if (isHotOver) return refuse("no_hot_slot_left");
  const html = htmlFor(broadcast, values.value);
  return done({ broadcast, html, buttons, hasWayOut: needsConsent(broadcast.kind) });
}

/** What a chosen client would read, of a text that need not be written down yet. */
export async function previewText(
  app: Pick<App, "db" | "clock">,
  content: BroadcastContent,
  reader: Reader,
): Promise<Outcome<string, BroadcastMessageRefusal>> {
  const values = await valuesOf(app, reader);
  return values.ok ? done(htmlFor(content, values.value)) : values;
}

const htmlFor = (content: BroadcastContent, values: VariableValues): string =>
  withMarking(fillTemplate(content.text, values), content);

const SAMPLE_POINTS = 150;

async function valuesOf(
  app: Pick<App, "db" | "clock">,
  reader: Reader,
): Promise<Outcome<VariableValues, "unknown_client" | "unknown_staff">> {
  const settings = await loadSettings(app.db);
  const business = {
    name: settings["business.name"],
    address: settings["business.address"],
    phone: settings["business.phone"],
    zone: settings["business.timeZone"],
  };
  if ("staffId" in reader) {
    const staff = await findStaff(app.db, reader.staffId);
    if (!staff) return refuse("unknown_staff");
    const sample = { points: SAMPLE_POINTS, lastVisitAt: app.clock.now() };
    return done(valuesFor({ name: staff.name, ...sample, business }));
  }
  const client = await findClient(app.db, reader.clientId);
  if (!client) return refuse("unknown_client");
  const visit = await app.db.first<{ startsAt: Date }>(sql`
    SELECT starts_at FROM bookings WHERE client_id = ${client.id}::uuid AND state = 'completed'
    ORDER BY starts_at DESC LIMIT 1`);
  const { name, pointsBalance } = client;
  return done(valuesFor({ name, points: pointsBalance, lastVisitAt: visit?.startsAt, business }));
}

async function readyButtons(
  app: Pick<App, "db" | "clock">,
  { buttons }: Broadcast,
): Promise<readonly ReadyButton[]> {
  const ready = await Promise.all(
    buttons.map(async (button, index) => ((await leadsSomewhere(app, button)) ? [{ ...button, index }] : [])),
  );
  return ready.flat();
}

async function leadsSomewhere(app: Pick<App, "db" | "clock">, button: BroadcastButton): Promise<boolean> {
  if (button.leadsTo === "link") return true;
  if (!(await findService(app.db, button.serviceId))?.isActive) return false;
  if (button.leadsTo === "service") return true;
  const slot = await findSlot(app.db, button.slotId);
  const isFree = slot?.state === "open" && slot.kind === "hot" && slot.bookingId === undefined;
  return isFree && slot.startsAt > app.clock.now();
}
