import {
  type Kopecks,
  larger,
  minus,
  NOTHING,
  type Percent,
  percentDown,
  smaller,
  sum,
} from "../../kernel/money.ts";

export type PriceFacts = {
  /** The service's price, or the specialist's own for it (PR-1). */
  readonly listPrice: Kopecks;
  /** The hot slot's percentage; undefined on a slot that is not hot (PR-2). */
  readonly hotPercent: Percent | undefined;
  /** Whether this client's first visit is due to a friend's link, and no other live booking carries it (PR-3). */
  readonly isFriendFirstVisit: boolean;
};

export type PriceTerms = {
  readonly friendPercent: Percent;
  /** What happens when two discounts are due (PR-4). */
  readonly stacking: "best" | "sum";
};

/** `price + discount` is always exactly the list price. */
export type Price = {
  readonly listPrice: Kopecks;
  readonly hotDiscount: Kopecks;
  readonly friendDiscount: Kopecks;
  readonly discount: Kopecks;
  readonly price: Kopecks;
  /** Whether this booking uses up the friend's discount; a hot one that is larger leaves it for another time. */
  readonly hasFriendDiscount: boolean;
};

/** What was agreed on elsewhere, before there was a booking here: its price as it is, no discount. */
export const agreedPrice = (price: Kopecks): Price => ({
  listPrice: price,
  hotDiscount: NOTHING,
  friendDiscount: NOTHING,
  discount: NOTHING,
  price,
  hasFriendDiscount: false,
});

/**
 * Prices a booking: list price less the discount that applies.
 *
 * Percentages are of the list price and round down to a kopeck. With `best` the larger discount applies, and of
 * two equal ones the hot one, so that the client keeps the friend's; with `sum` both do, never beyond the price.
 *
 * @source PR-1 PR-2 PR-3 PR-4
 */
export function priceBooking(facts: PriceFacts, terms: PriceTerms): Price {
  const { listPrice } = facts;
  const hot = facts.hotPercent === undefined ? NOTHING : percentDown(listPrice, facts.hotPercent);
  const friend = facts.isFriendFirstVisit ? percentDown(listPrice, terms.friendPercent) : NOTHING;
  const isSum = terms.stacking === "sum";

  const discount = isSum ? smaller(sum(hot, friend), listPrice) : larger(hot, friend);
  const hasFriendDiscount = friend > 0 && (isSum || friend > hot);
  return {
    listPrice,
    hotDiscount: hot,
    friendDiscount: friend,
    discount,
    price: minus(listPrice, discount),
    hasFriendDiscount,
  };
}
