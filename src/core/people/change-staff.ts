import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { StaffMember, StaffRole } from "./model.ts";
import { dropSessions } from "./panel-sessions.ts";
import { readName } from "./rules/contact-details.ts";
import { readStaffEmail } from "./rules/staff-email.ts";
import { findStaff, mayManage, type StaffWithPassword } from "./store.ts";

export type ChangeStaffInput = {
  readonly staffId: string;
  /** What is not named stays as it is. */
  readonly change: {
    readonly name?: string;
    readonly role?: StaffRole;
    /** Null: nobody's calendar. */
    readonly specialistId?: string | null;
    /** Null: no way into the panel any more. */
    readonly email?: string | null;
    readonly isActive?: boolean;
  };
  readonly actor: Actor;
};

export type ChangeStaffRefusal =
  | "unknown_staff"
  | "owner_only"
  | "own_access"
  | "last_owner"
  | "name_empty"
  | "name_too_long"
  | "email_unreadable"
  | "email_taken"
  | "staff_needs_entry"
  | "specialist_needed"
  | "unknown_specialist";

const CONFLICTS = {
  staff_email_once: "email_taken",
  staff_specialist_id_fkey: "unknown_specialist",
  staff_owner_remains: "last_owner",
} as const;

/**
 * Changes who somebody is here: name, role, whose calendar is theirs, the e-mail they sign in by, whether they work here.
 *
 * A name is anybody's own to change, the rest an owner's and the operator's; nobody takes their own rights away, and the
 * last owner stays one. Whoever is put off has no session left; a new role counts at their next request. The same again
 * changes nothing.
 *
 * @source PE-3
 */
export async function changeStaff(
  app: App,
  input: ChangeStaffInput,
): Promise<Outcome<StaffMember, ChangeStaffRefusal>> {
  const { staffId, actor } = input;
  const now = app.clock.now();
  return inTransaction<StaffMember, ChangeStaffRefusal>(app.db, CONFLICTS, async (tx) => {
    // In the order in which those who switch messages take them: owners may wait for one another, never in a circle.
    await tx.run(sql`
      SELECT 1 FROM staff WHERE role = 'owner' OR id = ${staffId}::uuid ORDER BY id FOR NO KEY UPDATE`);
    const member = await findStaff(tx, staffId);
    if (member === undefined) return refuse("unknown_staff");
    const rights = await checkRights(tx, member, input);
    if (rights !== undefined) return refuse(rights);
    const read = readChange(member, input.change);
    if (!read.ok) return read;
    const change = changeBetween(member, read.value);
    if (Object.keys(change).length === 0) return done(member);

    await writeMember(tx, staffId, read.value);
    if (member.isActive && !read.value.isActive) {
      await tx.run(sql`UPDATE staff SET sessions_valid_from = ${now} WHERE id = ${staffId}::uuid`);
      await dropSessions(tx, staffId);
    }
    await keepOwnersHearing(tx);
    const subject = { subjectKind: "staff", subjectId: staffId };
    await recordAudit(tx, { actor, action: "change_staff", ...subject, change }, now);
    return done(present(await findStaff(tx, staffId), "the member of staff just changed"));
  });
}

type Shape = Pick<StaffMember, "name" | "role" | "specialistId" | "email" | "isActive">;

async function checkRights(
  tx: Tx,
  member: StaffMember,
  { actor, change }: ChangeStaffInput,
): Promise<"owner_only" | "own_access" | undefined> {
  const isOwn = actor.kind === "staff" && actor.id === member.id;
  const isNameAlone = Object.keys(change).every((field) => field === "name");
  if (isOwn && isNameAlone) return undefined;
  if (!(await mayManage(tx, actor))) return "owner_only";
  const losesRights = (change.role !== undefined && change.role !== member.role) || change.isActive === false;
  return isOwn && losesRights ? "own_access" : undefined;
}

function readChange(
  member: StaffWithPassword,
  change: ChangeStaffInput["change"],
): Outcome<Shape, ChangeStaffRefusal> {
  const name = readName(change.name ?? member.name);
  if (!name.ok) return name;
  const email = typeof change.email === "string" ? readStaffEmail(change.email) : undefined;
  if (email?.ok === false) return email;
  const wanted: Shape = {
    name: name.value,
    role: change.role ?? member.role,
    specialistId:
      change.specialistId === undefined ? member.specialistId : (change.specialistId ?? undefined),
    email: change.email === undefined ? member.email : email?.value,
    isActive: change.isActive ?? member.isActive,
  };
  if (wanted.role === "specialist" && wanted.specialistId === undefined) return refuse("specialist_needed");
  const hasEntry = (wanted.email !== undefined && member.passwordHash !== undefined) || member.telegramId;
  // Whoever got their first e-mail gets a password next; only an entry that was there may not be taken away.
  if (!hasEntry && wanted.email === undefined) return refuse("staff_needs_entry");
  return done(wanted);
}

/** What is different, for the trail: ids and words of ours, no name and no address. */
function changeBetween(before: Shape, after: Shape): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  if (before.name !== after.name) change.hasNewName = true;
  if (before.role !== after.role) change.role = [before.role, after.role];
  if (before.specialistId !== after.specialistId)
    change.specialistId = [before.specialistId ?? null, after.specialistId ?? null];
  if (before.email !== after.email) change.hasNewEmail = true;
  if (before.isActive !== after.isActive) change.works = [before.isActive, after.isActive];
  return change;
}

/** Without an e-mail a password opens nothing: it goes too. */
async function writeMember(tx: Tx, staffId: string, wanted: Shape): Promise<void> {
  const { name, role, specialistId, email, isActive } = wanted;
  await tx.run(sql`
    UPDATE staff SET name = ${name}, role = ${role}, specialist_id = ${specialistId ?? null}::uuid,
      email = ${email ?? null}, is_active = ${isActive},
      password_hash = CASE WHEN ${email ?? null}::text IS NULL THEN NULL ELSE password_hash END,
      one_time_until = CASE WHEN ${email ?? null}::text IS NULL THEN NULL ELSE one_time_until END
    WHERE id = ${staffId}::uuid`);
}

/** Money that waits for a person reaches an owner: when the one who heard of it is gone, the others hear again (PY-5). */
const keepOwnersHearing = (tx: Tx): Promise<number> =>
  tx.run(sql`
    UPDATE staff SET muted_messages = array_remove(muted_messages, 'payment')
    WHERE role = 'owner' AND is_active AND 'payment' = ANY(muted_messages) AND NOT EXISTS (
      SELECT FROM staff AS other
      WHERE other.role = 'owner' AND other.is_active AND other.telegram_id IS NOT NULL AND NOT 'payment' = ANY(other.muted_messages))`);
