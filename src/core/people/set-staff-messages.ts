import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { STAFF_MESSAGE_GROUPS, type StaffMember, type StaffMessageGroup } from "./model.ts";
import { mayMute, messageGroupsOf } from "./rules/staff-messages.ts";
import { findStaff, isHeardByAnotherOwner, mayManage } from "./store.ts";

/** What is to be heard of (`true`) or not; what is not named stays as it is. */
export type StaffMessageSwitches = Readonly<Partial<Record<StaffMessageGroup, boolean>>>;

export type SetStaffMessagesRefusal =
  | "unknown_staff"
  | "not_your_messages"
  | "message_not_for_role"
  | "owner_must_hear";

/**
 * Switches what the bot writes to a member of staff: their own switches are anybody's to turn, everybody's an owner's
 * and the operator's. It works at once, for messages that wait to be sent too. Turned twice is turned once.
 *
 * @source PE-3
 */
export async function setStaffMessages(
  app: App,
  input: { readonly staffId: string; readonly switches: StaffMessageSwitches; readonly actor: Actor },
): Promise<Outcome<StaffMember, SetStaffMessagesRefusal>> {
  const { staffId, switches, actor } = input;
  const now = app.clock.now();
  return inTransaction<StaffMember, SetStaffMessagesRefusal>(app.db, {}, async (tx) => {
    // Two owners who switch the same off at once do it one after another: one of them must hear.
    await tx.run(sql`
      SELECT 1 FROM staff WHERE role = 'owner' OR id = ${staffId}::uuid ORDER BY id FOR NO KEY UPDATE`);
    const member = await findStaff(tx, staffId);
    if (member === undefined) return refuse("unknown_staff");
    if (!(await maySwitch(tx, actor, staffId))) return refuse("not_your_messages");
    const muted = STAFF_MESSAGE_GROUPS.filter((group) =>
      switches[group] === undefined ? member.mutedMessages.includes(group) : !switches[group],
    );
    const changed = STAFF_MESSAGE_GROUPS.filter(
      (group) => muted.includes(group) !== member.mutedMessages.includes(group),
    );
    const problem = await switchProblem(tx, member, { muted, changed });
    if (problem !== undefined) return refuse(problem);
    if (changed.length === 0) return done(member);
    await tx.run(sql`UPDATE staff SET muted_messages = ${muted}::text[] WHERE id = ${staffId}::uuid`);
    const change = Object.fromEntries(changed.map((group) => [group, !muted.includes(group)]));
    const subject = { subjectKind: "staff", subjectId: staffId };
    await recordAudit(tx, { actor, action: "set_staff_messages", ...subject, change }, now);
    return done(present(await findStaff(tx, staffId), "the member of staff just switched"));
  });
}

async function maySwitch(tx: Tx, actor: Actor, staffId: string): Promise<boolean> {
  return (actor.kind === "staff" && actor.id === staffId) || mayManage(tx, actor);
}

async function switchProblem(
  tx: Tx,
  member: StaffMember,
  {
    muted,
    changed,
  }: { readonly muted: readonly StaffMessageGroup[]; readonly changed: readonly StaffMessageGroup[] },
): Promise<"message_not_for_role" | "owner_must_hear" | undefined> {
  const theirs = messageGroupsOf(member.role);
  if (changed.some((group) => !theirs.includes(group))) return "message_not_for_role";
  for (const group of changed.filter((one) => muted.includes(one))) {
    const isHeard = await isHeardByAnotherOwner(tx, { staffId: member.id, group });
    if (!mayMute({ role: member.role, isHeardByAnotherOwner: isHeard }, group)) return "owner_must_hear";
  }
  return undefined;
}
