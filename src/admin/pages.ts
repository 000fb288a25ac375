import { ACCOUNT_PAGE } from "./pages/account/page.ts";
import { ANALYTICS } from "./pages/analytics/analytics-page.ts";
import { CALENDAR } from "./pages/calendar/page.ts";
import { CLIENT_PAGE } from "./pages/client/client-page.ts";
import { EXPORTS_PAGE } from "./pages/exports/page.ts";
import { FINANCE_PAGE } from "./pages/finance/page.ts";
import { IMPORT_PAGE } from "./pages/import/page.ts";
import { SETUP_PAGE } from "./pages/setup/page.ts";
import { textsPage } from "./pages/texts/page.ts";
import type { PanelPage } from "./panel-page.ts";

/** The panel's own pages, in the order of the menu; they stand above its lists. */
export const PAGES: readonly PanelPage[] = [
  CALENDAR,
  CLIENT_PAGE,
  FINANCE_PAGE,
  ANALYTICS,
  EXPORTS_PAGE,
  IMPORT_PAGE,
  textsPage,
  SETUP_PAGE,
  ACCOUNT_PAGE,
];
