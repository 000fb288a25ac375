import { type Queryable, sql } from "../runtime/sql.ts";

/** What a client said of a visit, with the names that go with it. */
export type ReviewView = {
  readonly bookingId: string;
  readonly bookingNumber: number;
  readonly clientId: string;
  readonly clientName: string;
  readonly specialistId: string;
  readonly specialistName: string;
  readonly serviceName: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly words: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
};

export type ReviewFilter = {
  /** Of no more stars than this. */
  readonly ratingMax?: number | undefined;
  readonly specialistId?: string | undefined;
  readonly rowsMax: number;
  readonly offset?: number | undefined;
};

/** Reviews, the latest first. @source MS-2 */
export const listReviews = (via: Queryable, filter: ReviewFilter): Promise<readonly ReviewView[]> =>
  via.many(sql`
    SELECT review.booking_id, booking.number AS booking_number, review.client_id, client.name AS client_name,
           review.specialist_id, specialist.name AS specialist_name, service.name AS service_name, review.rating,
           review.words, review.created_at, review.changed_at
    FROM reviews review JOIN bookings booking ON booking.id = review.booking_id
    JOIN clients client ON client.id = review.client_id
    JOIN specialists specialist ON specialist.id = review.specialist_id
    JOIN services service ON service.id = booking.service_id
    WHERE (${filter.ratingMax ?? null}::int IS NULL OR review.rating <= ${filter.ratingMax ?? null}::int)
      AND (${filter.specialistId ?? null}::uuid IS NULL OR review.specialist_id = ${filter.specialistId ?? null}::uuid)
    ORDER BY review.created_at DESC, review.booking_id LIMIT ${filter.rowsMax} OFFSET ${filter.offset ?? 0}`);
