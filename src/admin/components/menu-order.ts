const EVERYDAY_LISTS: readonly string[] = ["Client", "Booking"];
/** Where the menu's beginning is put: before the lists, so that the keyboard meets it as the eye does. */
export const FIRST_PLACE = "ok-menu-first";
const LAST_PAGES: readonly string[] = ["exports", "import", "account"];

/** A list that the menu begins with, beside the pages: it does not stand under a heading again. */
export const isEverydayList = (id: string): boolean => EVERYDAY_LISTS.includes(id);

/** A page that is opened once in a while: it stands below everything. */
export const isLast = (page: string): boolean => LAST_PAGES.includes(page);
