import { minutesAfter } from "../../kernel/instant.ts";

export const LOGIN_LIMIT = {
  /** How far back failures count, in minutes. */
  windowMinutes: 15,
  /** Failures for one account from anywhere, and from one address for any account. */
  failuresPerAccountMax: 5,
  failuresPerAddressMax: 30,
} as const;

/**
 * When the next try to enter the panel is allowed; undefined when it is allowed now.
 *
 * @param failures moments of failed tries since the account's last success, any order
 */
export function nextLoginAt(
  failures: { readonly ofAccount: readonly Date[]; readonly ofAddress: readonly Date[] },
  now: Date,
): Date | undefined {
  const moments = [
    freeAgainAt(failures.ofAccount, LOGIN_LIMIT.failuresPerAccountMax),
    freeAgainAt(failures.ofAddress, LOGIN_LIMIT.failuresPerAddressMax),
  ].filter((moment) => moment !== undefined && moment > now);
  return moments.sort((a, b) => Number(b) - Number(a))[0];
}

/** The moment from which fewer than `max` failures lie within the window. */
function freeAgainAt(failures: readonly Date[], max: number): Date | undefined {
  const newestFirst = [...failures].sort((a, b) => b.getTime() - a.getTime());
  const deciding = newestFirst[max - 1];
  return deciding && minutesAfter(deciding, LOGIN_LIMIT.windowMinutes);
}
