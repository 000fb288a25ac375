import type { CardLine, CardPart } from "./view.ts";

/** Which lines of whose part: one more than are shown is read, to know whether there are others. */
export type PartAsked = {
  readonly clientId: string;
  readonly rowsMax: number;
  readonly offset: number;
};

export const LINES_FIRST = 5;
export const LINES_MORE = 20;
/** Nobody turns over more of somebody's past than this. */
export const OFFSET_MAX = 5_000;

/** The lines that were asked for, and where the next ones begin. */
export function partOf(found: readonly CardLine[], { rowsMax, offset }: PartAsked): CardPart {
  const shown = rowsMax - 1;
  return { lines: found.slice(0, shown), next: found.length > shown ? offset + shown : undefined };
}

/** What there is to say, with dots between. */
export const joined = (parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== "").join(" · ");
