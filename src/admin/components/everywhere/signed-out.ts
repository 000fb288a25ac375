import { ApiClient } from "adminjs";
import { tell } from "./tell.ts";
import { isToldAlready, statusOf } from "./told-already.ts";

const ASKING = ["resourceAction", "recordAction", "bulkAction", "getDashboard", "getPage"] as const;
const SIGN_IN = "/admin/login";
/** The server takes no longer way back. */
const NEXT_MAX = 400;

type Options = { readonly data?: unknown; readonly method?: string };
type Asking = (this: unknown, options?: Options) => Promise<unknown>;

/**
 * Whatever a page asks the server: when the session is over it leads to signing in and back here, unless something that
 * was typed would be lost by that; then it says so and lets one sign in beside. What is not theirs any more, it says.
 */
export function noticeEndedSessions(): void {
  document.addEventListener("input", ({ target }) => {
    if (target instanceof Element && isWorthKeeping(target)) typed.add(target);
  });
  for (const name of ASKING) {
    const ask = ApiClient.prototype[name] as Asking;
    const watched: Asking = async function (options) {
      const isDoing = options?.data !== undefined || options?.method?.toLowerCase() === "post";
      try {
        const answer = await ask.call(this, options);
        if (isDoing) typed.clear();
        return answer;
      } catch (error) {
        if (statusOf(error) === 401 && leaveOrTell(isDoing)) return await FOREVER;
        if (isToldAlready(error)) tell(NOT_YOURS);
        throw error;
      }
    };
    Object.assign(ApiClient.prototype, { [name]: watched });
  }
}

/** While the browser goes to another page nobody is to read that the server did not answer. */
const FOREVER = new Promise<never>(() => undefined);

const NOT_YOURS = {
  title: "Это вам больше недоступно",
  text: "Ваши права в панели изменились. Обновите панель, и в меню останется то, что вам открыто.",
  way: { text: "Обновить панель", href: "/admin", isNewTab: false },
} as const;

const SIGNED_OUT = {
  title: "Вы вышли из панели",
  text: "То, что вы написали, осталось здесь. Войдите в новой вкладке, вернитесь сюда и повторите.",
  way: { text: "Войти в новой вкладке", href: SIGN_IN, isNewTab: true },
} as const;

const typed = new Set<Element>();
let isTold = false;
/** A page asks for several things at once; a second way to the sign-in page would break off the first. */
let isLeaving = false;
/** Who was asked by the browser and stayed is led there again later. */
const LEAVING_MS = 3_000;

/** @returns whether the browser is on its way to the sign-in page */
function leaveOrTell(isDoing: boolean): boolean {
  if ([...typed].some((field) => field.isConnected)) {
    // A page that asks by itself, again and again, says it once.
    if (isDoing || !isTold) tell(SIGNED_OUT);
    isTold = true;
    return false;
  }
  if (isLeaving) return true;
  isLeaving = true;
  setTimeout(() => {
    isLeaving = false;
  }, LEAVING_MS);
  const { pathname, search } = window.location;
  const here = `${pathname}${search}`;
  const next = here.length > NEXT_MAX ? pathname : here;
  window.location.assign(`${SIGN_IN}?next=${encodeURIComponent(next)}`);
  return true;
}

/** Words in a form or a dialog; neither a search nor a filter. */
const isWorthKeeping = (field: Element): boolean =>
  field.matches("textarea, form *, dialog *, [role=dialog] *") &&
  !field.matches("[type=search], .ok-drawer *, [role=search] *");
