import type { App } from "../core/app.ts";
import { daysAfter } from "../core/kernel/instant.ts";
import { formatRubles } from "../core/kernel/money.ts";
import { listUnpaidVisits, sumUnpaidVisits } from "../core/reports/index.ts";
import { isManager, type PanelUser } from "./access.ts";
import type { Where } from "./prisma-filter.ts";

/** Visits that took place and were not paid on the spot, for the first page. */
export type UnpaidView = { readonly visits: number; readonly owed: string; readonly href: string };

/** Who looks after payments looks back so far; of older visits the money's page tells, by any period. */
const DAYS_BACK = 90;

const lately = ({ clock }: App) => {
  const to = clock.now();
  return { from: daysAfter(to, -DAYS_BACK), to };
};

/** A client's unpaid visits that the list of them shows. */
export const listUnpaidLately = (app: App, clientId: string) =>
  listUnpaidVisits(app.db, { ...lately(app), clientId });

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** How many visits of the last 90 days are not paid; a specialist's own only (PE-3). Undefined: all are paid. */
export async function unpaidFor(app: App, user: PanelUser): Promise<UnpaidView | undefined> {
  const whose = isManager(user) ? {} : { specialistId: user.specialistId ?? NOBODY };
  const { visits, owed } = await sumUnpaidVisits(app.db, { ...lately(app), ...whose });
  if (visits === 0) return undefined;
  return {
    visits,
    owed: `${formatRubles(owed)} за ${DAYS_BACK} дней`,
    href: "resources/Booking?filters.unpaid=true",
  };
}

/** The bookings of those visits, or all the others; undefined: neither was asked for. */
export const unpaidOnly = (value: string, app: App): Promise<Where> | undefined => {
  if (value !== "true" && value !== "false") return undefined;
  return listUnpaidVisits(app.db, lately(app)).then((visits) => {
    const ids = { in: visits.map(({ bookingId }) => bookingId) };
    return value === "true" ? { id: ids } : { NOT: { id: ids } };
  });
};
