import type { App } from "../app.ts";
import { findSlot } from "../calendar/index.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { markPressed } from "./recipients.ts";
import { findBroadcast } from "./store.ts";

/** Where a tapped button leads: to one slot if it is still there at all, to the times of its service otherwise. */
export type PressedTarget = {
  readonly serviceId: string;
  readonly slot: { readonly slotId: string; readonly startsAt: Date } | undefined;
};

/**
 * Notes that a client tapped a button of a broadcast, the first time only, and says where it leads. Whether the slot can
 * still be booked is the booking's to say, with other times if it cannot.
 *
 * @source MS-3 MS-4
 */
export async function pressButton(
  app: App,
  press: { readonly broadcastId: string; readonly clientId: string; readonly index: number },
): Promise<Outcome<PressedTarget, "unknown_broadcast">> {
  const broadcast = await findBroadcast(app.db, press.broadcastId);
  const button = broadcast?.buttons[press.index];
  if (button === undefined || button.leadsTo === "link") return refuse("unknown_broadcast");
  await markPressed(app.db, press, app.clock.now());
  const { serviceId } = button;
  const slot = button.leadsTo === "slot" ? await findSlot(app.db, button.slotId) : undefined;
  return done({ serviceId, slot: slot && { slotId: slot.id, startsAt: slot.startsAt } });
}
