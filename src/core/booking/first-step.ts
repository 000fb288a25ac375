import type { App } from "../app.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { findBlock, findClient } from "../people/index.ts";
import { endingProblem } from "./judge-ending.ts";
import type { BookingView } from "./model.ts";
import { admitClient } from "./rules/admission.ts";
import { findBooking } from "./store.ts";

/** Whether a client may cancel or move this booking now by themselves: what the buttons that offer it go by (CX-1, CX-7). */
export const mayEnd = (app: App, booking: BookingView): boolean =>
  endingProblem(booking, { kind: "client", clientId: booking.clientId }, app.clock.now()) === undefined;

/**
 * Whether a client may book anything at all, asked before they choose what and when. The booking itself decides again.
 *
 * @source CX-4
 */
export async function beginBooking(app: App, clientId: string): Promise<Outcome<null, "client_blocked">> {
  const [client, block] = await Promise.all([
    findClient(app.db, clientId),
    findBlock(app.db, clientId, app.clock.now()),
  ]);
  return admitClient({ block, isVip: client?.isVip ?? false });
}

/**
 * Whether a client may move this booking to any other start, asked before they choose it. The move itself decides again.
 *
 * @source CX-1 CX-4 CX-7
 */
export async function beginMove(app: App, input: { readonly bookingId: string; readonly clientId: string }) {
  const { bookingId, clientId } = input;
  const booking = await findBooking(app.db, bookingId);
  const problem = endingProblem(booking, { kind: "client", clientId }, app.clock.now());
  if (problem !== undefined || booking === undefined) return refuse(problem ?? "unknown_booking");
  const admitted = await beginBooking(app, clientId);
  return admitted.ok ? done(booking) : admitted;
}
