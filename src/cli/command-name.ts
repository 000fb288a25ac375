import type { Io } from "./desk.ts";

/** How the product's sentences and examples call its command line: so it works from its folder, installed or not. */
export const COMMAND = "npm run -s cli --";

/** Says it as the operator has called it: `okoshko`, where that is installed. */
export function inOwnName({ env }: Pick<Io, "env">): (text: string) => string {
  const name = env.OKOSHKO_COMMAND;
  return (text) => (name === undefined ? text : text.replaceAll(COMMAND, name));
}
