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
import type { ClientRow, EntryRow, ReviewRow } from "./people.ts";
import type { OfferRow, VisitRow } from "./visits.ts";

/** What the statements answered, a row by day and by what else they count. */
export type Rows = {
  readonly visits: readonly VisitRow[];
  readonly offers: readonly OfferRow[];
  readonly money: readonly MoneyRow[];
  readonly entries: readonly EntryRow[];
  readonly invited: readonly { readonly day: number; readonly invited: number }[];
  readonly reviews: readonly ReviewRow[];
};

/** Which days of the rows are meant, and what does not add up by day. */
export type Part = {
  readonly first: number;
  readonly names: readonly LocalDay[];
  readonly came: ClientRow;
  readonly specialists: readonly { readonly id: string; readonly name: string }[];
};

/** Adds the rows of some days up: together, by day and by specialist. */
export function addUp(
  rows: Rows,
  { first, names, came, specialists }: Part,
): {
  readonly totals: Totals;
  readonly days: readonly DayFigures[];
  readonly specialists: readonly SpecialistFigures[];
} {
  const mine = mapRows(rows, ({ day }) => day >= first && day < first + names.length);
  const ofDay = byKey(mine, ({ day }) => day);
  const ofSpecialist = byKey({ ...mine, money: [] }, (row) =>
    "specialistId" in row ? row.specialistId : "",
  );
  return {
    totals: {
      ...visitFigures(mine.visits),
      ...offerFigures(mine.offers),
      ...moneyFigures(mine.money),
      ...came,
      ...pointFigures(mine.entries),
      ...friendFigures(mine),
      ...reviewFigures(mine.reviews),
      hot: hotFigures(mine),
    },
    days: names.map((day, place) => {
      const own = ofDay(first + place);
      return { day, ...visitFigures(own.visits), ...offerFigures(own.offers), ...moneyFigures(own.money) };
    }),
    specialists: specialists.flatMap((one) => {
      const own = ofSpecialist(one.id);
      if (own.visits.length + own.offers.length + own.reviews.length === 0) return [];
      return {
        ...one,
        ...visitFigures(own.visits),
        ...offerFigures(own.offers),
        ...reviewFigures(own.reviews),
      };
    }),
  };
}

type AnyRow = { readonly day: number } & Partial<Pick<VisitRow, "specialistId">>;

const mapRows = (rows: Rows, keep: (row: AnyRow) => boolean): Rows => ({
  visits: rows.visits.filter(keep),
  offers: rows.offers.filter(keep),
  money: rows.money.filter(keep),
  entries: rows.entries.filter(keep),
  invited: rows.invited.filter(keep),
  reviews: rows.reviews.filter(keep),
});

/** Puts rows in heaps once, so that a year of days is not searched a year of times. */
function byKey<Key>(
  rows: Rows,
  keyOf: (row: AnyRow) => Key,
): (key: Key) => Pick<Rows, "visits" | "offers" | "money" | "reviews"> {
  const visits = Map.groupBy(rows.visits, keyOf);
  const offers = Map.groupBy(rows.offers, keyOf);
  const money = Map.groupBy(rows.money, keyOf);
  const reviews = Map.groupBy(rows.reviews, keyOf);
  return (key) => ({
    visits: visits.get(key) ?? [],
    offers: offers.get(key) ?? [],
    money: money.get(key) ?? [],
    reviews: reviews.get(key) ?? [],
  });
}

const sumOf = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

const visitFigures = (rows: readonly VisitRow[]): VisitFigures => ({
  visits: sumOf(rows, (row) => row.visits),
  noShows: sumOf(rows, (row) => row.noShows),
  lateCancels: sumOf(rows, (row) => row.lateCancels),
  priceKopecks: kopecks(sumOf(rows, (row) => row.priceKopecks)),
  bookedMinutes: sumOf(rows, (row) => row.bookedMinutes),
});

const offerFigures = (rows: readonly OfferRow[]): OfferFigures => ({
  offeredMinutes: sumOf(rows, (row) => row.offeredMinutes),
});

const moneyFigures = (rows: readonly MoneyRow[]) => ({
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
function pointFigures(rows: readonly EntryRow[]): PointFigures {
  const of = (kinds: ReadonlySet<string>): number =>
    sumOf(rows, (row) => (kinds.has(row.kind) ? row.points : 0));
  return {
    issued: points(of(ISSUED)),
    redeemed: points(0 - of(REDEEMED)),
    penalties: points(0 - of(PENALTIES)),
  };
}

function friendFigures({ entries, invited }: Rows): FriendFigures {
  const given = entries.filter(({ kind }) => kind === "referral");
  const taken = entries.filter(({ kind }) => kind === "referral_reversal");
  return {
    invited: sumOf(invited, (row) => row.invited),
    rewards: sumOf(given, (row) => row.entries) - sumOf(taken, (row) => row.entries),
    rewardPoints: points(sumOf([...given, ...taken], (row) => row.points)),
  };
}

function reviewFigures(rows: readonly ReviewRow[]): ReviewFigures {
  const reviews = sumOf(rows, (row) => row.reviews);
  const stars = sumOf(rows, (row) => row.stars);
  return { reviews, averageRating: reviews === 0 ? undefined : stars / reviews };
}

const hotFigures = ({ visits, offers }: Rows): HotFigures => ({
  offered: sumOf(offers, (row) => row.hotOffered),
  offeredMinutes: sumOf(offers, (row) => row.hotOfferedMinutes),
  bookedMinutes: sumOf(visits, (row) => row.hotBookedMinutes),
  visits: sumOf(visits, (row) => row.hotVisits),
  savedKopecks: kopecks(sumOf(visits, (row) => row.hotPriceKopecks)),
  discountKopecks: kopecks(sumOf(visits, (row) => row.hotDiscountKopecks)),
});
