import { useTranslation } from "adminjs";
import React from "react";
import { useLocation } from "react-router-dom";

/** What the business is called: AdminJS's own title of every page. */
let business: string | undefined;
let place = "";
/** Whose or what page it is, where the place alone does not say it: the last one that was named. */
let things: readonly string[] = [];

function show(): void {
  business ??= document.title.trim() || "Окошко";
  const page = things.at(-1) ?? place;
  document.title = page === "" ? business : `${page} — ${business}`;
}

/** Names the browser's tab, and its history, by the page: «Календарь — Салон». Asked for once, above all pages. */
export function usePlaceTitle(): void {
  const { pathname } = useLocation();
  const { translatePage, translateLabel } = useTranslation();
  const [, what = "", id = ""] = /^\/admin\/(pages|resources)\/([^/]+)/.exec(pathname) ?? [];
  const name =
    what === "pages" ? translatePage(id) : what === "resources" ? translateLabel(id, id) : "Сегодня";
  React.useEffect(() => {
    place = name;
    show();
  }, [name]);
}

/** Names it by what the page is about, while the page is there: a client's name, a booking's number. */
export function useThingTitle(name: string | undefined): void {
  React.useEffect(() => {
    if (name === undefined || name === "") return;
    things = [...things, name];
    show();
    return () => {
      const at = things.lastIndexOf(name);
      things = things.filter((_, index) => index !== at);
      show();
    };
  }, [name]);
}
