import { type BookingView, listBookings } from "../booking/index.ts";
import type { Queryable } from "../runtime/sql.ts";

export type AwaitedFilter = {
  /** When the hold was made. */
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly specialistId?: string | undefined;
  readonly serviceId?: string | undefined;
  readonly clientId?: string | undefined;
};

/** More holds than stand at once. */
const HOLDS_MAX = 500;

/**
 * Lists the holds of a stretch that wait for a client who has not opened a payment yet, the nearest start first: no
 * payment tells of them, for there is none before the client goes to pay. By the moment at which they were made.
 *
 * @source PY-1 PY-5
 */
export async function listAwaitedPayments(
  via: Queryable,
  { from, to, serviceId, ...whose }: AwaitedFilter,
): Promise<readonly BookingView[]> {
  const holds = await listBookings(via, { ...whose, states: ["held"], rowsMax: HOLDS_MAX });
  return holds.filter(
    ({ createdAt, serviceId: of, openPayment }) =>
      openPayment === undefined && createdAt >= from && createdAt < to && (serviceId ?? of) === of,
  );
}
