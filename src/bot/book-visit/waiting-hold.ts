import { currentHold } from "../../core/booking/index.ts";
import { type BotContext, clientOf } from "../context.ts";
import type { Words } from "../texts.ts";
import { heldUntil, type VisitTime, visitTime } from "../visit.ts";
import { timeOfVisit } from "./summary.ts";

/** A time that is held for the client and waits for their word. */
export type WaitingHold = {
  readonly bookingId: string;
  readonly serviceName: string;
  readonly visit: VisitTime;
  readonly madeAt: Date;
  readonly until: Date;
};

/** What is held for this client now, if anything still is (PY-1: one hold at a time). */
export async function waitingHold(ctx: BotContext): Promise<WaitingHold | undefined> {
  const { app } = ctx.on;
  const { id: clientId, timeZone: clientZone } = clientOf(ctx);
  const hold = await currentHold(app.db, clientId);
  const until = hold?.heldUntil;
  if (hold?.state !== "held" || until === undefined || until <= app.clock.now()) return undefined;
  const { id: bookingId, serviceName, createdAt: madeAt } = hold;
  return { bookingId, serviceName, visit: timeOfVisit(hold, { clientZone }), madeAt, until };
}

/** What a sentence about it names. */
export const holdFacts = (words: Words, hold: WaitingHold) => ({
  service: hold.serviceName,
  when: visitTime(words, hold.visit),
  until: heldUntil(words, hold, hold.visit),
});
