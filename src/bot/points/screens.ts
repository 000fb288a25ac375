import type { BookingView, NextEarning } from "../../core/booking/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import type { PointEntry, PointKind } from "../../core/loyalty/index.ts";
import { changeText, pointsText, rebookLine, timeOfVisit } from "../book-visit/summary.ts";
import { startBooking, toPointEntries, toPoints } from "../buttons.ts";
import { dateOf, firstName, momentOf } from "../format.ts";
import { rebookOfferLine } from "../messages/mark-screens.ts";
import { pageRow, toMenuButton } from "../navigation.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { visitTime } from "../visit.ts";

export const ENTRIES_PER_PAGE = 10;

export const ENTRY_TEXTS = {
  redemption: "entry-redemption",
  redemption_return: "entry-redemption-return",
  accrual: "entry-accrual",
  accrual_reversal: "entry-accrual-reversal",
  rebook: "entry-rebook",
  rebook_reversal: "entry-rebook-reversal",
  referral: "entry-referral",
  referral_reversal: "entry-referral-reversal",
  penalty: "entry-penalty",
  penalty_reversal: "entry-penalty-reversal",
  refund_reversal: "entry-refund-reversal",
  refund_reversal_return: "entry-refund-reversal-return",
  adjustment: "entry-adjustment",
  merge: "entry-merge",
} as const satisfies Record<PointKind, string>;

export type PointsFacts = {
  readonly balance: number;
  readonly held: number;
  readonly nextRedemptionAt: Date | undefined;
  readonly accrualPercent: number;
  readonly maxSharePercent: number;
  /** The bookings that points are set aside for. */
  readonly heldFor?: readonly BookingView[];
  /** What the next visit will earn; nothing is said without it. */
  readonly next?: NextEarning | undefined;
  /** The client's own zone, if they chose one. */
  readonly clientZone?: Zone | undefined;
};

export function pointsBalanceScreen(words: Words, facts: PointsFacts): Screen {
  const { balance, held, nextRedemptionAt, heldFor = [], accrualPercent: percent } = facts;
  const canSpend = balance - held > 0;
  return {
    text: lines(
      words.t("points-title", { points: formatWhole(balance) }),
      ...(heldFor.length > 0
        ? heldFor.map((booking) => heldLine(words, booking))
        : [held > 0 ? words.t("points-held", { points: pointsText(words, held) }) : undefined]),
      balance < 0 ? words.t("points-debt") : undefined,
      nextRedemptionAt
        ? words.t("points-next", { moment: momentOf(nextRedemptionAt, words.zone) })
        : canSpend
          ? words.t("points-now")
          : undefined,
      "",
      ...nextLines(words, facts.next, facts.clientZone),
      "",
      percent > 0 ? words.t("points-how-earned", { percent }) : undefined,
      words.t("points-how", { share: facts.maxSharePercent }),
    ),
    buttons: [
      [button(words.c("button-entries"), toPointEntries.pack({ page: 0 }))],
      [button(words.c("button-book"), startBooking.pack({ range: "all" }), "success")],
      [toMenuButton(words)],
    ],
  };
}

const heldLine = (words: Words, booking: BookingView): string =>
  words.t("points-held-for", {
    points: pointsText(words, booking.points),
    number: String(booking.number),
    service: booking.serviceName,
    when: momentOf(booking.startsAt, words.zone),
  });

/** What the booking ahead will earn, or what one made soon would earn more (EP-1, EP-2). */
function nextLines(
  words: Words,
  next: NextEarning | undefined,
  clientZone: Zone | undefined,
): readonly (string | undefined)[] {
  if (next === undefined) return [];
  const { upcoming } = next;
  if (upcoming === undefined) return [rebookOfferLine(words, next, clientZone)];
  const { booking, rebook } = upcoming;
  const when = visitTime(words, timeOfVisit(booking, { clientZone }));
  const visit = { service: booking.serviceName, when };
  return [
    booking.willEarn > 0
      ? words.t("points-upcoming", { ...visit, points: pointsText(words, booking.willEarn) })
      : undefined,
    rebookLine(words, rebook),
  ];
}

export function entriesScreen(
  words: Words,
  facts: { readonly page: number; readonly entries: readonly PointEntry[]; readonly hasMore: boolean },
): Screen {
  const { page, entries, hasMore } = facts;
  return {
    text:
      entries.length === 0
        ? words.t("entries-none")
        : lines(words.t("entries-title"), "", ...entries.map((entry) => entryLine(words, entry))),
    buttons: [
      ...pageRow(words, {
        page,
        hasMore,
        to: (to) => toPointEntries.pack({ page: to }),
      }),
      [button(words.c("button-back"), toPoints.pack({})), toMenuButton(words)],
    ],
  };
}

/** Which visit an entry is about, so that nobody has to remember numbers. */
function visitOf(words: Words, { bookingNumber, visit }: PointEntry): string {
  if (bookingNumber === undefined || visit === undefined) return "";
  return words.c("entry-booking", {
    number: String(bookingNumber),
    service: visit.serviceName,
    date: dateOf(visit.startsAt, words.zone),
  });
}

function entryLine(words: Words, entry: PointEntry): string {
  const { visit, friendName, reason } = entry;
  const what = words.c(ENTRY_TEXTS[entry.kind], {
    booking: visitOf(words, entry),
    state: visit?.state ?? "none",
    friend: friendName === undefined ? "none" : firstName(friendName),
    reason: reason === undefined || reason === "" ? "none" : reason,
  });
  return `${words.t("entry-line", {
    date: dateOf(entry.createdAt, words.zone),
    amount: changeText(words, entry.points),
    what,
  })}; ${words.t("entry-balance", { points: pointsText(words, entry.balanceAfter) })}`;
}
