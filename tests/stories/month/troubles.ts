import type { Chance } from "../../simulation/chance.ts";

/** What goes wrong with Telegram, by how often; `after`: the message arrived, and only the answer is lost. */
const TROUBLES: readonly (readonly [weight: number, trouble: Readonly<Record<string, unknown>>])[] = [
  [3, { error_code: 429, retry_after: 0 }],
  [3, { error_code: 429, retry_after: 20 }],
  [4, { error_code: 500 }],
  [2, { error_code: 502, body: "html" }],
  [4, { reset: true }],
  [8, { slow_ms: 60 }],
  [4, { slow_ms: 250 }],
  [2, { reset: true, when: "after" }],
  [1, { error_code: 500, when: "after" }],
];
const METHODS = ["sendMessage", "sendMessage", "sendMessage", "sendDocument", "deleteMessage"] as const;

export type Trouble = Readonly<Record<string, unknown>>;

export const makeTrouble = (chance: Chance): Trouble => ({
  method: chance.pick(METHODS),
  times: 1,
  ...chance.weighted(TROUBLES),
});

/** Whether it makes a message arrive without anybody knowing. */
export const losesAnswer = ({ when, method }: Trouble): boolean =>
  when === "after" && method !== "deleteMessage";
