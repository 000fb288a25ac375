import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { StaffMember } from "./model.ts";
import { findStaff } from "./store.ts";

export type LinkStaffRefusal = "unknown_staff" | "telegram_taken" | "staff_needs_entry";

const CONFLICTS = { staff_telegram_once: "telegram_taken" } as const;

/**
 * Lets a member of staff into the bot's staff part by their Telegram id instead of the one before; none takes it away,
 * unless it is their only way in. The same id again changes nothing.
 *
 * @source PE-3
 */
export async function linkStaff(
  app: App,
  input: { readonly staffId: string; readonly telegramId: number | undefined; readonly actor: Actor },
): Promise<Outcome<StaffMember, LinkStaffRefusal>> {
  const { staffId, telegramId, actor } = input;
  const now = app.clock.now();
  return inTransaction<StaffMember, LinkStaffRefusal>(app.db, CONFLICTS, async (tx) => {
    await tx.run(sql`SELECT 1 FROM staff WHERE id = ${staffId}::uuid FOR UPDATE`);
    const member = await findStaff(tx, staffId);
    if (member === undefined) return refuse("unknown_staff");
    if (member.telegramId === telegramId) return done(member);
    const entersPanel = member.email !== undefined && member.passwordHash !== undefined;
    if (telegramId === undefined && !entersPanel) return refuse("staff_needs_entry");
    await tx.run(sql`UPDATE staff SET telegram_id = ${telegramId ?? null} WHERE id = ${staffId}::uuid`);
    const change = { hasTelegram: [member.telegramId !== undefined, telegramId !== undefined] };
    const subject = { subjectKind: "staff", subjectId: staffId };
    await recordAudit(tx, { actor, action: "link_staff", ...subject, change }, now);
    return done(present(await findStaff(tx, staffId), "the member of staff just linked"));
  });
}

type StaffFound = { readonly id: string; readonly name: string; readonly email: string | null };

/** Members of staff whom an operator may mean: by id, e-mail or name, in any case. */
export async function findStaffByWord(via: Queryable, typed: string): Promise<readonly StaffFound[]> {
  const word = typed.trim().toLowerCase();
  return via.many(sql`
    SELECT id, name, email FROM staff WHERE id::text = ${word} OR email = ${word} OR lower(name) = ${word} ORDER BY created_at`);
}
