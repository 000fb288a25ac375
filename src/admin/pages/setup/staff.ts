import { listSpecialists } from "../../../core/catalog/index.ts";
import { daysAfter } from "../../../core/kernel/instant.ts";
import {
  addStaff,
  changeStaff,
  countFailures,
  endPanelSessions,
  linkStaff,
  listLocked,
  listPanelSessions,
  listStaff,
  type PanelSession,
  resetPassword,
  STAFF_ROLES,
  type StaffMember,
  type StaffRole,
} from "../../../core/people/index.ts";
import { ROLE_NAMES } from "../../access.ts";
import type { AnyRefusal } from "../../any-refusal.ts";
import type { Choice, Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant, formatTime, wordFor } from "../../readable.ts";
import { sentence } from "../../refusals.ts";
import { roleHints } from "../../role-words.ts";

export type SessionView = {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly openedAt: string;
  readonly lastSeenAt: string;
  /** The one in which this page is open. */
  readonly isThis: boolean;
};

export type MemberView = {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly roleName: string;
  readonly email: string;
  readonly specialistId: string;
  readonly specialist: string;
  readonly telegramId: string;
  readonly isActive: boolean;
  readonly isYou: boolean;
  readonly lastSignIn: string;
  /** What should catch the eye: a password that waits, failed sign-ins. */
  readonly notes: readonly string[];
  readonly sessions: readonly SessionView[];
};

export type StaffView = {
  readonly members: readonly MemberView[];
  readonly roles: readonly Choice[];
  /** What each role may do. */
  readonly roleHints: Readonly<Record<string, string>>;
  readonly specialists: readonly Choice[];
};

/** What came of it; a one-time password is told in this answer and never again. */
export type StaffAnswer = {
  readonly said?: string;
  readonly refused?: string;
  readonly field?: string;
  readonly password?: { readonly text: string; readonly email: string; readonly until: string };
};

/** Everybody who works or worked here; the owner's to see. */
export async function staffView(call: PageCall): Promise<StaffView | { readonly refused: string }> {
  if (call.user.role !== "owner") return { refused: OWNER_ONLY };
  const { app } = call;
  const now = app.clock.now();
  const [members, specialists, sessions] = await Promise.all([
    listStaff(app.db),
    listSpecialists(app.db, {}),
    listPanelSessions(app.db, now),
  ]);
  const emails = members.flatMap(({ email }) => (email === undefined ? [] : [email]));
  const failures = await countFailures(app.db, emails, daysAfter(now, -1));
  const locked = await listLocked(app.db, emails, now);
  const names = new Map(specialists.map(({ id, name }) => [id, name]));
  return {
    members: [...members]
      .sort((a, b) => Number(b.isActive) - Number(a.isActive))
      .map((member) => ({
        ...memberView(member, call),
        specialist: names.get(member.specialistId ?? "") ?? "",
        notes: [
          ...lockNotes(locked.get(member.email ?? ""), call),
          ...notesOf(member, failures.get(member.email ?? "") ?? 0, call),
        ],
        sessions: sessions
          .filter(({ staffId }) => staffId === member.id)
          .map((session) => sessionView(session, call)),
      })),
    roles: STAFF_ROLES.map((value) => ({ value, label: ROLE_NAMES[value] })),
    roleHints: roleHints(),
    specialists: specialists.map(({ id, name }) => ({ value: id, label: name })),
  };
}

export const sessionView = (session: PanelSession, { zone, user }: PageCall): SessionView => ({
  id: session.id,
  device: session.device,
  address: session.address,
  openedAt: formatInstant(session.openedAt, zone),
  lastSeenAt: formatInstant(session.lastSeenAt, zone),
  isThis: session.id === user.session,
});

const FAILURE_FORMS = ["неудачная попытка", "неудачные попытки", "неудачных попыток"] as const;

export const failureWords = (failures: number): string =>
  `${failures} ${wordFor(failures, FAILURE_FORMS)} входа за сутки`;

/** Whoever forgot the password need not wait: a new one opens the account. */
const lockNotes = (until: Date | undefined, { zone }: PageCall): readonly string[] =>
  until === undefined
    ? []
    : [`вход закрыт до ${formatTime(until, zone)}: слишком много неудач. Новый одноразовый пароль откроет`];

function notesOf(
  { oneTimeUntil }: StaffMember,
  failures: number,
  { app, zone }: PageCall,
): readonly string[] {
  const waiting =
    oneTimeUntil === undefined
      ? []
      : oneTimeUntil > app.clock.now()
        ? [`одноразовый пароль до ${formatInstant(oneTimeUntil, zone)}`]
        : ["срок одноразового пароля вышел: выдайте новый"];
  return failures === 0 ? waiting : [...waiting, failureWords(failures)];
}

const memberView = (member: StaffMember, { user, zone }: PageCall) => ({
  id: member.id,
  name: member.name,
  role: member.role,
  roleName: ROLE_NAMES[member.role],
  email: member.email ?? "",
  specialistId: member.specialistId ?? "",
  telegramId: member.telegramId === undefined ? "" : String(member.telegramId),
  isActive: member.isActive,
  isYou: member.id === user.id,
  lastSignIn: member.lastSignInAt === undefined ? "" : formatInstant(member.lastSignInAt, zone),
});

const OWNER_ONLY = "Сотрудники — дело владельца.";

const FIELDS: Readonly<Partial<Record<AnyRefusal, string>>> = {
  name_empty: "name",
  name_too_long: "name",
  email_unreadable: "email",
  email_taken: "email",
  email_missing: "email",
  staff_needs_entry: "email",
  specialist_needed: "specialistId",
  unknown_specialist: "specialistId",
  telegram_taken: "telegramId",
  own_access: "role",
  last_owner: "role",
};

/** One thing done to one member of staff: every one of them is an owner's. */
export async function changeMembers(call: PageCall, values: Values): Promise<StaffAnswer> {
  if (call.user.role !== "owner") return { refused: OWNER_ONLY };
  const what = values.text("do");
  const work = Object.hasOwn(WORKS, what) ? WORKS[what] : undefined;
  return work === undefined ? { refused: "Такого действия нет. Обновите страницу." } : work(call, values);
}

type Work = (call: PageCall, values: Values) => Promise<StaffAnswer>;

const WORKS: Readonly<Record<string, Work>> = {
  addMember: async (call, values) => {
    const typed = readForm(values);
    if (!typed.ok) return typed.answer;
    const { role, telegramId } = typed;
    const email = values.optional("email");
    const outcome = await addStaff(call.app, {
      name: values.text("name"),
      role,
      email,
      hasOneTimePassword: email !== undefined,
      telegramId,
      specialistId: values.optional("specialistId") === undefined ? undefined : values.uuid("specialistId"),
      actor: call.actor,
    });
    if (!outcome.ok) return refused(call, outcome);
    const { name, oneTime } = outcome.value;
    const said = `${name}: теперь в команде.`;
    return oneTime === undefined ? { said } : { said, ...told(call, email ?? "", oneTime) };
  },
  changeMember: async (call, values) => {
    const typed = readForm(values);
    if (!typed.ok) return typed.answer;
    const staffId = values.uuid("id");
    const outcome = await changeStaff(call.app, {
      staffId,
      change: {
        name: values.text("name"),
        role: typed.role,
        specialistId: values.optional("specialistId") === undefined ? null : values.uuid("specialistId"),
        email: values.optional("email") ?? null,
      },
      actor: call.actor,
    });
    if (!outcome.ok) return refused(call, outcome);
    const linked = await linkStaff(call.app, { staffId, telegramId: typed.telegramId, actor: call.actor });
    return linked.ok ? { said: `${linked.value.name}: сохранено.` } : refused(call, linked);
  },
  setActive: async (call, values) => {
    const isActive = values.flag("isActive");
    const input = { staffId: values.uuid("id"), change: { isActive }, actor: call.actor };
    const outcome = await changeStaff(call.app, input);
    if (!outcome.ok) return refused(call, outcome);
    const { name } = outcome.value;
    return { said: isActive ? `${name}: снова работает.` : `${name}: вход закрыт, все сеансы завершены.` };
  },
  resetPassword: async (call, values) => {
    const outcome = await resetPassword(call.app, { staffId: values.uuid("id"), actor: call.actor });
    return outcome.ok ? told(call, values.text("email"), outcome.value) : refused(call, outcome);
  },
  endSession: async (call, values) => {
    const which = { only: values.uuid("session") };
    return ended(
      call,
      await endPanelSessions(call.app, { staffId: values.uuid("id"), which, actor: call.actor }),
    );
  },
  endSessions: async (call, values) => {
    const staffId = values.uuid("id");
    const which = { allBut: staffId === call.user.id ? call.user.session : undefined };
    return ended(call, await endPanelSessions(call.app, { staffId, which, actor: call.actor }));
  },
};

type Typed =
  | { readonly ok: true; readonly role: StaffRole; readonly telegramId: number | undefined }
  | { readonly ok: false; readonly answer: StaffAnswer };

function readForm(values: Values): Typed {
  const role = STAFF_ROLES.find((known) => known === values.text("role"));
  if (role === undefined) return { ok: false, answer: { refused: "Выберите роль.", field: "role" } };
  const typed = values.text("telegramId");
  if (typed === "") return { ok: true, role, telegramId: undefined };
  if (/^[1-9]\d{0,14}$/.test(typed)) return { ok: true, role, telegramId: Number(typed) };
  const refused = "Telegram id — это число. Бот назовёт его по команде /id.";
  return { ok: false, answer: { refused, field: "telegramId" } };
}

const told = (
  { zone }: PageCall,
  email: string,
  { password, until }: { readonly password: string; readonly until: Date },
): StaffAnswer => ({ password: { text: password, email, until: formatInstant(until, zone) } });

type No = { readonly refusal: AnyRefusal; readonly detail: Parameters<typeof sentence>[1] };

function refused({ zone }: PageCall, { refusal, detail }: No): StaffAnswer {
  const field = FIELDS[refusal];
  return { refused: sentence(refusal, detail, zone), ...(field === undefined ? {} : { field }) };
}

const SESSION_FORMS = ["сеанс", "сеанса", "сеансов"] as const;

/** How many sessions were ended, in words. */
export function ended(
  call: PageCall,
  outcome: { readonly ok: true; readonly value: number } | ({ readonly ok: false } & No),
): StaffAnswer {
  if (!outcome.ok) return refused(call, outcome);
  if (outcome.value === 0) return { said: "Других сеансов уже нет." };
  return { said: `Завершено: ${outcome.value} ${wordFor(outcome.value, SESSION_FORMS)}.` };
}
