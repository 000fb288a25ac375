import { hash } from "@node-rs/argon2";
import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { hoursAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { StaffMember, StaffRole } from "./model.ts";
import { PASSWORD_HASHING } from "./password.ts";
import { readName } from "./rules/contact-details.ts";
import { oneTimePassword, type PasswordRefusal, readNewPassword } from "./rules/new-password.ts";
import { readStaffEmail } from "./rules/staff-email.ts";
import { ONE_TIME_HOURS } from "./set-password.ts";
import { findStaff } from "./store.ts";

export type AddStaffInput = {
  readonly name: string;
  readonly role: StaffRole;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  /** Instead of a password of their own: one is made, to be told to them once ({@link AddedStaff}). */
  readonly hasOneTimePassword?: boolean | undefined;
  readonly telegramId?: number | undefined;
  readonly specialistId?: string | undefined;
  readonly actor: Actor;
};

export type AddStaffRefusal =
  | "name_empty"
  | "name_too_long"
  | "email_unreadable"
  | PasswordRefusal
  | "staff_needs_entry"
  | "specialist_needed"
  | "unknown_specialist"
  | "email_taken"
  | "telegram_taken";

const CONFLICTS = {
  staff_email_once: "email_taken",
  staff_telegram_once: "telegram_taken",
  staff_specialist_id_fkey: "unknown_specialist",
} as const;

/** `oneTime` is to be read here and nowhere else. */
export type AddedStaff = StaffMember & {
  readonly oneTime: { readonly password: string; readonly until: Date } | undefined;
};

/**
 * Lets a person in: into the panel by e-mail and password, into the bot's staff part by Telegram id, or both.
 *
 * A password that is made for them lets them choose their own within {@link ONE_TIME_HOURS}, and nothing else.
 *
 * @source PE-3
 */
export async function addStaff(
  app: App,
  input: AddStaffInput,
): Promise<Outcome<AddedStaff, AddStaffRefusal>> {
  const now = app.clock.now();
  const oneTime = input.hasOneTimePassword
    ? { password: oneTimePassword(app.newId()), until: hoursAfter(now, ONE_TIME_HOURS) }
    : undefined;
  const password = oneTime?.password ?? input.password;
  const checked = checkInput({ ...input, password });
  if (!checked.ok) return checked;
  const passwordHash = password === undefined ? null : await hash(password, PASSWORD_HASHING);
  const id = app.newId();

  return inTransaction<AddedStaff, AddStaffRefusal>(app.db, CONFLICTS, async (tx) => {
    await tx.run(sql`
      INSERT INTO staff (id, name, role, email, password_hash, telegram_id, specialist_id, created_at, sessions_valid_from, one_time_until)
      VALUES (${id}::uuid, ${checked.value.name}, ${input.role}, ${checked.value.email ?? null}, ${passwordHash},
              ${input.telegramId ?? null}, ${input.specialistId ?? null}::uuid, ${now}, ${now},
              ${oneTime?.until ?? null})`);
    const change = { role: [null, input.role] };
    await recordAudit(
      tx,
      { actor: input.actor, action: "add_staff", subjectKind: "staff", subjectId: id, change },
      now,
    );
    return done({ ...present(await findStaff(tx, id), "the member of staff just added"), oneTime });
  });
}

function checkInput(
  input: AddStaffInput,
): Outcome<{ name: string; email: string | undefined }, AddStaffRefusal> {
  const name = readName(input.name);
  if (!name.ok) return name;
  const read = input.email === undefined ? undefined : readStaffEmail(input.email);
  if (read?.ok === false) return read;
  const email = read?.value;
  const password = input.password === undefined ? undefined : readNewPassword(input.password, email);
  if (password?.ok === false) return password;
  const entersPanel = email !== undefined && input.password !== undefined;
  const entersBot = input.telegramId !== undefined;
  if (!entersPanel && !entersBot) return refuse("staff_needs_entry");
  if (input.role === "specialist" && input.specialistId === undefined) return refuse("specialist_needed");
  return done({ name: name.value, email });
}
