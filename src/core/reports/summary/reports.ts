import type { SummaryName, SummaryReport } from "./model.ts";
import { bookings } from "./reports/bookings.ts";
import { clients } from "./reports/clients.ts";
import { hotWindows } from "./reports/hot-windows.ts";
import { loyalty } from "./reports/loyalty.ts";
import { messages } from "./reports/messages.ts";
import { occupancy } from "./reports/occupancy.ts";
import { referral } from "./reports/referral.ts";
import { reviews } from "./reports/reviews.ts";

/** What the rows say of a period, report by report: the same figures as the panel's, each with its unit. */
export const SUMMARIES: Readonly<Record<SummaryName, SummaryReport>> = {
  bookings,
  occupancy,
  clients,
  loyalty,
  referral,
  "hot-windows": hotWindows,
  reviews,
  messages,
};
