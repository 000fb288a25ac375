import type { BookingView, NextEarning } from "../../core/booking/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { type Place, pointsText, visitLines } from "../book-visit/summary.ts";
import { startBooking, toCalendar, toContacts, toPoints } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { momentOf } from "../format.ts";
import { type Button, button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { deadline } from "../visit.ts";
import { menuAnew } from "./composing.ts";

/** What a mark did, as the message about it carries it. */
export type MarkTold = {
  readonly mark: "completed" | "no_show";
  readonly earned: number;
  readonly rebook: number;
  readonly penalty: number;
  readonly blockedUntil: Date | undefined;
  readonly earnedTakenBack: number;
  readonly penaltyBack: number;
  readonly isBlockLifted: boolean;
};

type OfVisit = {
  readonly booking: BookingView;
  readonly place: Place;
  readonly told: MarkTold;
};

/** Thanks for a visit and what it earned (EP-1, EP-2, MS-8). */
export const visitCompletedScreen = (
  words: Words,
  { booking, place, told, next }: OfVisit & { readonly next: NextEarning },
): Screen => ({
  text: lines(
    words.t("sent-visit-completed"),
    "",
    visitLines(words, booking, place),
    "",
    earnedLines(words, told),
    rebookOfferLine(words, next, place.clientZone),
  ),
  buttons: [
    [again(words, booking)],
    [button(words.c("button-points"), anew(toPoints.pack({}))), menuAnew(words)],
  ],
});

/** What a correction of a mark changed, each change in a line (CX-8, MS-8). */
export function markCorrectedScreen(words: Words, { booking, place, told }: OfVisit): Screen {
  const isMissed = told.mark === "no_show";
  return {
    text: lines(
      words.t(isMissed ? "sent-corrected-missed" : "sent-corrected-came"),
      "",
      visitLines(words, booking, place),
      "",
      told.penaltyBack > 0
        ? words.t("corrected-penalty-back", { points: pointsText(words, told.penaltyBack) })
        : undefined,
      told.isBlockLifted ? words.t("corrected-block-lifted") : undefined,
      told.earnedTakenBack > 0
        ? words.t("corrected-earned-back", { points: pointsText(words, told.earnedTakenBack) })
        : undefined,
      earnedLines(words, told),
      missedLines(words, told),
      isMissed ? keptLine(words, booking) : undefined,
      isMissed ? words.t("no-show-mistake") : undefined,
    ),
    buttons: [[button(words.c("button-contact"), anew(toContacts.pack({})))], [menuAnew(words)]],
  };
}

/** The end of a block: the client may book again (CX-4). */
export const blockLiftedScreen = (words: Words): Screen => ({
  text: words.t("sent-block-lifted"),
  buttons: [
    [button(words.c("button-book"), anew(startBooking.pack({ range: "all" })), "success")],
    [menuAnew(words)],
  ],
});

/** A block by hand; the words are the refusal's, so that a later try to book says the same (CX-4). */
export const blockedScreen = (words: Words, sentence: string): Screen => ({
  text: sentence,
  buttons: [[button(words.c("button-contact"), anew(toContacts.pack({})))], [menuAnew(words)]],
});

/** A friend's first visit brought the inviter points (EP-4). */
export const friendCameScreen = (
  words: Words,
  { name, points }: { readonly name: string; readonly points: number },
): Screen => ({
  text: words.t("sent-friend-came", { name, points: pointsText(words, points) }),
  buttons: [[button(words.c("button-points"), anew(toPoints.pack({}))), menuAnew(words)]],
});

/** Until when a booking brings more points, if it still does (EP-2). */
export const rebookOfferLine = (
  words: Words,
  { rebookOffer }: NextEarning,
  clientZone: Zone | undefined,
): string | undefined =>
  rebookOffer &&
  words.t("rebook-offer", {
    until: deadline(words, rebookOffer.until, clientZone),
    percent: rebookOffer.percent,
  });

/** What a missed visit cost (CX-3, CX-4). */
export const missedLines = (
  words: Words,
  { penalty, blockedUntil }: Pick<MarkTold, "penalty" | "blockedUntil">,
): string | undefined =>
  joined(
    penalty > 0 ? words.t("no-show-penalty", { points: pointsText(words, penalty) }) : undefined,
    blockedUntil && words.t("no-show-blocked", { until: momentOf(blockedUntil, words.zone) }),
  );

/** What of a missed visit's payment stays paid, money and points (CX-3, CX-4). */
export function keptLine(words: Words, booking: BookingView): string | undefined {
  if (booking.paid === 0 && booking.points === 0) return undefined;
  const amount = formatRubles(booking.paid);
  const points = pointsText(words, booking.points);
  const whole = booking.points === 0 ? amount : points;
  const isBoth = booking.paid > 0 && booking.points > 0;
  return words.t("no-show-kept", { paid: isBoth ? words.c("paid-both", { amount, points }) : whole });
}

const earnedLines = (words: Words, { earned, rebook }: MarkTold): string | undefined =>
  joined(
    earned > 0 ? words.t("visit-earned", { points: pointsText(words, earned) }) : undefined,
    rebook > 0 ? words.t("visit-earned-rebook", { points: pointsText(words, rebook) }) : undefined,
  );

/** Lines, or no line at all. */
const joined = (...parts: readonly (string | undefined)[]): string | undefined =>
  lines(...parts) || undefined;

const again = (words: Words, { serviceId, specialistId }: BookingView): Button =>
  button(words.c("button-again"), anew(toCalendar.pack({ serviceId, specialistId })), "success");
