import type { BookingView } from "../../core/booking/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { formatChange, formatWhole, type Points, worth } from "../../core/kernel/points.ts";
import { lines } from "../screen.ts";
import type { Words } from "../texts.ts";
import { type VisitTime, visitTime } from "../visit.ts";

export type Place = { readonly address: string; readonly clientZone: Zone | undefined };

/** What, when, with whom: the head of every message about a booking. */
export const visitLines = (words: Words, booking: BookingView, place: Place): string =>
  lines(
    words.t("booking-what", { service: booking.serviceName }),
    words.t("booking-when", { when: visitTime(words, timeOfVisit(booking, place)) }),
    words.t("booking-who", { specialist: booking.specialistName }),
    whereLine(words, booking, place),
  );

function whereLine(words: Words, booking: BookingView, place: Place): string | undefined {
  if (booking.serviceKind === "online") return words.t("booking-online");
  return place.address === "" ? undefined : words.t("booking-where", { address: place.address });
}

export const timeOfVisit = (
  booking: Pick<BookingView, "startsAt" | "serviceKind">,
  place: { readonly clientZone?: Zone | undefined },
): VisitTime => ({
  startsAt: booking.startsAt,
  isOnline: booking.serviceKind === "online",
  clientZone: place.clientZone,
});

/**
 * What it costs and why: price, each discount, points, now, on the spot, what the visit will earn.
 *
 * @source PR-6
 */
export function priceLines(words: Words, booking: BookingView, rebook?: Points): string {
  const isSum = booking.discount === booking.hotDiscount + booking.friendDiscount;
  const showsHot = booking.hotDiscount > 0 && (isSum || !booking.hasFriendDiscount);
  const showsFriend = booking.friendDiscount > 0 && booking.hasFriendDiscount;
  return lines(
    words.t("price-list", { amount: formatRubles(booking.listPrice) }),
    showsHot ? words.t("price-hot", { amount: formatRubles(booking.hotDiscount) }) : undefined,
    showsFriend ? words.t("price-friend", { amount: formatRubles(booking.friendDiscount) }) : undefined,
    booking.discount > 0 ? words.t("price-total", { amount: formatRubles(booking.price) }) : undefined,
    booking.points > 0 ? words.t("price-points", { amount: formatRubles(worth(booking.points)) }) : undefined,
    "",
    booking.payNow > 0
      ? words.t("pay-now", { amount: formatRubles(booking.payNow) })
      : words.t("pay-nothing"),
    booking.onSpot > 0 ? words.t("pay-on-spot", { amount: formatRubles(booking.onSpot) }) : undefined,
    booking.willEarn > 0 ? words.t("will-earn", { points: pointsText(words, booking.willEarn) }) : undefined,
    rebookLine(words, rebook),
  );
}

/** What a quick rebooking will earn more, where it earns anything (EP-2). */
export const rebookLine = (words: Words, rebook: Points | undefined): string | undefined =>
  rebook === undefined || rebook === 0
    ? undefined
    : words.t("points-upcoming-rebook", { points: pointsText(words, rebook) });

/** Points with their word: `−1 250 баллов`. */
export const pointsText = (words: Words, count: number): string =>
  words.c("points", { count, amount: formatWhole(count) });

/** A change of points with their word: what is added has its sign, too. */
export const changeText = (words: Words, count: number): string =>
  words.c("points", { count, amount: formatChange(count) });
