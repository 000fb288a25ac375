/**
 * Loyalty: points. Every change of a balance is one ledger entry, the balance is their sum, kept by the database
 * (EP-5); points for a booking are held, then posted or released (PT-3); rules say how many may be spent (PT-1, PT-2),
 * what a visit earns (EP-1, EP-2), what a penalty takes (CX-5). Which booking it is about is not known here.
 */

export {
  type Adjustment,
  adjustMany,
  findAdjustments,
  findBalances,
  findWithEntries,
} from "./adjust-many.ts";
export {
  type AdjustPointsInput,
  type AdjustPointsRefusal,
  adjustPoints,
  balanceOf,
  POINTS_MAX,
  REASON_MAX,
} from "./adjust-points.ts";
export { burnPoints, hasBroughtReward, movePoints } from "./change-owner.ts";
export { chargePenalty, penaltyCharged, penaltyFor } from "./charge-penalty.ts";
export { earnPoints, rebookEarned, undoMark } from "./earn-points.ts";
export { findBalance, listPointEntries } from "./ledger.ts";
export type { Balance, PointEntry, PointKind } from "./model.ts";
export { holdPoints, postPoints, releasePoints, returnPoints } from "./point-hold.ts";
export { rewardInviter } from "./reward-inviter.ts";
export { type EarningTerms, earnedPoints, quickRebookingUntil } from "./rules/earning.ts";
export { isInvitingOn } from "./rules/referral.ts";
export { type SpendingLimit, spendingLimit } from "./rules/spending.ts";
export { standingRewards } from "./standing-rewards.ts";
export { takeBackShare, takenBackOf } from "./take-back.ts";
export { isPointKind, POINT_KIND_WORDS, pointWord } from "./words.ts";
