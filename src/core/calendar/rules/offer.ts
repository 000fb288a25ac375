import { MINUTE_MS, minutesAfter } from "../../kernel/instant.ts";
import type { SlotKind } from "../model.ts";

/** The part of a slot that decides whether a service fits. */
export type OfferedSlot = {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly kind: SlotKind;
  readonly discountPercent: number | undefined;
};

export type OfferTerms = {
  readonly serviceKind: "in_person" | "online";
  readonly durationMinutes: number;
  /** Minutes before the start at which a start is no longer bookable; hot ones have none (SL-4). */
  readonly minLeadMinutes: number;
  /** With payments off hot starts are not offered (PY-2). */
  readonly isHotOffered: boolean;
  /** What a hot slot without a percentage of its own has (PR-2): two slots chain when they cost alike. */
  readonly hotPercent: number;
  readonly now: Date;
  /** Since when a start counts although it has begun, and any that is ahead without a lead; none for clients (SL-4). */
  readonly begunSince?: Date | undefined;
};

type Reach = Pick<OfferTerms, "minLeadMinutes" | "now" | "begunSince">;

/** The kinds of slots that a service takes (SL-2). */
export const kindsFor = (serviceKind: "in_person" | "online", isHotOffered: boolean): readonly SlotKind[] =>
  serviceKind === "online" ? ["online"] : isHotOffered ? ["regular", "hot"] : ["regular"];

/**
 * Whether a free slot lies far enough ahead to begin a booking: strictly later than now and the lead time; for whom what
 * has begun counts too, from that moment on, itself included.
 *
 * @source SL-4
 */
export const isInReach = (slot: Pick<OfferedSlot, "startsAt" | "kind">, terms: Reach): boolean =>
  slot.startsAt.getTime() > outOfReachMs(slot.kind, terms);

/** The last moment that is too early for a start. */
const outOfReachMs = (kind: SlotKind, { minLeadMinutes, now, begunSince }: Reach): number =>
  begunSince === undefined
    ? minutesAfter(now, kind === "hot" ? 0 : minLeadMinutes).getTime()
    : begunSince.getTime() - 1;

/**
 * Finds where a service can begin among one specialist's free slots.
 *
 * A start is a slot from which adjacent ones (end = next start) of the same kind and percentage cover the
 * duration. A start that is too near is no start, but may still be the middle of nothing: chains only go forward.
 *
 * @param slots free slots of one specialist, in order of their starts
 * @returns for each start the index of its first slot and how many slots its chain has
 * @source SL-2 SL-4
 */
export function fittingChains(
  slots: readonly OfferedSlot[],
  terms: OfferTerms,
): readonly { readonly first: number; readonly count: number }[] {
  const kinds = kindsFor(terms.serviceKind, terms.isHotOffered);
  const afterMsByKind = new Map(kinds.map((kind) => [kind, outOfReachMs(kind, terms)]));
  const chains: { first: number; count: number }[] = [];
  slots.forEach((slot, first) => {
    const afterMs = afterMsByKind.get(slot.kind);
    if (afterMs === undefined || slot.startsAt.getTime() <= afterMs) return;
    const count = chainLength(slots, first, terms);
    if (count !== undefined) chains.push({ first, count });
  });
  return chains;
}

function chainLength(
  slots: readonly OfferedSlot[],
  first: number,
  { durationMinutes, hotPercent }: Pick<OfferTerms, "durationMinutes" | "hotPercent">,
): number | undefined {
  const start = slots[first];
  if (start === undefined) return undefined;
  const coveredAtMs = start.startsAt.getTime() + durationMinutes * MINUTE_MS;
  let last = start;
  let count = 1;
  while (last.endsAt.getTime() < coveredAtMs) {
    const next = slots[first + count];
    if (next === undefined || !continues(last, next, hotPercent)) return undefined;
    last = next;
    count += 1;
  }
  return count;
}

const continues = (slot: OfferedSlot, next: OfferedSlot, hotPercent: number): boolean =>
  next.startsAt.getTime() === slot.endsAt.getTime() &&
  next.kind === slot.kind &&
  (next.discountPercent ?? hotPercent) === (slot.discountPercent ?? hotPercent);
