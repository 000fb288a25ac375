import type { BookingView } from "../../core/booking/index.ts";
import { formatRubles, type Kopecks, kopecks } from "../../core/kernel/money.ts";
import type { Message } from "../../core/notifications/index.ts";
import { type Place, pointsText, visitLines } from "../book-visit/summary.ts";
import { lines } from "../screen.ts";
import type { Words } from "../texts.ts";
import { visitTime } from "../visit.ts";

type Moved = Pick<BookingView, "serviceKind"> & {
  readonly replaces: Pick<NonNullable<BookingView["replaces"]>, "startsAt" | "specialistName"> | undefined;
};

/** Where a visit stood before it was moved; undefined when it never was. */
export function wasLine(words: Words, { replaces, serviceKind }: Moved, place: Place): string | undefined {
  if (replaces === undefined) return undefined;
  const visit = {
    startsAt: replaces.startsAt,
    isOnline: serviceKind === "online",
    clientZone: place.clientZone,
  };
  return words.t("moved-was", { when: visitTime(words, visit), specialist: replaces.specialistName });
}

/** What a move gave back and took, as its message says it; of what there is none nothing is said (CX-7). */
export function movedLines(words: Words, { payload }: Pick<Message, "payload">): string | undefined {
  const amountOf = (name: string): Kopecks => kopecks(Number(payload[name] ?? 0));
  const [refund, kept] = [amountOf("refundKopecks"), amountOf("keptKopecks")];
  const [pointsBack, penalty] = [Number(payload.pointsBack ?? 0), Number(payload.penalty ?? 0)];
  const refundKey = payload.by === "business" ? "moved-excess" : "moved-refund";
  const said = lines(
    refund > 0 ? words.t(refundKey, { amount: formatRubles(refund) }) : undefined,
    kept > 0 ? words.t("moved-kept", { amount: formatRubles(kept) }) : undefined,
    pointsBack > 0 ? words.t("moved-points-back", { points: pointsText(words, pointsBack) }) : undefined,
    penalty > 0 ? words.t("moved-penalty", { points: pointsText(words, penalty) }) : undefined,
  );
  return said === "" ? undefined : said;
}

/** For staff: whose visit, from when and whom to when and whom. */
export const movedForStaffText = (
  words: Words,
  facts: { readonly booking: BookingView; readonly place: Place; readonly isLate: boolean },
): string => {
  const { booking, place, isLate } = facts;
  return lines(
    words.t(isLate ? "staff-moved-late" : "staff-moved", { number: String(booking.number) }),
    "",
    words.t("staff-client-line", { name: booking.clientName }),
    wasLine(words, booking, place),
    visitLines(words, booking, place),
  );
};
