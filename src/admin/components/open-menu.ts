/**
 * The menu's headings start closed in AdminJS; here they start open, until a person closes one, and the heading of the
 * page that is opened is always open.
 */
const KEY = "sidebarElements";
/** As `describe.ts` calls them: a test holds the two together. */
export const MENU_HEADINGS = ["Работа", "Люди", "Деньги", "Управление"];

type Listed = { readonly id?: string; readonly navigation?: { readonly name?: string | null } };

/** The heading that the page at an address stands under. */
function headingOf(pathname: string): string | undefined {
  const [, id] = /\/resources\/([^/]+)/.exec(pathname) ?? [];
  const { REDUX_STATE } = window as unknown as {
    readonly REDUX_STATE?: { readonly resources?: readonly Listed[] };
  };
  // A list that is off the menu stands under no heading.
  return REDUX_STATE?.resources?.find((one) => one.id === id)?.navigation?.name ?? undefined;
}

function keptMenu(): Readonly<Record<string, boolean>> {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Record<string, boolean>) : {};
  } catch {
    return {};
  }
}

/** Which headings are open when a page is: all that nobody closed, and the page's own. */
export function openedMenu(
  kept: Readonly<Record<string, boolean>>,
  current: string | undefined,
): Readonly<Record<string, boolean>> {
  const all = Object.fromEntries(MENU_HEADINGS.map((heading) => [heading, true]));
  return { ...all, ...kept, ...(current === undefined ? {} : { [current]: true }) };
}

try {
  const menu = openedMenu(keptMenu(), headingOf(window.location.pathname));
  window.localStorage.setItem(KEY, JSON.stringify(menu));
} catch {
  // A browser that keeps nothing shows the menu closed.
}
