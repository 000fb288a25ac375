import type { Command } from "commander";
import type { App } from "../core/app.ts";
import type { Deed } from "./desk.ts";
import type { Reply } from "./output.ts";

/** What a command has done so far, for whoever never gets its answer. */
export type DeedKeeper = {
  /** The same product, watched. */
  readonly watched: (app: App) => App;
  /** Undefined: nothing is done. */
  readonly deedOf: (command: Command | undefined, reply: Pick<Reply, "json" | "isDeed">) => Deed | undefined;
};

/**
 * Watches whether a command writes, and under which id: the one that was given, or the first that it made, if its answer
 * names it.
 */
export function keepDeed(): DeedKeeper {
  const made: string[] = [];
  let hasWritten = false;
  const watched = (app: App): App => ({
    ...app,
    db: {
      ...app.db,
      onWritten: () => {
        hasWritten = true;
      },
    },
    newId: () => {
      const id = app.newId();
      made.push(id);
      return id;
    },
  });
  const deedOf: DeedKeeper["deedOf"] = (command, { json, isDeed }) => {
    if (!hasWritten && isDeed !== true) return undefined;
    const isRepeatable = command?.options.some(({ long }) => long === "--id") === true;
    const answer = JSON.stringify(json) ?? "";
    const given: unknown = command?.opts().id;
    const id = typeof given === "string" ? given : made.find((one) => answer.includes(one));
    if (id === undefined) return { id, hint: "" };
    return {
      id,
      hint: isRepeatable
        ? ` Повторите с --id ${id}: второй раз ничего не изменится, а ответ придёт.`
        : ` Это id ${id}.`,
    };
  };
  return { watched, deedOf };
}
