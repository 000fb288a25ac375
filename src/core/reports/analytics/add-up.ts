import type { LocalDay } from "../../kernel/local-day.ts";
import { kopecks } from "../../kernel/money.ts";
import { points } from "../../kernel/points.ts";
import type {
  DayFigures,
  FriendFigures,
  HotFigures,
  OfferFigures,
  PointFigures,
  ReviewFigures,
  SpecialistFigures,
  Totals,
  VisitFigures,
} from "./model.ts";
import type { MoneyRow } from "./money.ts";
import type { ClientRow, EntryRow, ReviewCounts, ReviewRow } from "./people.ts";
import type {
  HotOfferCounts,
  HotVisitCounts,
  OfDay,
  OfferCounts,
  OfferRow,
  OfSpecialist,
  VisitCounts,
  VisitRow,
} from "./visits.ts";

/** What is counted of some stretch, whoever and whatever days it is of. */
type Counted = {
  readonly visits: readonly VisitCounts[];
  readonly hotVisits: readonly HotVisitCounts[];
  readonly offers: readonly OfferCounts[];
  readonly hotOffers: readonly HotOfferCounts[];
  readonly money: readonly Omit<MoneyRow, "day">[];
  readonly entries: readonly Omit<EntryRow, "day">[];
  readonly invited: readonly { readonly invited: number }[];
  readonly reviews: readonly ReviewCounts[];
};

/** What the statements answered, by day. */
export type Rows = {
  readonly visits: readonly VisitRow[];
  readonly offers: readonly OfferRow[];
  readonly money: readonly MoneyRow[];
  readonly entries: readonly EntryRow[];
  readonly invited: readonly (OfDay & { readonly invited: number })[];
  readonly reviews: readonly ReviewRow[];
};

/** What they answered of all the days together, by specialist. */
export type SpecialistRows = {
  readonly visits: readonly (OfSpecialist & VisitCounts)[];
  readonly offers: readonly (OfSpecialist & OfferCounts)[];
  readonly reviews: readonly (OfSpecialist & ReviewCounts)[];
};

/** What they answered of hot windows, by specialist: only some ask for it. */
export type HotSpecialistRows = {
  readonly hotVisits: readonly (OfSpecialist & HotVisitCounts)[];
  readonly hotOffers: readonly (OfSpecialist & HotOfferCounts)[];
};

/** Which days of the rows are meant, and what does not add up by day. */
export type Part = { readonly first: number; readonly names: readonly LocalDay[]; readonly came: ClientRow };

/** Adds the rows of some days up: together and by day. */
export function addUp(
  rows: Rows,
  { first, names, came }: Part,
): { readonly totals: Totals; readonly days: readonly DayFigures[] } {
  const mine = mapRows(rows, ({ day }) => day >= first && day < first + names.length);
  const ofDay = byDay(mine);
  return {
    totals: totalsOfRows({ ...mine, hotVisits: mine.visits, hotOffers: mine.offers }, came),
    days: names.map((day, place) => {
      const own = ofDay(first + place);
      return { day, ...visitFigures(own.visits), ...offerFigures(own.offers), ...moneyFigures(own.money) };
    }),
  };
}

/** The figures of whoever had anything, in the order of the names. */
export function figuresBySpecialist(
  rows: SpecialistRows,
  names: readonly { readonly id: string; readonly name: string }[],
): readonly SpecialistFigures[] {
  return names.flatMap((one) => {
    const own = rowsOfSpecialist({ ...rows, ...NO_HOT }, one.id);
    if (own === undefined) return [];
    return [
      { ...one, ...visitFigures(own.visits), ...offerFigures(own.offers), ...reviewFigures(own.reviews) },
    ];
  });
}

const NO_HOT: HotSpecialistRows = { hotVisits: [], hotOffers: [] };

/** What is one specialist's; undefined when there is nothing. */
export function rowsOfSpecialist(rows: SpecialistRows & HotSpecialistRows, id: string): Counted | undefined {
  const isOwn = ({ specialistId }: OfSpecialist): boolean => specialistId === id;
  const own = {
    visits: rows.visits.filter(isOwn),
    hotVisits: rows.hotVisits.filter(isOwn),
    offers: rows.offers.filter(isOwn),
    hotOffers: rows.hotOffers.filter(isOwn),
    reviews: rows.reviews.filter(isOwn),
    ...{ money: [], entries: [], invited: [] },
  };
  return own.visits.length + own.offers.length + own.reviews.length === 0 ? undefined : own;
}

/** Everything that is counted, together. */
export const totalsOfRows = (rows: Counted, came: ClientRow): Totals => ({
  ...visitFigures(rows.visits),
  ...offerFigures(rows.offers),
  ...moneyFigures(rows.money),
  ...came,
  ...pointFigures(rows.entries),
  ...friendFigures(rows),
  ...reviewFigures(rows.reviews),
  hot: hotFigures(rows),
});

const mapRows = (rows: Rows, keep: (row: OfDay) => boolean): Rows => ({
  visits: rows.visits.filter(keep),
  offers: rows.offers.filter(keep),
  money: rows.money.filter(keep),
  entries: rows.entries.filter(keep),
  invited: rows.invited.filter(keep),
  reviews: rows.reviews.filter(keep),
});

/** Puts rows in heaps once, so that a year of days is not searched a year of times. */
function byDay(rows: Rows): (day: number) => Pick<Rows, "visits" | "offers" | "money"> {
  const visits = Map.groupBy(rows.visits, ({ day }) => day);
  const offers = Map.groupBy(rows.offers, ({ day }) => day);
  const money = Map.groupBy(rows.money, ({ day }) => day);
  return (day) => ({
    visits: visits.get(day) ?? [],
    offers: offers.get(day) ?? [],
    money: money.get(day) ?? [],
  });
}

const sumOf = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

const visitFigures = (rows: readonly VisitCounts[]): VisitFigures => ({
  visits: sumOf(rows, (row) => row.visits),
  noShows: sumOf(rows, (row) => row.noShows),
  lateCancels: sumOf(rows, (row) => row.lateCancels),
  priceKopecks: kopecks(sumOf(rows, (row) => row.priceKopecks)),
  bookedMinutes: sumOf(rows, (row) => row.bookedMinutes),
});

const offerFigures = (rows: readonly OfferCounts[]): OfferFigures => ({
  offeredMinutes: sumOf(rows, (row) => row.offeredMinutes),
});

const moneyFigures = (rows: Counted["money"]) => ({
  revenueKopecks: kopecks(sumOf(rows, (row) => row.revenueKopecks)),
  tipsKopecks: kopecks(sumOf(rows, (row) => row.tipsKopecks)),
});

const ISSUED: ReadonlySet<string> = new Set([
  ...["accrual", "accrual_reversal", "rebook", "rebook_reversal", "referral", "referral_reversal"],
  ...["refund_reversal", "refund_reversal_return", "adjustment"],
]);
const REDEEMED: ReadonlySet<string> = new Set(["redemption", "redemption_return"]);
const PENALTIES: ReadonlySet<string> = new Set(["penalty", "penalty_reversal"]);

/** Entries of a merge (PE-4) carry points from one account of a person to the other: neither issued nor spent. */
function pointFigures(rows: Counted["entries"]): PointFigures {
  const of = (kinds: ReadonlySet<string>): number =>
    sumOf(rows, (row) => (kinds.has(row.kind) ? row.points : 0));
  return {
    issued: points(of(ISSUED)),
    redeemed: points(0 - of(REDEEMED)),
    penalties: points(0 - of(PENALTIES)),
  };
}

function friendFigures({ entries, invited }: Counted): FriendFigures {
  const given = entries.filter(({ kind }) => kind === "referral");
  const taken = entries.filter(({ kind }) => kind === "referral_reversal");
  return {
    invited: sumOf(invited, (row) => row.invited),
    rewards: sumOf(given, (row) => row.entries) - sumOf(taken, (row) => row.entries),
    rewardPoints: points(sumOf([...given, ...taken], (row) => row.points)),
  };
}

function reviewFigures(rows: readonly ReviewCounts[]): ReviewFigures {
  const reviews = sumOf(rows, (row) => row.reviews);
  const stars = sumOf(rows, (row) => row.stars);
  return { reviews, averageRating: reviews === 0 ? undefined : stars / reviews };
}

const hotFigures = ({ hotVisits, hotOffers }: Counted): HotFigures => ({
  offered: sumOf(hotOffers, (row) => row.hotOffered),
  offeredMinutes: sumOf(hotOffers, (row) => row.hotOfferedMinutes),
  bookedMinutes: sumOf(hotVisits, (row) => row.hotBookedMinutes),
  visits: sumOf(hotVisits, (row) => row.hotVisits),
  savedKopecks: kopecks(sumOf(hotVisits, (row) => row.hotPriceKopecks)),
  discountKopecks: kopecks(sumOf(hotVisits, (row) => row.hotDiscountKopecks)),
});
