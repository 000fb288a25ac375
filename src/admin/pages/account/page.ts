import { findSpecialist } from "../../../core/catalog/index.ts";
import { daysAfter } from "../../../core/kernel/instant.ts";
import {
  changeStaff,
  countFailures,
  endPanelSessions,
  findStaff,
  listPanelSessions,
  setOwnPassword,
} from "../../../core/people/index.ts";
import { ROLE_NAMES } from "../../access.ts";
import type { AnyRefusal } from "../../any-refusal.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall, PanelPage } from "../../panel-page.ts";
import { formatInstant } from "../../readable.ts";
import { sentence } from "../../refusals.ts";
import { ended, failureWords, type SessionView, type StaffAnswer, sessionView } from "../setup/staff.ts";

export type AccountView = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly email: string;
  readonly specialist: string;
  readonly hasTelegram: boolean;
  readonly lastSignIn: string;
  /** Somebody tried to come in as them; empty: nobody did. */
  readonly failures: string;
  readonly sessions: readonly SessionView[];
};

async function accountView(call: PageCall): Promise<AccountView | { readonly refused: string }> {
  const { app, user, zone } = call;
  const now = app.clock.now();
  const member = await findStaff(app.db, user.id);
  if (member === undefined) return { refused: sentence("unknown_staff", {}, zone) };
  const { email = "", specialistId, lastSignInAt } = member;
  const [sessions, failures, specialist] = await Promise.all([
    listPanelSessions(app.db, now, user.id),
    countFailures(app.db, [email], daysAfter(now, -1)),
    specialistId === undefined ? undefined : findSpecialist(app.db, specialistId),
  ]);
  const failed = failures.get(email) ?? 0;
  return {
    id: member.id,
    name: member.name,
    role: ROLE_NAMES[member.role],
    email,
    specialist: specialist?.name ?? "",
    hasTelegram: member.telegramId !== undefined,
    lastSignIn: lastSignInAt === undefined ? "" : formatInstant(lastSignInAt, zone),
    failures: failed === 0 ? "" : failureWords(failed),
    sessions: sessions.map((session) => sessionView(session, call)),
  };
}

const FIELDS: Readonly<Partial<Record<AnyRefusal, string>>> = {
  name_empty: "name",
  name_too_long: "name",
  password_wrong: "present",
  too_many_attempts: "present",
  password_too_short: "wanted",
  password_too_long: "wanted",
  password_too_plain: "wanted",
  password_same: "wanted",
};

type Work = (call: PageCall, values: Values) => Promise<StaffAnswer>;

const WORKS: Readonly<Record<string, Work>> = {
  rename: async (call, values) => {
    const { app, user, actor } = call;
    const outcome = await changeStaff(app, {
      staffId: user.id,
      change: { name: values.text("name") },
      actor,
    });
    return outcome.ok ? { said: "Имя сохранено." } : refused(call, outcome);
  },
  setPassword: async (call, values) => {
    const wanted = values.secret("wanted") ?? "";
    if (wanted !== (values.secret("again") ?? ""))
      return { refused: "Пароли не совпали. Введите оба ещё раз.", field: "again" };
    const outcome = await setOwnPassword(call.app, {
      staffId: call.user.id,
      present: values.secret("present") ?? "",
      wanted,
      session: call.user.session,
    });
    return outcome.ok ? { said: "Пароль изменён. Остальные сеансы завершены." } : refused(call, outcome);
  },
  endSession: async (call, values) => {
    const { app, user, actor } = call;
    const which = { only: values.uuid("session") };
    return ended(call, await endPanelSessions(app, { staffId: user.id, which, actor }));
  },
  endSessions: async (call) => {
    const { app, user, actor } = call;
    const which = { allBut: user.session };
    return ended(call, await endPanelSessions(app, { staffId: user.id, which, actor }));
  },
};

function refused(
  { zone }: PageCall,
  { refusal, detail }: { readonly refusal: AnyRefusal; readonly detail: Parameters<typeof sentence>[1] },
): StaffAnswer {
  const field = FIELDS[refusal];
  return { refused: sentence(refusal, detail, zone), ...(field === undefined ? {} : { field }) };
}

/** One's own account: name, password, where one is signed in. Whose it is says the session, never the browser. */
export const ACCOUNT_PAGE: PanelPage = {
  id: "account",
  label: "Моя учётная запись",
  icon: "User",
  component: "accountPage",
  read: accountView,
  act: (call, values) => {
    const what = values.text("do");
    const work = Object.hasOwn(WORKS, what) ? WORKS[what] : undefined;
    return work === undefined
      ? Promise.resolve({ refused: "Такого действия нет. Обновите страницу." })
      : work(call, values);
  },
};
