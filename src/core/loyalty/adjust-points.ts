import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { points } from "../kernel/points.ts";
import { lockKnownClient } from "../people/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { appendEntry, findBalance, findEntry } from "./ledger.ts";
import type { Balance } from "./model.ts";
import { nextRedemptionAt } from "./rules/spending.ts";

export type AdjustPointsInput = {
  /** Chosen by the caller and kept across retries: the same id is the same adjustment. */
  readonly entryId: string;
  readonly clientId: string;
  /** To add, or below zero to take. */
  readonly points: number;
  readonly reason: string;
  /** A debt is meant: without it nothing is taken that is not there. */
  readonly mayOwe?: boolean | undefined;
  readonly actor: Actor;
};

export type AdjustPointsRefusal =
  | "unknown_client"
  | "points_zero"
  | "points_out_of_range"
  | "points_below_zero"
  | "reason_missing"
  | "entry_is_another";

/** The most that one adjustment adds or takes. */
export const POINTS_MAX = 1_000_000;
export const REASON_MAX = 300;
/** The same id for two clients at the same moment: neither saw the other's entry. */
const CONFLICTS = { point_entries_pkey: "entry_is_another" } as const;

/**
 * Changes a client's points by hand, with a reason.
 *
 * A penalty may make a debt, a slip of the hand may not: below zero only where `mayOwe` says so; exactly zero is none.
 * Safe to repeat with the same `entryId`: the second call changes nothing. The client sees the entry
 * with its reason in the bot.
 *
 * @source EP-5 UN-2
 */
export async function adjustPoints(
  app: App,
  input: AdjustPointsInput,
): Promise<Outcome<Balance, AdjustPointsRefusal>> {
  const reason = input.reason.trim().slice(0, REASON_MAX);
  if (reason === "") return refuse("reason_missing");
  if (input.points === 0) return refuse("points_zero");
  if (!Number.isInteger(input.points) || Math.abs(input.points) > POINTS_MAX) {
    return refuse("points_out_of_range", { given: input.points, max: POINTS_MAX });
  }
  const { entryId: id, actor } = input;
  const now = app.clock.now();

  return inTransaction<Balance, AdjustPointsRefusal>(app.db, CONFLICTS, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const clientId = client.id;
    const earlier = await findEntry(tx, id);
    if (earlier) {
      const isSame = earlier.clientId === clientId && earlier.points === input.points;
      return isSame ? done(await findBalance(tx, clientId)) : refuse("entry_is_another");
    }

    const amount = points(input.points);
    const { balance } = await findBalance(tx, clientId);
    if (amount < 0 && balance + amount < 0 && input.mayOwe !== true)
      return refuse("points_below_zero", { given: amount, balance, after: balance + amount });
    await appendEntry(
      tx,
      { id, clientId, points: amount, kind: "adjustment", reason, staffId: staffIdOf(actor) },
      now,
    );
    const subject = { subjectKind: "client", subjectId: clientId };
    await recordAudit(
      tx,
      { actor, action: "adjust_points", ...subject, reason, change: { points: amount } },
      now,
    );
    return done(await findBalance(tx, clientId));
  });
}

/** A client's points, and when they may redeem next; `undefined`: nothing but the amount stands in the way (PT-2). */
export async function balanceOf(
  via: Queryable,
  { clientId, now }: { readonly clientId: string; readonly now: Date },
): Promise<Balance & { readonly nextRedemptionAt: Date | undefined }> {
  const balance = await findBalance(via, clientId);
  const settings = await loadSettings(via);
  const possibleAt = nextRedemptionAt(balance.lastRedemptionAt, {
    redeemEveryDays: settings["points.redeemEveryDays"],
  });
  return {
    ...balance,
    nextRedemptionAt: possibleAt !== undefined && possibleAt > now ? possibleAt : undefined,
  };
}
