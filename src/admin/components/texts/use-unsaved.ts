import { useCurrentAdmin } from "adminjs";
import React from "react";

/** What is typed and not saved, and what was saved when the typing began. */
export type Typed = { readonly value: string; readonly base: string };

/** All that is typed on the page and not saved, by what it is: `text:key`, `menu`, `page:slug`. */
export type Unsaved = {
  readonly all: Readonly<Record<string, Typed>>;
  /** Keeps what is typed; what is as it is saved is kept no longer. */
  readonly type: (name: string, value: string, saved: string) => void;
  readonly drop: (name: string) => void;
  /** The other's version was seen: what is typed stands against it from now on. */
  readonly accept: (name: string, saved: string) => void;
};

/** Kept with the browser's tab, for each person apart: another page, or a reload, loses nothing. */
export function useUnsaved(): Unsaved {
  const [user] = useCurrentAdmin();
  const place = `okoshko.unsaved.${String((user as { id?: unknown } | null)?.id ?? "")}`;
  const [all, setAll] = React.useState(() => read(place));
  const change = (turn: (before: Readonly<Record<string, Typed>>) => Record<string, Typed>) =>
    setAll((before) => {
      const after = turn(before);
      write(place, after);
      return after;
    });
  const drop = (name: string) =>
    change((before) => Object.fromEntries(Object.entries(before).filter(([one]) => one !== name)));
  return {
    all,
    drop,
    type: (name, value, saved) => {
      if (value === saved) drop(name);
      else change((before) => ({ ...before, [name]: { value, base: before[name]?.base ?? saved } }));
    },
    accept: (name, saved) =>
      change((before) => {
        const typed = before[name];
        return typed === undefined ? { ...before } : { ...before, [name]: { ...typed, base: saved } };
      }),
  };
}

function read(place: string): Readonly<Record<string, Typed>> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, Typed] => isTyped(entry[1])),
    );
  } catch {
    return {};
  }
}

const isTyped = (given: unknown): given is Typed =>
  typeof given === "object" &&
  given !== null &&
  "value" in given &&
  "base" in given &&
  typeof given.value === "string" &&
  typeof given.base === "string";

/** A browser without such a place keeps what is typed only until it leaves the page. */
function write(place: string, all: Readonly<Record<string, Typed>>): void {
  try {
    if (Object.keys(all).length === 0) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, JSON.stringify(all));
  } catch {}
}
