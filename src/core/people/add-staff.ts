import { hash } from "@node-rs/argon2";
import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { StaffMember, StaffRole } from "./model.ts";
import { PASSWORD_HASHING } from "./password.ts";
import { readName } from "./rules/contact-details.ts";
import { findStaff } from "./store.ts";

export type AddStaffInput = {
  readonly name: string;
  readonly role: StaffRole;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  readonly telegramId?: number | undefined;
  readonly specialistId?: string | undefined;
  readonly actor: Actor;
};

export type AddStaffRefusal =
  | "name_empty"
  | "name_too_long"
  | "email_unreadable"
  | "password_too_short"
  | "staff_needs_entry"
  | "specialist_needed"
  | "unknown_specialist"
  | "email_taken"
  | "telegram_taken";

const PASSWORD_MIN = 10;
const EMAIL = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/;
const CONFLICTS = {
  staff_email_once: "email_taken",
  staff_telegram_once: "telegram_taken",
  staff_specialist_id_fkey: "unknown_specialist",
} as const;

/**
 * Lets a person in: into the panel by e-mail and password, into the bot's staff part by Telegram id, or both.
 *
 * @source PE-3
 */
export async function addStaff(
  app: App,
  input: AddStaffInput,
): Promise<Outcome<StaffMember, AddStaffRefusal>> {
  const checked = checkInput(input);
  if (!checked.ok) return checked;
  const passwordHash = input.password === undefined ? null : await hash(input.password, PASSWORD_HASHING);
  const now = app.clock.now();
  const id = app.newId();

  return inTransaction<StaffMember, AddStaffRefusal>(app.db, CONFLICTS, async (tx) => {
    await tx.run(sql`
      INSERT INTO staff (id, name, role, email, password_hash, telegram_id, specialist_id, created_at, sessions_valid_from)
      VALUES (${id}::uuid, ${checked.value.name}, ${input.role}, ${checked.value.email ?? null}, ${passwordHash},
              ${input.telegramId ?? null}, ${input.specialistId ?? null}::uuid, ${now}, ${now})`);
    const change = { role: [null, input.role] };
    await recordAudit(
      tx,
      { actor: input.actor, action: "add_staff", subjectKind: "staff", subjectId: id, change },
      now,
    );
    return done(present(await findStaff(tx, id), "the member of staff just added"));
  });
}

function checkInput(
  input: AddStaffInput,
): Outcome<{ name: string; email: string | undefined }, AddStaffRefusal> {
  const name = readName(input.name);
  if (!name.ok) return name;
  const email = input.email?.trim().toLowerCase();
  if (email !== undefined && !EMAIL.test(email))
    return refuse("email_unreadable", { given: email.slice(0, 100) });
  if (input.password !== undefined && input.password.length < PASSWORD_MIN) {
    return refuse("password_too_short", { charactersMin: PASSWORD_MIN });
  }
  const entersPanel = email !== undefined && input.password !== undefined;
  const entersBot = input.telegramId !== undefined;
  if (!entersPanel && !entersBot) return refuse("staff_needs_entry");
  if (input.role === "specialist" && input.specialistId === undefined) return refuse("specialist_needed");
  return done({ name: name.value, email });
}
