import type { App } from "../app.ts";
import { listHotWindows } from "../booking/index.ts";
import { findSlot } from "../calendar/index.ts";
import { findService } from "../catalog/index.ts";
import type { Zone } from "../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { findClient, findStaff } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { loadSettings } from "../settings/index.ts";
import { type Broadcast, type BroadcastButton, type BroadcastContent, windowSlotsOf } from "./model.ts";
import { windowLabels, windowsText } from "./rules/hot-window.ts";
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

type Ground = Pick<App, "db" | "clock" | "payments">;

/** Somebody who reads it: a client, or a member of staff who tries it out. */
export type Reader = { readonly clientId: string } | { readonly staffId: string };

export type BroadcastMessageRefusal =
  | "unknown_broadcast"
  | "unknown_client"
  | "unknown_staff"
  | "no_hot_slot_left";

/**
 * Writes a broadcast out for one reader, as it is now: names, points and the last visit are looked up, buttons that lead
 * nowhere any more are left out. Hot windows are listed as they can be booked at this moment; of a hot-window broadcast
 * whose slots are all gone nothing is left (MS-4).
 *
 * A member of staff sees what a client with some points and a visit behind them would.
 *
 * @source MS-3 MS-4
 */
export async function broadcastMessage(
  app: Ground,
  {
    broadcastId,
    reader,
    arePaymentsOn,
  }: {
    readonly broadcastId: string;
    readonly reader: Reader;
    /** Said by a process that takes no money itself. */
    readonly arePaymentsOn?: boolean;
  },
): Promise<Outcome<BroadcastMessage, BroadcastMessageRefusal>> {
  const broadcast = await findBroadcast(app.db, broadcastId);
  if (!broadcast) return refuse("unknown_broadcast");
  const values = await valuesOf(app, reader);
  if (!values.ok) return values;
  const windows = await listHotWindows(app, windowSlotsOf(broadcast.buttons), { arePaymentsOn });
  const buttons = await readyButtons(app, broadcast, windowLabels(windows, values.value.zone));
  const isHotOver = broadcast.kind === "hot" && !buttons.some(leadsToSlot);
  if (isHotOver) return refuse("no_hot_slot_left");
  const listed = windowsText(windows, values.value.zone);
  const html = htmlFor(broadcast, values.value.values, listed);
  return done({ broadcast, html, buttons, hasWayOut: needsConsent(broadcast.kind) });
}

/** What a chosen client would read, of a text that need not be written down yet. */
export async function previewText(
  app: Ground,
  content: BroadcastContent,
  reader: Reader,
): Promise<Outcome<string, BroadcastMessageRefusal>> {
  const values = await valuesOf(app, reader);
  if (!values.ok) return values;
  const windows = await listHotWindows(app, windowSlotsOf(content.buttons));
  return done(htmlFor(content, values.value.values, windowsText(windows, values.value.zone)));
}

function htmlFor(content: BroadcastContent, values: VariableValues, listed: string): string {
  const text = fillTemplate(content.text, values);
  return withMarking(listed === "" ? text : `${text}\n\n${listed}`, content);
}

const leadsToSlot = ({ leadsTo }: BroadcastButton): boolean => leadsTo === "slot" || leadsTo === "window";

const SAMPLE_POINTS = 150;

type Values = { readonly values: VariableValues; readonly zone: Zone };

async function valuesOf(
  app: Pick<App, "db" | "clock">,
  reader: Reader,
): Promise<Outcome<Values, "unknown_client" | "unknown_staff">> {
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
    return done({ values: valuesFor({ name: staff.name, ...sample, business }), zone: business.zone });
  }
  const client = await findClient(app.db, reader.clientId);
  if (!client) return refuse("unknown_client");
  const visit = await app.db.first<{ startsAt: Date }>(sql`
    SELECT starts_at FROM bookings WHERE client_id = ${client.id}::uuid AND state = 'completed'
    ORDER BY starts_at DESC LIMIT 1`);
  const { name, pointsBalance } = client;
  const facts = { name, points: pointsBalance, lastVisitAt: visit?.startsAt, business };
  return done({ values: valuesFor(facts), zone: business.zone });
}

async function readyButtons(
  app: Pick<App, "db" | "clock">,
  { buttons }: Broadcast,
  windowCaptions: ReadonlyMap<string, string>,
): Promise<readonly ReadyButton[]> {
  const ready = await Promise.all(
    buttons.map(async (button, index) => {
      if (button.leadsTo !== "window") {
        return (await leadsSomewhere(app, button)) ? [{ ...button, index }] : [];
      }
      const label = windowCaptions.get(button.slotId);
      return label === undefined ? [] : [{ ...button, label, index }];
    }),
  );
  return ready.flat();
}

async function leadsSomewhere(
  app: Pick<App, "db" | "clock">,
  button: Exclude<BroadcastButton, { readonly leadsTo: "window" }>,
): Promise<boolean> {
  if (button.leadsTo === "link") return true;
  if (!(await findService(app.db, button.serviceId))?.isActive) return false;
  if (button.leadsTo === "service") return true;
  const slot = await findSlot(app.db, button.slotId);
  const isFree = slot?.state === "open" && slot.kind === "hot" && slot.bookingId === undefined;
  return isFree && slot.startsAt > app.clock.now();
}
