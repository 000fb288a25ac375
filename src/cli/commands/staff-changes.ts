import type { Command } from "commander";
import { rehearsed } from "../../core/app.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import {
  changeStaff,
  findStaff,
  resetPassword,
  STAFF_ROLE_WORDS,
  STAFF_ROLES,
  type StaffRole,
} from "../../core/people/index.ts";
import { loadSettings } from "../../core/settings/index.ts";
import { oneOf } from "../arguments.ts";
import { confirmed, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { momentOf } from "../output.ts";
import { switchedBy } from "./catalog-flags.ts";
import { specialistIdOf, staffIdOf } from "./lookup.ts";
import { staffJson } from "./staff-view.ts";

/** What is done to members of staff who are there: for the day on which the last owner forgot their password, too. */
export function addStaffChanges(staff: Command, desk: Desk): void {
  withExamples(
    withYes(
      staff
        .command("password")
        .description(
          "выдать одноразовый пароль: он действует трое суток, при входе сотрудник придумает свой; прежний перестаёт действовать, и сотрудник выходит из панели везде",
        )
        .argument("<кто>", "e-mail, имя или id сотрудника"),
      "сменить",
    ).action(answering(desk, (who: string, flags: YesFlag) => givePassword(desk, who, flags))),
    "staff password olga@example.ru",
    "staff password olga@example.ru --yes --json",
  );
  withExamples(
    staff
      .command("change")
      .description("изменить имя, роль, почту, специалиста; отключить или вернуть")
      .argument("<кто>", "e-mail, имя или id сотрудника")
      .option("--name <имя>", "новое имя")
      .option("--role <роль>", "owner, admin или specialist", oneOf(STAFF_ROLES))
      .option("--email <адрес>", "новая почта для входа в панель")
      .option("--specialist <кто>", "имя или id специалиста: чей календарь")
      .option("--off", "отключить: вход закрывается сразу")
      .option("--on", "вернуть")
      .action(answering(desk, (who: string, flags: Flags) => change(desk, who, flags))),
    "staff change olga@example.ru --role owner",
    'staff change "Анна" --off',
  );
}

async function givePassword(desk: Desk, who: string, flags: YesFlag) {
  const { app } = await openShop(desk);
  const found = await staffIdOf(app, who);
  if (!found.ok) return found;
  const member = await findStaff(app.db, found.value);
  const asked = { staffId: found.value, actor: OPERATOR };
  const what = `${member?.name ?? who}: прежний пароль перестанет действовать, открытые входы в панель закроются.`;
  const sure = await confirmed(desk, flags, what, () => resetPassword(rehearsed(app), asked));
  if (!sure.ok) return sure;
  const given = await resetPassword(app, asked);
  if (!given.ok) return given;
  const { password, until } = given.value;
  const zone = (await loadSettings(app.db))["business.timeZone"];
  return reply(
    { id: found.value, password, until: until.toISOString() },
    `Одноразовый пароль: ${password}\nДействует до ${momentOf(until, zone)}. Больше его не узнать, прежний не действует.`,
  );
}

type Flags = {
  readonly name?: string;
  readonly role?: StaffRole;
  readonly email?: string;
  readonly specialist?: string;
  readonly off?: true;
  readonly on?: true;
};

async function change(desk: Desk, who: string, flags: Flags) {
  const { name, role, email, specialist } = flags;
  const switched = switchedBy(flags);
  const { app } = await openShop(desk);
  const found = await staffIdOf(app, who);
  if (!found.ok) return found;
  const specialistId = await specialistIdOf(app, specialist);
  if (!specialistId.ok) return specialistId;
  const changed = await changeStaff(app, {
    staffId: found.value,
    change: {
      ...(name === undefined ? {} : { name }),
      ...(role === undefined ? {} : { role }),
      ...(email === undefined ? {} : { email }),
      ...(specialistId.value === undefined ? {} : { specialistId: specialistId.value }),
      ...switched,
    },
    actor: OPERATOR,
  });
  if (!changed.ok) return changed;
  const { name: called, isActive, role: given } = changed.value;
  const works = isActive ? STAFF_ROLE_WORDS[given] : "отключён";
  return reply(staffJson(changed.value), `${called}: ${works}.`);
}
