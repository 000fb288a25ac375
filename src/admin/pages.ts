import { ACCOUNT_PAGE } from "./pages/account/page.ts";
import { SETUP_PAGE } from "./pages/setup/page.ts";
import type { PanelPage } from "./panel-page.ts";

/** The panel's own pages, in the order of the menu; they stand above its lists. */
export const PAGES: readonly PanelPage[] = [SETUP_PAGE, ACCOUNT_PAGE];
