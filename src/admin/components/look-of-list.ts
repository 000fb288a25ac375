import type { ListView } from "../table-list.ts";

const nameOf = ({ filter }: ListView): string => `filters.${filter}`;

/** The look at a list where one is: who asked for nothing sees the first, who filters by something else all of it. */
export function lookOf(views: readonly ListView[], query: URLSearchParams): ListView | undefined {
  const isFiltered = [...query.keys()].some((name) => name.startsWith("filters."));
  const asked = views.find((view) => query.get(nameOf(view)) === view.value);
  return asked ?? (isFiltered ? (views.find(({ value }) => value === "all") ?? views.at(-1)) : views[0]);
}

/** Where a look is one press away: the other filters stay, the page and the order are its own. */
export function addressOfLook(view: ListView, query: URLSearchParams): string {
  const next = new URLSearchParams(query);
  for (const name of ["page", "sortBy", "direction"]) next.delete(name);
  next.set(nameOf(view), view.value);
  return `?${next}`;
}

/** Whether something is asked for beside one of the looks. */
export const isNarrowed = (views: readonly ListView[], query: URLSearchParams): boolean =>
  [...query.keys()].some(
    (name) => name.startsWith("filters.") && !views.some((view) => nameOf(view) === name),
  );
