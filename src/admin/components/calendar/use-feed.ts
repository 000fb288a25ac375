import { ApiClient } from "adminjs";
import React from "react";
import type { Feed, Refusal, Unchanged } from "../../pages/calendar/model.ts";
import { statusOf } from "../everywhere/told-already.ts";

const api = new ApiClient();

/** How often it is asked whether anything has changed, and how seldom at most while the server does not answer. */
const ASK_MS = 1_200;
const ASK_SELDOM_MS = 15_000;
/** One unanswered question is no trouble yet. */
const MISSES_MAX = 1;

export type Asked = { readonly view: string; readonly date: string; readonly specialists: string };

/** `lost`: the server is away; `signedOut`: it does not know the browser any more; otherwise what it refused. */
export type Trouble = { readonly kind: "lost" | "signedOut" | "refused"; readonly text: string };

const LOST: Trouble = {
  kind: "lost",
  text: "Нет связи с сервером. Показываем то, что было; как только связь вернётся, календарь обновится сам.",
};
const SIGNED_OUT: Trouble = { kind: "signedOut", text: "Вы вышли из панели." };

/** What the calendar shows, kept fresh: asked again and again while somebody looks at it. */
export function useFeed(asked: Asked): {
  readonly feed: Feed | undefined;
  readonly trouble: Trouble | undefined;
  readonly refresh: () => void;
} {
  const [feed, setFeed] = React.useState<Feed>();
  const [trouble, setTrouble] = React.useState<Trouble>();
  const askNow = React.useRef<() => void>(() => undefined);
  const { view, date, specialists } = asked;

  React.useEffect(() => {
    let isOver = false;
    let isAsking = false;
    let isAskedAgain = false;
    let misses = 0;
    let revision = "";
    let timer: ReturnType<typeof setTimeout> | undefined;

    const later = () => {
      clearTimeout(timer);
      if (isOver || document.visibilityState === "hidden") return;
      timer = setTimeout(ask, Math.min(ASK_MS * 2 ** misses, ASK_SELDOM_MS));
    };
    const take = (answer: Feed | Unchanged | Refusal) => {
      if ("refused" in answer) return setTrouble({ kind: "refused", text: answer.refused });
      revision = answer.revision;
      setTrouble(undefined);
      setFeed((before) => {
        if (!("unchanged" in answer)) return answer;
        return before === undefined || before.now === answer.now ? before : { ...before, now: answer.now };
      });
    };
    const ask = async () => {
      clearTimeout(timer);
      if (isAsking) {
        isAskedAgain = true;
        return;
      }
      isAsking = true;
      isAskedAgain = false;
      try {
        const params = { view, date, specialists, revision };
        const { data } = await api.getPage({ pageName: "calendar", params });
        if (isOver) return;
        misses = 0;
        take(data as unknown as Feed | Unchanged | Refusal);
      } catch (error) {
        if (isOver) return;
        misses += 1;
        if (statusOf(error) === 401) setTrouble(SIGNED_OUT);
        else if (misses > MISSES_MAX) setTrouble(LOST);
      } finally {
        isAsking = false;
        if (isAskedAgain) ask();
        else later();
      }
    };
    const onSight = () => {
      if (document.visibilityState === "visible") ask();
      else clearTimeout(timer);
    };
    askNow.current = ask;
    document.addEventListener("visibilitychange", onSight);
    window.addEventListener("online", onSight);
    ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onSight);
      window.removeEventListener("online", onSight);
    };
  }, [view, date, specialists]);

  const refresh = React.useCallback(() => askNow.current(), []);
  return { feed, trouble, refresh };
}
