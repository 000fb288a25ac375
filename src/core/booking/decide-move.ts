import type { App } from "../app.ts";
import { overlaps } from "../kernel/interval.ts";
import { present } from "../kernel/invariant.ts";
import { type Kopecks, NOTHING } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { NO_POINTS, points } from "../kernel/points.ts";
import { paidOnline } from "../payments/index.ts";
import { type Client, covers, findClient, type Scope, scopeOf } from "../people/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import { type ClientFacts, findClientFacts } from "./client-facts.ts";
import {
  chargedEnding,
  type EndingProblem,
  endingProblem,
  judgeEnding,
  type MovedBy,
} from "./judge-ending.ts";
import type { Booking, CancellationConsequence } from "./model.ts";
import { busyClient, ownSlotProblem } from "./own-calendar.ts";
import { type PricedTerms, type PriceStartRefusal, priceStart } from "./price-start.ts";
import { type AdmissionRefusal, admitBooking } from "./rules/admission.ts";
import { type MovePlan, planMove } from "./rules/rescheduling.ts";

/** Which booking is moved, and to which start. */
export type WantedMove = {
  readonly replacesId: string;
  readonly serviceId: string;
  /** The slot at which the new visit begins. */
  readonly slotId: string;
  readonly by: MovedBy;
};

export type RescheduleBookingRefusal =
  | AdmissionRefusal
  | PriceStartRefusal
  | EndingProblem
  | "same_start"
  | "not_your_booking"
  | "not_your_slot"
  | "reason_missing"
  | "consequence_changed";

export type DecidedMove = {
  readonly priced: PricedTerms;
  readonly plan: MovePlan;
  /** Online, for the old visit. */
  readonly paid: Kopecks;
  /** What giving the old visit up brings and costs; when all is carried over, nothing. */
  readonly consequence: CancellationConsequence;
  /** The hold that is given up for this move, if the client has one. */
  readonly givenUpId: string | undefined;
};

/** Why a booking cannot be moved there, if it cannot: it cannot be ended, or it is there already (CX-7). */
export function moveProblem(
  old: Booking | undefined,
  wanted: WantedMove,
  now: Date,
): RescheduleBookingRefusal | undefined {
  const problem = endingProblem(old, wanted.by, now);
  if (problem !== undefined || old === undefined) return problem ?? "unknown_booking";
  const isSame = old.serviceId === wanted.serviceId && old.slotIds[0] === wanted.slotId;
  return isSame ? "same_start" : undefined;
}

/**
 * Why somebody may not move a booking there, whatever stands there, if they may not: a specialist moves their own, to their
 * own slots. Whose booking a client may move is told with what else ends it (`endingProblem`).
 *
 * @source PE-3
 */
export async function ownMoveProblem(
  tx: Tx,
  old: Booking | undefined,
  { by, slotId }: WantedMove,
): Promise<"not_your_booking" | "not_your_slot" | undefined> {
  const scope = await moverScope(tx, by);
  if (old !== undefined && !covers(scope, old.specialistId)) return "not_your_booking";
  return ownSlotProblem(tx, { scope, slotId });
}

const moverScope = (tx: Tx, by: MovedBy): Promise<Scope> | Scope =>
  by.kind === "business" ? scopeOf(tx, by.actor) : "everybody";

/**
 * Decides what moving a booking would be, within a transaction that has locked its client and the booking: the new
 * start held still and priced, the client admitted to it, the payment planned, the consequence told.
 *
 * The old booking's slots and discount count as free; it stands neither in the way nor in the number of bookings.
 *
 * @source CX-7 SL-7 PR-3
 */
export async function decideMove(
  app: App,
  tx: Tx,
  old: Booking,
  wanted: WantedMove,
): Promise<Outcome<DecidedMove, RescheduleBookingRefusal>> {
  const now = app.clock.now();
  const client = present(await findClient(tx, old.clientId), "the client of a booking");
  const standing = await findClientFacts(tx, old.clientId, now);
  const hold = holdInTheWay(standing, old.id, wanted.by);
  if (hold?.state === "confirming") return refuse("payment_being_confirmed");

  const { serviceId, slotId, by } = wanted;
  const isLeadTimeKept = by.kind === "client";
  const asked = { serviceId, slotId, standing, exceptBookingId: hold?.id, replaced: old, isLeadTimeKept };
  const priced = await priceStart(app, tx, asked, now);
  if (!priced.ok) return priced;
  const left = standing.live.filter((one) => one.id !== old.id && one.id !== hold?.id);
  const scope = await moverScope(tx, by);
  const admitted = admit(app, { client, standing: { ...standing, live: left }, by, scope }, priced.value);
  if (!admitted.ok) return admitted;

  const paid = await paidOnline(tx, old.id);
  const ended = judgeEnding(old, { by: by.kind, paid, endedAt: now });
  const plan = planMove(
    {
      by: by.kind,
      isLate: ended.isLate,
      isSameService: old.serviceId === serviceId,
      from: old,
      to: priced.value.terms,
      paid,
    },
    { maxSharePercent: priced.value.settings["points.maxSharePercent"] },
  );
  const consequence = plan.isAtOnce
    ? carriedOver(old, plan)
    : await chargedEnding(tx, old, ended, plan.points);
  return done({ priced: priced.value, plan, paid, consequence, givenUpId: hold?.id });
}

/** A client's own choice gives up the hold they have (PY-1); staff's takes the place of a move that was under way. */
const holdInTheWay = (standing: ClientFacts, oldId: string, by: MovedBy) =>
  standing.live.find(
    (one) =>
      one.state !== "confirmed" &&
      (one.replacesId === oldId || (by.kind === "client" && one.madeBy === "client")),
  );

/** Neither a block nor the number of bookings stands in the way of staff, as when they book (PY-8). */
function admit(
  app: App,
  {
    client,
    standing,
    by,
    scope,
  }: {
    readonly client: Client;
    readonly standing: ClientFacts;
    readonly by: MovedBy;
    readonly scope: Scope;
  },
  { start, settings }: PricedTerms,
): Outcome<null, AdmissionRefusal> {
  if (by.kind === "business") {
    const inTheWay = standing.live.find((one) => overlaps(one, start));
    return inTheWay === undefined ? done(null) : busyClient(inTheWay, scope);
  }
  return admitBooking(
    {
      ...standing,
      visit: start,
      isHot: start.kind === "hot",
      isVip: client.isVip,
      liveBookings: standing.live,
      arePaymentsOn: app.payments !== undefined,
      now: app.clock.now(),
    },
    { upcomingMax: settings["booking.maxUpcoming"] },
  );
}

/** What a move at once comes to: nothing is kept and nothing charged, what the new visit does not take comes back. */
const carriedOver = (old: Booking, plan: MovePlan): CancellationConsequence => ({
  isLate: false,
  refund: plan.excess,
  kept: NOTHING,
  pointsBack: points(Math.max(old.points - plan.points, 0)),
  penalty: NO_POINTS,
});
