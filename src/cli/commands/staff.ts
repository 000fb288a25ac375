import { type Command, InvalidArgumentError } from "commander";
import { listSpecialists } from "../../core/catalog/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import {
  addStaff,
  linkStaff,
  listStaff,
  STAFF_ROLE_WORDS,
  STAFF_ROLES,
  type StaffMember,
  type StaffRole,
} from "../../core/people/index.ts";
import { oneOf } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, table } from "../output.ts";
import { readNewPassword } from "../password.ts";
import { UsageError } from "../usage.ts";
import { beginOf } from "./id-of.ts";
import { specialistIdOf, staffIdOf } from "./lookup.ts";
import { addStaffChanges } from "./staff-changes.ts";
import { addStaffMessages } from "./staff-messages.ts";
import { staffJson } from "./staff-view.ts";

/** Telegram's ids have at most 52 significant bits; ours are read as safe integers of up to 15 digits. */
const readTelegramId = (typed: string): number => {
  const id = /^\d{1,15}$/.test(typed.trim()) ? Number(typed) : 0;
  if (id > 0) return id;
  throw new InvalidArgumentError("целое число (Telegram id) от 1 до 999999999999999");
};

export function addStaffCommands(staff: Command, desk: Desk): void {
  withExamples(
    staff
      .command("add")
      .description("дать сотруднику вход: в панель (e-mail и пароль), в бот (Telegram) или туда и туда")
      .requiredOption("--name <имя>", "имя")
      .requiredOption(
        "--role <роль>",
        "owner — всё; admin — всё, кроме сотрудников, ролей и настроек денег; specialist — свои окна и записи",
        oneOf(STAFF_ROLES),
      )
      .option("--email <адрес>", "вход в панель; пароль спросят в терминале")
      .option("--password-stdin", "взять пароль из стандартного ввода, одной строкой")
      .option("--telegram-id <число>", "вход в бот: id человека в Telegram", readTelegramId)
      .option("--specialist <кто>", "имя или id специалиста, для роли specialist")
      .action(answering(desk, (flags: AddFlags) => addOne(desk, flags))),
    'staff add --name "Ольга" --role owner --email olga@example.ru',
    'staff add --name "Пётр" --role admin --email petr@example.ru --password-stdin < secret.txt',
    'staff add --name "Анна" --role specialist --specialist Анна --telegram-id 123456789',
  );
  withExamples(
    staff
      .command("list")
      .description("показать сотрудников")
      .action(answering(desk, () => list(desk))),
    "staff list",
  );
  withExamples(
    staff
      .command("link")
      .description("связать сотрудника с его Telegram: там он увидит свой день (/today) и отметит визиты")
      .argument("<кто>", "e-mail, имя или id сотрудника")
      .option(
        "--telegram-id <число>",
        "id человека в Telegram; бот назовёт его по команде /id",
        readTelegramId,
      )
      .option("--off", "убрать связь с Telegram")
      .action(answering(desk, (who: string, flags: LinkFlags) => linkOne(desk, who, flags))),
    "staff link olga@example.ru --telegram-id 123456789",
    'staff link "Анна" --off',
  );
  addStaffMessages(staff, desk);
  addStaffChanges(staff, desk);
}

type LinkFlags = { readonly telegramId?: number; readonly off?: true };

async function linkOne(desk: Desk, who: string, { telegramId, off }: LinkFlags) {
  if ((telegramId === undefined) === (off === undefined)) {
    throw new UsageError("Нужно одно из двух: --telegram-id или --off.", { flag: "--telegram-id" });
  }
  const { app } = await openShop(desk);
  const found = await staffIdOf(app, who);
  if (!found.ok) return found;
  const linked = await linkStaff(app, { staffId: found.value, telegramId, actor: OPERATOR });
  if (!linked.ok) return linked;
  const member = linked.value;
  const said =
    member.telegramId === undefined
      ? "связи с Telegram больше нет."
      : "Telegram связан. Свой день сотрудник увидит в боте по команде /today.";
  return reply(staffJson(member), `${member.name}: ${said}`);
}

type AddFlags = {
  readonly name: string;
  readonly role: StaffRole;
  readonly email?: string;
  readonly passwordStdin?: true;
  readonly telegramId?: number;
  readonly specialist?: string;
};

async function addOne(desk: Desk, flags: AddFlags) {
  const { name, role, email, telegramId } = flags;
  if (email === undefined && flags.passwordStdin) {
    throw new UsageError("Пароль без --email ни к чему: им входят в панель.", { flag: "--password-stdin" });
  }
  const { app } = await openShop(desk);
  const specialistId = await specialistIdOf(app, flags.specialist);
  if (!specialistId.ok) return specialistId;
  const password =
    email === undefined ? undefined : await readNewPassword(desk.io, flags.passwordStdin ?? false);
  const added = await addStaff(app, {
    ...{ name, role, email, telegramId, password },
    specialistId: specialistId.value,
    actor: OPERATOR,
  });
  if (!added.ok) return added;
  const member = added.value;
  return reply(
    staffJson(member),
    `Сотрудник добавлен: ${member.name}, ${STAFF_ROLE_WORDS[member.role]}.\nid: ${member.id}`,
  );
}

async function list(desk: Desk) {
  const { app } = await openShop(desk);
  const members = await listStaff(app.db);
  const names = new Map((await listSpecialists(app.db)).map(({ id, name }) => [id, name]));
  return reply({ items: members.map(staffJson) }, staffTable(members, names, desk.io.columns));
}

function staffTable(
  members: readonly StaffMember[],
  specialists: ReadonlyMap<string, string>,
  columns: number,
): string {
  if (members.length === 0) return "Сотрудников пока нет. Добавить: staff add --help";
  const drawn = table(
    [
      { title: "Сотрудник", isFlexible: true },
      { title: "Роль" },
      { title: "E-mail", isFlexible: true },
      { title: "Telegram", align: "right" },
      { title: "Специалист", isFlexible: true },
      { title: "id" },
    ],
    members.map((member) => [
      member.isActive ? member.name : `${member.name} (отключён)`,
      STAFF_ROLE_WORDS[member.role],
      member.email ?? "—",
      member.telegramId === undefined ? "—" : String(member.telegramId),
      specialists.get(member.specialistId ?? "") ?? "—",
      beginOf(member.id),
    ]),
    columns,
  );
  return `${drawn}\n\n${counted(members.length, ["сотрудник", "сотрудника", "сотрудников"])}`;
}

/** Field by field: what the door hands out may hold a password's hash. */
