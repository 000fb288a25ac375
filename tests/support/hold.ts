import type { App } from "../../src/core/app.ts";
import { confirmHold, holdSlot } from "../../src/core/booking/index.ts";
import { granted, makeClient, makeSituation } from "./make.ts";

type Situation = Awaited<ReturnType<typeof makeSituation>>;

/** What `holdSlot` is asked in a situation, under a new id. */
export const wish = (app: App, { client, service, slot }: Situation) => ({
  bookingId: app.newId(),
  clientId: client.id,
  serviceId: service.id,
  slotId: slot.id,
});

/** Somebody who holds tomorrow's noon; `hold` names it for the use cases that change it. */
export async function makeHold(app: App, over: Parameters<typeof makeSituation>[1] = {}) {
  const situation = await makeSituation(app, over);
  const asked = wish(app, situation);
  const booking = granted(await holdSlot(app, asked));
  return { ...situation, asked, booking, hold: { bookingId: asked.bookingId, clientId: asked.clientId } };
}

/** Somebody who booked tomorrow's noon and pays on the spot. */
export async function makeBooking(app: App) {
  const held = await makeHold(app, { service: { policy: "onSite" } });
  return { ...held, booking: granted(await confirmHold(app, held.hold)) };
}

/** The same situation with another person in it. */
export async function withAnother<S extends Situation>(app: App, situation: S): Promise<S> {
  return { ...situation, client: await makeClient(app) };
}
