import type { App } from "../app.ts";
import { type Points, points } from "../kernel/points.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
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

/** What the last mark of a visit did, and what of an earlier one it undid: as the client was told. */
export type ToldMark = MarkEffect & Undone;

/** Reads that off the message which was written with the mark; undefined of a visit that nobody marked. @source MS-8 */
export async function toldOfMark(
  via: Queryable,
  { id, marks }: Pick<Booking, "id" | "marks">,
): Promise<ToldMark | undefined> {
  const keys = MARK_KINDS.map((kind) => `${kind}:${id}:${marks}`);
  const row = await via.first<{ payload: Readonly<Record<string, unknown>> }>(
    sql`SELECT payload FROM outbox WHERE key = ANY(${keys}::text[])`,
  );
  if (row === undefined) return undefined;
  const { payload } = row;
  const amount = (name: string): Points => points(Number(payload[name] ?? 0));
  const { blockedUntilMs: ms } = payload;
  return {
    earned: amount("earned"),
    rebook: amount("rebook"),
    penalty: amount("penalty"),
    blockedUntil: typeof ms === "number" ? new Date(ms) : undefined,
    earnedTakenBack: amount("earnedTakenBack"),
    penaltyBack: amount("penaltyBack"),
    isBlockLifted: payload.isBlockLifted === true,
  };
}

const MARK_KINDS = ["visit_completed", "no_show_marked", "mark_corrected"] as const;
