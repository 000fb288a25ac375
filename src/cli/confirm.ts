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
 */
export async function confirmed(
  { io }: Desk,
  { yes }: YesFlag,
  what: string,
): Promise<Outcome<null, "not_confirmed">> {
  if (yes === true) return done(null);
  const answer = await io.ask?.(`${what} Продолжить? (да/нет) `);
  return answer !== undefined && YES.test(answer.trim()) ? done(null) : refuse("not_confirmed", { what });
}

const YES = /^(да|д|yes|y)$/i;
