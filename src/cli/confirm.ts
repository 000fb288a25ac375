import type { Command } from "commander";
import { done, type Outcome, refuse } from "../core/kernel/outcome.ts";
import type { Desk } from "./desk.ts";

/** The flag of what cannot be undone, for scripts; a person at a terminal is asked instead. */
export type YesFlag = { readonly yes?: true | undefined };

/** @param deed continues «да, …» */
export const withYes = (command: Command, deed: string): Command =>
  command.option("--yes", `да, ${deed}: в терминале без флага спросит, в скрипте откажет`);

/**
 * Goes on with what cannot be undone only when the operator said so: by the flag, or when asked at the terminal.
 *
 * @param what is about to happen, in whole sentences
 * @param rehearse what would come of it, found out with `rehearsed`: nobody is asked about what would be refused
 */
export async function confirmed<R extends string = never>(
  desk: Desk,
  flags: YesFlag,
  what: string,
  rehearse?: () => Promise<Outcome<unknown, R>>,
): Promise<Outcome<null, R | "not_confirmed">> {
  if (flags.yes !== true) {
    const found = await rehearse?.();
    if (found?.ok === false) return found;
  }
  return (await isSure(desk, flags, what)) ? done(null) : refuse("not_confirmed", { what });
}

/** The same for a command that says no in words of its own. */
export async function isSure({ io }: Pick<Desk, "io">, { yes }: YesFlag, what: string): Promise<boolean> {
  if (yes === true) return true;
  const answer = await io.ask?.(`${what} Продолжить? (да/нет) `);
  return answer !== undefined && YES.test(answer.trim());
}

const YES = /^(да|д|yes|y)$/i;
