import { readFileSync } from "node:fs";

/**
 * How often a message may have arrived without our knowing: its sender died before the attempt was over, or after
 * Telegram's answer and before our commit; or Telegram's answer was lost.
 */
export type Unsure = { readonly byKill: number; readonly byLoss: number };

/** @param path the file in which workers note `begin` and the outcome of each attempt, in order */
export function readJournal(path: string): ReadonlyMap<string, Unsure> {
  const attempts = new Map<string, string[]>();
  for (const line of readFileSync(path, "utf8").split("\n").filter(Boolean)) {
    const [what = "", id = ""] = line.split(" ");
    attempts.set(id, [...(attempts.get(id) ?? []), what]);
  }
  return new Map([...attempts].map(([id, events]) => [id, unsureOf(events)]));
}

function unsureOf(events: readonly string[]): Unsure {
  let [byKill, byLoss] = [0, 0];
  for (const [index, event] of events.entries()) {
    const next = events[index + 1];
    const wasCutOff = event === "begin" && (next === undefined || next === "begin");
    const wasForgotten = event === "sent" && next === "begin";
    if (wasCutOff || wasForgotten) byKill += 1;
    if (event === "unknown") byLoss += 1;
  }
  return { byKill, byLoss };
}
