import { CLIENT_PAGE } from "./pages/client/client-page.ts";
import type { PanelPage } from "./panel-page.ts";

/** The panel's own pages, in the order of the menu; they stand above its lists. */
export const PAGES: readonly PanelPage[] = [CLIENT_PAGE];
