import type { Command } from "commander";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { present } from "../../core/kernel/invariant.ts";
import {
  findStaff,
  messageGroupsOf,
  STAFF_MESSAGE_GROUPS,
  STAFF_MESSAGE_WORDS,
  type StaffMember,
  type StaffMessageGroup,
  setStaffMessages,
} from "../../core/people/index.ts";
import { oneOf, several, spelled } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { table } from "../output.ts";
import { UsageError } from "../usage.ts";
import { staffIdOf } from "./lookup.ts";

const readGroups = several(oneOf(STAFF_MESSAGE_GROUPS));

type Flags = { readonly on?: readonly StaffMessageGroup[]; readonly off?: readonly StaffMessageGroup[] };

export function addStaffMessages(staff: Command, desk: Desk): void {
  withExamples(
    staff
      .command("messages")
      .description("показать, о чём бот пишет сотруднику в Telegram; включить или выключить")
      .argument("<кто>", "e-mail, имя или id сотрудника")
      .option("--on <о чём>", `включить, можно несколько раз: ${spelled(STAFF_MESSAGE_GROUPS)}`, readGroups)
      .option("--off <о чём>", "выключить, можно несколько раз: те же коды", readGroups)
      .action(answering(desk, (who: string, flags: Flags) => messages(desk, who, flags))),
    "staff messages olga@example.ru",
    "staff messages olga@example.ru --off new-booking --off move",
    'staff messages "Анна" --on tip',
  );
}

async function messages(desk: Desk, who: string, { on = [], off = [] }: Flags) {
  const both = on.find((group) => off.includes(group));
  if (both !== undefined)
    throw new UsageError(`Что-нибудь одно для ${both}: --on или --off.`, { flag: "--on" });
  const { app } = await openShop(desk);
  const found = await staffIdOf(app, who);
  if (!found.ok) return found;
  const staffId = found.value;
  if (on.length + off.length === 0) {
    const member = present(await findStaff(app.db, staffId), "the member of staff just found");
    return shown(member, desk.io.columns);
  }
  const switches = Object.fromEntries([
    ...on.map((group) => [group, true] as const),
    ...off.map((group) => [group, false] as const),
  ]);
  const switched = await setStaffMessages(app, { staffId, switches, actor: OPERATOR });
  return switched.ok ? shown(switched.value, desk.io.columns) : switched;
}

function shown(member: StaffMember, columns: number) {
  const groups = messageGroupsOf(member.role).map((group) => ({
    group,
    isOn: !member.mutedMessages.includes(group),
  }));
  const drawn = table(
    [{ title: "О чём" }, { title: "Код" }, { title: "Пишет" }],
    groups.map(({ group, isOn }) => [STAFF_MESSAGE_WORDS[group], spelled([group]), isOn ? "да" : "нет"]),
    columns,
  );
  const where = member.telegramId === undefined ? "\n\nTelegram не указан: staff link --help" : "";
  return reply(
    { id: member.id, name: member.name, hasTelegram: member.telegramId !== undefined, messages: groups },
    `${member.name}\n${drawn}${where}`,
  );
}
