import { verify } from "@node-rs/argon2";
import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, write } from "../runtime/transaction.ts";
import { type Attempt, noteAttempt, noteSuccess } from "./login-attempts.ts";
import type { StaffMember } from "./model.ts";
import { NOBODYS_HASH } from "./password.ts";
import { findStaff, findStaffByEmail } from "./store.ts";

export type SignInInput = { readonly email: string; readonly password: string; readonly address: string };
export type SignInRefusal = "wrong_credentials" | "too_many_attempts" | "password_expired";

/** `at` is the moment from which the session counts: what ended sessions later than that has ended this one too. */
export type SignedIn = StaffMember & { readonly at: Date };

/**
 * Lets a member of staff into the panel by e-mail and password.
 *
 * Every try is written down before the password is looked at, so that tries at once count too; after too many
 * failures the right password is refused as well, and the refusal says until when. The trail tells of who came in, and of
 * failures at accounts that there are; a stranger's guesses at others fill nothing.
 *
 * @source PE-3
 */
export async function signIn(app: App, input: SignInInput): Promise<Outcome<SignedIn, SignInRefusal>> {
  const account = input.email.trim().toLowerCase().slice(0, 200);
  const address = input.address.slice(0, 100);
  const attempt = await noteAttempt(app, { account, address }, app.clock.now());
  if (!attempt.ok) return attempt;

  const member = await findStaffByEmail(app.db, account);
  const passwordHash = member?.passwordHash;
  const isRight = await verify(passwordHash ?? NOBODYS_HASH, input.password).catch(() => false);
  if (member === undefined || !member.isActive || passwordHash === undefined)
    return refuse("wrong_credentials");
  if (!isRight) return noteFailure(app, member.id, attempt.value);
  return letIn(app, { staffId: member.id, passwordHash }, attempt.value);
}

/** The password was right a moment ago: whether it still is, and whether they still work here, is asked once more. */
const letIn = (
  app: App,
  { staffId, passwordHash }: { readonly staffId: string; readonly passwordHash: string },
  attempt: Attempt,
): Promise<Outcome<SignedIn, SignInRefusal>> => {
  const now = app.clock.now();
  return inTransaction<SignedIn, SignInRefusal>(app.db, {}, async (tx) => {
    await tx.run(sql`SELECT 1 FROM staff WHERE id = ${staffId}::uuid FOR NO KEY UPDATE`);
    const member = await findStaff(tx, staffId);
    if (!member?.isActive || member.passwordHash !== passwordHash) return refuse("wrong_credentials");
    if (member.oneTimeUntil !== undefined && member.oneTimeUntil <= now) return refuse("password_expired");
    await noteSuccess(tx, attempt.id, now);
    await tx.run(sql`UPDATE staff SET last_sign_in_at = ${now} WHERE id = ${staffId}::uuid`);
    const actor = { kind: "staff", id: staffId } as const;
    await recordAudit(tx, { actor, action: "sign_in", subjectKind: "staff", subjectId: staffId }, now);
    return done({ ...present(await findStaff(tx, staffId), "who just signed in"), at: now });
  });
};

async function noteFailure(
  app: App,
  staffId: string,
  { isLast }: Attempt,
): Promise<Outcome<never, "wrong_credentials">> {
  const action = isLast ? "lock_sign_in" : "fail_sign_in";
  const line = { actor: SYSTEM, action, subjectKind: "staff", subjectId: staffId };
  await write(app.db, (tx) => recordAudit(tx, line, app.clock.now()));
  return refuse("wrong_credentials");
}

/** Notes that somebody left the panel; the session itself is the panel's to end. */
export async function noteSignOut(app: App, staffId: string): Promise<void> {
  const actor = { kind: "staff", id: staffId } as const;
  const line = { actor, action: "sign_out", subjectKind: "staff", subjectId: staffId };
  await write(app.db, (tx) => recordAudit(tx, line, app.clock.now()));
}
