import type { App } from "../app.ts";
import { daysAfter, minutesAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { LOGIN_LIMIT, nextLoginAt } from "./rules/login-limit.ts";

/** Whom a try is about, and where it comes from. */
export type Origin = { readonly account: string; readonly address: string };
export type Attempt = {
  readonly id: number;
  /** With this try, if it fails, the account is closed for a while. */
  readonly isLast: boolean;
};

/** Addresses are kept no longer than anybody would ask about them. */
const KEPT_DAYS = 30;

/** Writes a try down if the limit still allows one; tries of one account, or from one address, come one after another. */
export async function noteAttempt(
  app: App,
  { account, address }: Origin,
  now: Date,
): Promise<Outcome<Attempt, "too_many_attempts">> {
  return inTransaction<Attempt, "too_many_attempts">(app.db, {}, async (tx) => {
    for (const origin of [`account:${account}`, `address:${address}`])
      await tx.run(sql`SELECT pg_advisory_xact_lock(hashtextextended('login:' || ${origin}, 0))`);
    const failures = await recentFailures(tx, { account, address }, now);
    const retryAt = nextLoginAt(failures, now);
    if (retryAt !== undefined) return refuse("too_many_attempts", { retryAt });
    const attempt = await tx.first<{ id: number }>(sql`
      INSERT INTO login_attempts (account, address, is_success, attempted_at)
      VALUES (${account}, ${address}, false, ${now}) RETURNING id`);
    const isLast = failures.ofAccount.length + 1 >= LOGIN_LIMIT.failuresPerAccountMax;
    return done({ id: present(attempt, "the try just written down").id, isLast });
  });
}

/** The password was right: the failures before it count no more. What is old is forgotten on the way. */
export async function noteSuccess(tx: Tx, attemptId: number, now?: Date): Promise<void> {
  await tx.run(sql`UPDATE login_attempts SET is_success = true WHERE id = ${attemptId}`);
  if (now !== undefined)
    await tx.run(sql`DELETE FROM login_attempts WHERE attempted_at < ${daysAfter(now, -KEPT_DAYS)}`);
}

/** Where a try comes from that is made in the form that changes one's own password: it counts towards the limit too. */
export const originOfForm = (staffId: string): string => `${FORM}${staffId}`;
const FORM = "staff:";

/**
 * How often somebody failed to sign in as these accounts since a moment; those who never did are not in it. Slips in the
 * form that changes the password are no signing in, and failures before its success were about a password that is no more.
 */
export async function countFailures(
  via: Queryable,
  accounts: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await via.many<{ account: string; failures: number }>(sql`
    SELECT account, count(*) AS failures FROM login_attempts AS attempt
    WHERE account = ANY(${accounts}::text[]) AND NOT is_success AND attempted_at > ${since}
      AND NOT starts_with(address, ${FORM})
      AND NOT EXISTS (SELECT FROM login_attempts AS later
        WHERE later.account = attempt.account AND later.is_success AND later.attempted_at >= attempt.attempted_at
          AND starts_with(later.address, ${FORM}))
    GROUP BY account`);
  return new Map(rows.map(({ account, failures }) => [account, failures]));
}

/** Until when these accounts are closed to everybody after too many failures; those that are open are not in it. */
export async function listLocked(
  via: Queryable,
  accounts: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Date>> {
  const rows = await via.many<{ account: string; moments: readonly Date[] }>(sql`
    SELECT account, array_agg(attempted_at) AS moments FROM login_attempts AS attempt
    WHERE account = ANY(${accounts}::text[]) AND NOT is_success
      AND attempted_at > ${minutesAfter(now, -LOGIN_LIMIT.windowMinutes)}
      AND NOT EXISTS (SELECT FROM login_attempts AS later
        WHERE later.account = attempt.account AND later.is_success AND later.attempted_at >= attempt.attempted_at)
    GROUP BY account`);
  return new Map(
    rows.flatMap(({ account, moments }) => {
      const until = nextLoginAt({ ofAccount: moments, ofAddress: [] }, now);
      return until === undefined ? [] : [[account, until] as const];
    }),
  );
}

async function recentFailures(
  via: Queryable,
  { account, address }: Origin,
  now: Date,
): Promise<{ ofAccount: readonly Date[]; ofAddress: readonly Date[] }> {
  const since = minutesAfter(now, -LOGIN_LIMIT.windowMinutes);
  const ofAccount = await via.many<{ attemptedAt: Date }>(sql`
    SELECT attempted_at FROM login_attempts
    WHERE account = ${account} AND NOT is_success AND attempted_at > ${since}
      AND attempted_at > coalesce((SELECT max(attempted_at) FROM login_attempts WHERE account = ${account} AND is_success), '-infinity')
    ORDER BY attempted_at DESC LIMIT 100`);
  const ofAddress = await via.many<{ attemptedAt: Date }>(sql`
    SELECT attempted_at FROM login_attempts WHERE address = ${address} AND NOT is_success AND attempted_at > ${since}
    ORDER BY attempted_at DESC LIMIT 100`);
  return {
    ofAccount: ofAccount.map((row) => row.attemptedAt),
    ofAddress: ofAddress.map((row) => row.attemptedAt),
  };
}
