/** What a client says of one visit. */
export type Review = {
  readonly bookingId: string;
  readonly clientId: string;
  readonly specialistId: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly words: string;
  readonly createdAt: Date;
};

/** What of a specialist's reviews is told in one line. */
export type Rating = { readonly specialistId: string; readonly average: number; readonly reviews: number };
