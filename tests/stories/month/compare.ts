import type { Seen } from "./chats.ts";
import { type Expected, isQuiet, momentText } from "./expected.ts";
import type { Unsure } from "./journal.ts";
import type { Life, Visit } from "./life.ts";

/** Of a message that the product promised: whom it is for, what it is about, and whether it may have arrived unnoticed. */
export type Promised = {
  readonly chat: number;
  readonly kind: string;
  readonly bookingId: string | null;
  readonly unsure: Unsure;
};

export type Comparison = {
  /** What is wrong, one line each. */
  readonly problems: readonly string[];
  /** Messages beyond the first of their kind, by why they may have come. */
  readonly duplicates: { readonly byKill: number; readonly byLoss: number };
};

const keyOf = ({ chat, what }: { readonly chat: number; readonly what: string }): string =>
  `${chat}: ${what}`;

/**
 * Holds what the chats hold against what they have to hold. Everything is exact but one thing: a message may stand
 * there once more for each time that its sender died at it, or that Telegram's answer was lost.
 */
export function compare(
  life: Life,
  {
    expected,
    seen,
    promised,
  }: {
    readonly expected: readonly Expected[];
    readonly seen: readonly Seen[];
    readonly promised: readonly Promised[];
  },
): Comparison {
  const arrived = Map.groupBy(seen, keyOf);
  const demanded = Map.groupBy(expected, keyOf);
  const problems = [
    ...expected.filter((one) => !arrived.has(keyOf(one))).map((one) => `missing ${keyOf(one)}`),
    ...seen.filter((one) => !demanded.has(keyOf(one))).map((one) => `not asked for ${keyOf(one)}`),
    ...expected.flatMap((one) => (arrived.get(keyOf(one)) ?? []).flatMap((it) => differences(life, one, it))),
    ...expected.flatMap((one) => standing(one, arrived.get(keyOf(one)) ?? [])),
  ];
  const { unexplained, duplicates } = duplicatesAmong(life, { demanded, seen, promised });
  return { problems: [...problems, ...unexplained], duplicates };
}

function differences(life: Life, expected: Expected, seen: Seen): string[] {
  const said = keyOf(expected);
  const { from, to } = expected;
  const problems: string[] = [];
  if (seen.step < from || seen.step > to)
    problems.push(`${said} came at step ${seen.step}, not ${from} to ${to}`);
  if (seen.isSilent !== expected.isSilent)
    problems.push(`${said} came ${seen.isSilent ? "silently" : "aloud"}`);
  if (expected.what.startsWith("review") && isQuiet(life, seen.step))
    problems.push(`${said} came in quiet hours`);
  return problems;
}

/** The older one is gone, the newest stands; what nobody knows of cannot be taken away. */
function standing(expected: Expected, seen: readonly Seen[]): string[] {
  const removed = seen.filter(({ isRemoved }) => isRemoved).length;
  const isRight = expected.isRemoved ? removed === 1 || removed === seen.length : removed === 0;
  return isRight ? [] : [`${keyOf(expected)}: ${removed} of ${seen.length} taken away`];
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  confirmed: ["booking_confirmed"],
  moved_by_client: ["booking_confirmed"],
  moved_by_staff: ["booking_moved"],
  cancelled: ["booking_cancelled", "staff_booking_cancelled"],
  new: ["staff_new_booking"],
  moved: ["staff_booking_moved"],
  low: ["staff_low_rating"],
  better: ["staff_rating_better"],
  reminder: ["reminder"],
  review: ["review_requested"],
  completed: ["visit_completed"],
  missed: ["no_show_marked"],
  said: ["message_from_staff", "staff_client_message"],
};

function duplicatesAmong(
  life: Life,
  {
    demanded,
    seen,
    promised,
  }: {
    readonly demanded: ReadonlyMap<string, readonly Expected[]>;
    readonly seen: readonly Seen[];
    readonly promised: readonly Promised[];
  },
): { readonly unexplained: readonly string[]; readonly duplicates: Comparison["duplicates"] } {
  const rows = Map.groupBy(promised, ({ chat, kind, bookingId }) => `${chat} ${kind} ${bookingId ?? ""}`);
  const bookings = new Map(
    life.visits.flatMap((visit) => namesOf(life, visit).map((name) => [name, visit.id])),
  );
  const bookingOf = (chat: number, what: string): string => {
    const [, about = "", ...rest] = what.split(" ");
    return bookings.get(about) ?? bookings.get([chat, about, ...rest].join(" ")) ?? "";
  };
  const unexplained: string[] = [];
  let [byKill, byLoss] = [0, 0];
  const groups = Map.groupBy(
    seen,
    ({ chat, what }) => `${chat} ${what.split(" ")[0]} ${bookingOf(chat, what)}`,
  );
  for (const [group, messages] of groups) {
    const distinct = new Set(messages.map(keyOf).filter((key) => demanded.has(key))).size;
    const spare = messages.length - distinct;
    if (spare <= 0) continue;
    const [chat, word = "", booking = ""] = group.split(" ");
    const theirs = (KINDS[word] ?? []).flatMap(
      (kind) => rows.get(`${chat} ${kind} ${booking}`) ?? rows.get(`${chat} ${kind} `) ?? [],
    );
    const killed = theirs.reduce((sum, { unsure }) => sum + unsure.byKill, 0);
    const lost = theirs.reduce((sum, { unsure }) => sum + unsure.byLoss, 0);
    if (spare > killed + lost) unexplained.push(`${group}: ${spare} too many, ${killed + lost} may be`);
    byKill += Math.min(spare, killed);
    byLoss += Math.max(0, spare - killed);
  }
  return { unexplained, duplicates: { byKill, byLoss } };
}

/** What messages call a visit by: its number, its id, or whose and when it is. */
const namesOf = (life: Life, { id, number, client, startsAtMs, ended }: Visit): readonly string[] => [
  ...[id, String(number)],
  ...(ended === undefined ? [`${client} ${momentText(startsAtMs, life.zone)}`] : []),
];
