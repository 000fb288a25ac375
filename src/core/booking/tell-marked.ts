import type { App } from "../app.ts";
import type { Points } from "../kernel/points.ts";
import { enqueueMessage } from "../notifications/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Booking } from "./model.ts";

/** What a mark did to the client's points and standing. */
export type MarkEffect = {
  /** For the visit, and for having booked it quickly. */
  readonly earned: Points;
  readonly rebook: Points;
  readonly penalty: Points;
  readonly blockedUntil: Date | undefined;
};

/** What of an earlier mark was undone. */
export type Undone = {
  readonly earnedTakenBack: Points;
  readonly penaltyBack: Points;
  readonly isBlockLifted: boolean;
};

/**
 * Tells the client what a mark means for them: what they earned, what a no-show costs, or what a correction changed. One
 * message a mark, whoever marked it.
 *
 * @source MS-8
 */
export async function tellMarked(
  app: App,
  tx: Tx,
  booking: Pick<Booking, "id" | "clientId">,
  told: {
    readonly mark: "completed" | "no_show";
    readonly number: number;
    readonly effect: MarkEffect;
    /** Only of a correction. */
    readonly undone: Undone | undefined;
  },
  now: Date,
): Promise<void> {
  const { mark, number, effect, undone } = told;
  const kind =
    undone !== undefined ? "mark_corrected" : mark === "completed" ? "visit_completed" : "no_show_marked";
  const { earned, rebook, penalty, blockedUntil } = effect;
  const payload = {
    number,
    mark,
    earned,
    rebook,
    penalty,
    blockedUntilMs: blockedUntil?.getTime() ?? null,
    ...undone,
  };
  const { id: bookingId, clientId } = booking;
  const key = `${kind}:${bookingId}:${number}`;
  const message = { id: app.newId(), key, to: { clientId }, bookingId, payload, dueAt: now };
  await enqueueMessage(tx, { ...message, kind }, now);
}
