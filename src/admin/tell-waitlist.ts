import { findWaitlistEntry, hoursText, wishDaysText } from "../core/booking/index.ts";
import type { Params, Telling } from "./table-list.ts";

/** Days and hours of each wish in words: the table has them as dates and minutes. */
export async function tellWaitlist(rows: readonly Params[], { app }: Telling): Promise<readonly Params[]> {
  return Promise.all(
    rows.map(async ({ id }) => {
      const entry = await findWaitlistEntry(app.db, String(id));
      if (entry === undefined) return {};
      const when = wishDaysText(entry.days);
      const href = `resources/Booking/records/${entry.takenBookingId}/show`;
      const booking = entry.takenBookingId === undefined ? [] : [{ text: "Открыть запись", href }];
      return {
        booking,
        when,
        hours: hoursText(entry),
        wish: `${entry.clientName}: ${entry.serviceName}, ${when}`,
      };
    }),
  );
}
