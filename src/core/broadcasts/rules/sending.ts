import type { BroadcastKind, BroadcastState } from "../model.ts";

/** What is true of a broadcast and its receiver at the moment of sending. */
export type SendingFacts = {
  readonly kind: BroadcastKind;
  readonly state: BroadcastState;
  /** MS-7's one switch. */
  readonly isMarketingOn: boolean;
  /** The client's latest word on marketing was yes (PE-1). */
  readonly hasConsent: boolean;
  readonly isErased: boolean;
};

/** Go; not now, because it may be wanted again; or never. */
export type SendingVerdict =
  | { readonly verdict: "send" }
  | { readonly verdict: "wait"; readonly reason: WaitReason }
  | { readonly verdict: "skip"; readonly reason: "client_erased" | "broadcast_cancelled" | "no_consent" };

type WaitReason = "broadcast_paused" | "marketing_off";

/** Why a message may have been put off: it goes out when the reason is gone. */
export const WAIT_REASONS: readonly WaitReason[] = ["broadcast_paused", "marketing_off"];

/** Whether only those who agreed to marketing get it, and only while the switch is on. */
export const needsConsent = (kind: BroadcastKind): boolean => kind !== "informational";

/**
 * Whether a broadcast's message goes out now, judged when it is about to: nothing of a marketing kind without consent or
 * with the switch off, nothing of a broadcast that is paused or cancelled.
 *
 * What a pause or the switch holds back waits, so that nobody is forgotten when it goes on; what a client or the owner
 * took back never goes out. Quiet hours are the outbox's own (MS-5).
 *
 * @source MS-3 MS-7
 */
export function judgeSending(facts: SendingFacts): SendingVerdict {
  if (facts.isErased) return { verdict: "skip", reason: "client_erased" };
  if (facts.state === "cancelled") return { verdict: "skip", reason: "broadcast_cancelled" };
  const isMarketing = needsConsent(facts.kind);
  if (isMarketing && !facts.hasConsent) return { verdict: "skip", reason: "no_consent" };
  if (isMarketing && !facts.isMarketingOn) return { verdict: "wait", reason: "marketing_off" };
  return facts.state === "running" ? { verdict: "send" } : { verdict: "wait", reason: "broadcast_paused" };
}
