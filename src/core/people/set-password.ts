import { hash, verify } from "@node-rs/argon2";
import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { hoursAfter } from "../kernel/instant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx, write } from "../runtime/transaction.ts";
import { noteAttempt, noteSuccess, originOfForm } from "./login-attempts.ts";
import type { StaffMember } from "./model.ts";
import { dropSessions, renewSession } from "./panel-sessions.ts";
import { PASSWORD_HASHING } from "./password.ts";
import { oneTimePassword, type PasswordRefusal, readNewPassword } from "./rules/new-password.ts";
import { findStaff, mayManage } from "./store.ts";

/** How long a password that somebody else made waits to be used. */
export const ONE_TIME_HOURS = 72;

export type SetOwnPasswordInput = {
  readonly staffId: string;
  /** As they sign in with now; undefined: they have just come in by one that was made for once. */
  readonly present: string | undefined;
  readonly wanted: string;
  /** The session in which it is asked for: it goes on, all others end. */
  readonly session: string | undefined;
};

export type SetOwnPasswordRefusal =
  | PasswordRefusal
  | "unknown_staff"
  | "password_wrong"
  | "password_same"
  | "too_many_attempts";

/**
 * Changes one's own password: the present one is asked for, wrong answers count as failed sign-ins, and every other
 * session ends. One that was made for once becomes an ordinary one, and is not asked for again.
 *
 * @source PE-3
 */
export async function setOwnPassword(
  app: App,
  { staffId, present, wanted, session }: SetOwnPasswordInput,
): Promise<Outcome<{ readonly changedAt: Date }, SetOwnPasswordRefusal>> {
  const member = await findStaff(app.db, staffId);
  const { email, passwordHash } = member ?? {};
  if (member === undefined || email === undefined || passwordHash === undefined)
    return refuse("unknown_staff");
  const read = readNewPassword(wanted, email);
  if (!read.ok) return read;
  const isSame = present === undefined ? await verify(passwordHash, wanted) : present === wanted;
  if (isSame) return refuse("password_same");
  const proved = await provePresent(app, { ...member, email, passwordHash }, present);
  if (!proved.ok) return proved;
  const newHash = await hash(wanted, PASSWORD_HASHING);
  const now = app.clock.now();
  return inTransaction<{ changedAt: Date }, SetOwnPasswordRefusal>(app.db, {}, async (tx) => {
    // Somebody else's change came between: what was asked for was proved of a password that is no more.
    const isStill = await tx.run(sql`
      UPDATE staff SET password_hash = ${newHash}, one_time_until = NULL, sessions_valid_from = ${now}
      WHERE id = ${staffId}::uuid AND password_hash = ${passwordHash} AND is_active`);
    if (isStill === 0) return refuse("password_wrong");
    await dropSessions(tx, staffId, session);
    if (session !== undefined) await renewSession(tx, session, now);
    await audit(tx, { actor: { kind: "staff", id: staffId }, action: "change_password", staffId }, now);
    return done({ changedAt: now });
  });
}

/** Whoever found a panel open does not take it over: the limit of signing in holds here too. */
async function provePresent(
  app: App,
  member: StaffMember & { readonly email: string; readonly passwordHash: string },
  given: string | undefined,
): Promise<Outcome<void, "password_wrong" | "too_many_attempts">> {
  if (given === undefined)
    return member.oneTimeUntil === undefined ? refuse("password_wrong") : done(undefined);
  const origin = { account: member.email, address: originOfForm(member.id) };
  const attempt = await noteAttempt(app, origin, app.clock.now());
  if (!attempt.ok) return attempt;
  if (!(await verify(member.passwordHash, given).catch(() => false))) return refuse("password_wrong");
  await write(app.db, (tx) => noteSuccess(tx, attempt.value.id));
  return done(undefined);
}

export type ResetPasswordRefusal =
  | "unknown_staff"
  | "owner_only"
  | "own_password"
  | "staff_off"
  | "email_missing";

/**
 * Gives a member of staff a password for one sign-in within {@link ONE_TIME_HOURS}, at which they choose their own; the one
 * before, and every session, are over at once. The answer is the only place where it is ever to be read. Asked again, it is
 * another one, and the first is good no more.
 *
 * @source PE-3
 */
export async function resetPassword(
  app: App,
  { staffId, actor }: { readonly staffId: string; readonly actor: Actor },
): Promise<Outcome<{ readonly password: string; readonly until: Date }, ResetPasswordRefusal>> {
  const password = oneTimePassword(app.newId());
  const passwordHash = await hash(password, PASSWORD_HASHING);
  const now = app.clock.now();
  const until = hoursAfter(now, ONE_TIME_HOURS);
  return inTransaction<{ password: string; until: Date }, ResetPasswordRefusal>(app.db, {}, async (tx) => {
    await tx.run(sql`SELECT 1 FROM staff WHERE id = ${staffId}::uuid FOR NO KEY UPDATE`);
    const member = await findStaff(tx, staffId);
    if (member === undefined) return refuse("unknown_staff");
    if (!(await mayManage(tx, actor))) return refuse("owner_only");
    if (actor.kind === "staff" && actor.id === staffId) return refuse("own_password");
    if (!member.isActive) return refuse("staff_off", { name: member.name });
    if (member.email === undefined) return refuse("email_missing");
    await tx.run(sql`
      UPDATE staff SET password_hash = ${passwordHash}, one_time_until = ${until}, sessions_valid_from = ${now}
      WHERE id = ${staffId}::uuid`);
    await dropSessions(tx, staffId);
    // Whoever was locked out for guessing gets in with what they are told now.
    await tx.run(sql`DELETE FROM login_attempts WHERE account = ${member.email} AND NOT is_success`);
    await audit(tx, { actor, action: "reset_password", staffId }, now);
    return done({ password, until });
  });
}

const audit = (
  tx: Tx,
  { staffId, ...record }: { readonly actor: Actor; readonly action: string; readonly staffId: string },
  now: Date,
): Promise<void> => recordAudit(tx, { ...record, subjectKind: "staff", subjectId: staffId }, now);
