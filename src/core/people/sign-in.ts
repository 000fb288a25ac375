import { verify } from "@node-rs/argon2";
import type { App } from "../app.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { StaffMember } from "./model.ts";
import { NOBODYS_HASH } from "./password.ts";
import { LOGIN_LIMIT, nextLoginAt } from "./rules/login-limit.ts";
import { findStaffByEmail } from "./store.ts";

export type SignInInput = { readonly email: string; readonly password: string; readonly address: string };
export type SignInRefusal = "wrong_credentials" | "too_many_attempts";

/**
 * Lets a member of staff into the panel by e-mail and password.
 *
 * Every try is written down before the password is looked at, so that tries at once count too; after too many
 * failures the right password is refused as well, and the refusal says until when.
 */
export async function signIn(app: App, input: SignInInput): Promise<Outcome<StaffMember, SignInRefusal>> {
  const account = input.email.trim().toLowerCase().slice(0, 200);
  const address = input.address.slice(0, 100);
  const now = app.clock.now();
  const attempt = await noteAttempt(app, { account, address }, now);
  if (!attempt.ok) return attempt;

  const member = await findStaffByEmail(app.db, account);
  const isRight = await verify(member?.passwordHash ?? NOBODYS_HASH, input.password).catch(() => false);
  if (!member?.isActive || member.passwordHash === undefined || !isRight) return refuse("wrong_credentials");

  await app.db.run(sql`UPDATE login_attempts SET is_success = true WHERE id = ${attempt.value}`);
  return done(member);
}

type Origin = { readonly account: string; readonly address: string };

/** Writes a try down if the limit still allows one; tries of one account, or from one address, come one after another. */
async function noteAttempt(
  app: App,
  { account, address }: Origin,
  now: Date,
): Promise<Outcome<number, "too_many_attempts">> {
  return inTransaction<number, "too_many_attempts">(app.db, {}, async (tx) => {
    for (const origin of [`account:${account}`, `address:${address}`])
      await tx.run(sql`SELECT pg_advisory_xact_lock(hashtextextended('login:' || ${origin}, 0))`);
    const retryAt = nextLoginAt(await recentFailures(tx, { account, address }, now), now);
    if (retryAt !== undefined) return refuse("too_many_attempts", { retryAt });
    const attempt = await tx.first<{ id: number }>(sql`
      INSERT INTO login_attempts (account, address, is_success, attempted_at)
      VALUES (${account}, ${address}, false, ${now}) RETURNING id`);
    return done(present(attempt, "the try just written down").id);
  });
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
