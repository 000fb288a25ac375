import { DAY, HOUR, MINUTE, type Settings, type Terms } from "./state.ts";

/** The rulebook's sums and nothing else: every rounding and every boundary stands here once. */

/** UN-3: a percentage of money, down to a kopeck. */
const ofMoney = (kopecks: number, percent: number): number => Math.floor((kopecks * percent) / 100);
/** UN-3, UN-2: a percentage of money in points, down to a whole one. */
export const inPoints = (kopecks: number, percent: number): number =>
  Math.floor((kopecks * percent) / 100 / 100);

/** PR-1…PR-4. */
export function priced(
  what: { readonly list: number; readonly hotPercent: number | undefined; readonly isFriend: boolean },
  settings: Settings,
): Pick<Terms, "list" | "hotDiscount" | "friendDiscount" | "discount" | "price" | "hasFriend"> {
  const { list } = what;
  const hotDiscount = what.hotPercent === undefined ? 0 : ofMoney(list, what.hotPercent);
  const friendDiscount = what.isFriend ? ofMoney(list, settings["referral.friendPercent"]) : 0;
  const addUp = settings["discounts.stacking"] === "sum";
  const discount = addUp
    ? Math.min(list, hotDiscount + friendDiscount)
    : Math.max(hotDiscount, friendDiscount);
  const hasFriend = friendDiscount > 0 && (addUp || friendDiscount > hotDiscount);
  return { list, hotDiscount, friendDiscount, discount, price: list - discount, hasFriend };
}

/** PY-2: what is paid when booking, the rest on the spot. */
export function paidNow(
  terms: Pick<Terms, "price" | "policy" | "prepayment">,
  points: number,
  choice: "prepayment" | "all",
): { readonly payNow: number; readonly onSpot: number } {
  const left = terms.price - points * 100;
  const payNow =
    terms.policy === "onSite"
      ? 0
      : terms.policy === "full" || (terms.policy === "hot" && choice === "all")
        ? left
        : Math.min(terms.prepayment, left);
  return { payNow, onSpot: left - payNow };
}

/** PT-1, PT-2: the most that may be redeemed; `tooSoon` when it is nothing because of the last time. */
export function mostPoints(
  what: {
    readonly price: number;
    readonly cardAtLeast: number;
    readonly available: number;
    readonly lastMs: number | undefined;
    readonly nowMs: number;
  },
  settings: Settings,
): { readonly most: number; readonly isTooSoon: boolean } {
  const { price, cardAtLeast, available, lastMs, nowMs } = what;
  const isTooSoon = lastMs !== undefined && nowMs < lastMs + settings["points.redeemEveryDays"] * DAY;
  const share = Math.floor(ofMoney(price, settings["points.maxSharePercent"]) / 100);
  const aboveCard = Math.floor((price - cardAtLeast) / 100);
  const most = Math.max(0, Math.min(share, aboveCard, available));
  return { most: isTooSoon ? 0 : most, isTooSoon };
}

/** CX-1: fewer hours than agreed, and not within the grace after the confirmation. */
export function isLateToCancel(
  terms: Pick<Terms, "lateHours" | "graceMinutes">,
  when: { readonly nowMs: number; readonly startMs: number; readonly confirmedMs: number },
): boolean {
  const inGrace = when.nowMs <= when.confirmedMs + terms.graceMinutes * MINUTE && when.nowMs < when.startMs;
  return !inGrace && when.startMs - when.nowMs < terms.lateHours * HOUR;
}

/** CX-5. */
export const penaltyOf = (due: number, balance: number, mayOwe: boolean): number =>
  mayOwe ? due : Math.max(0, Math.min(due, balance));

/** EP-1: what the percentage is taken of. */
export const earningBase = (terms: Pick<Terms, "accrualBase" | "price">, points: number): number =>
  terms.accrualBase === "paid" ? terms.price - points * 100 : terms.price;

/** EP-2: after the visit had begun, and no later than so many days after its end, that moment included. */
export const isQuick = (
  bookedMs: number,
  previous: { readonly startMs: number; readonly endMs: number },
  days: number,
): boolean => bookedMs > previous.startMs && bookedMs <= previous.endMs + days * DAY;

/** EP-6: what the refunded share had earned, down to a whole point. */
export const earnedByShare = (earned: number, refunded: number, price: number): number =>
  price === 0 ? 0 : Math.floor((earned * Math.min(refunded, price)) / price);

/** UN-4: whether two moments lie on one calendar day of the business. */
export function isSameDay(oneMs: number, otherMs: number, timeZone: string): boolean {
  const { format } = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  return format(oneMs) === format(otherMs);
}

/** EP-4: the calendar month of the business. */
export function monthOf(ms: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
  }).formatToParts(ms);
  return parts.map((part) => part.value).join("");
}
