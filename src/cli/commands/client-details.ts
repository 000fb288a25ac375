import { type Command, InvalidArgumentError } from "commander";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { parseLocalDay } from "../../core/kernel/local-day.ts";
import type { Refused } from "../../core/kernel/outcome.ts";
import { birthdayCode, birthdayText, renameClient, setBirthday, setEmail } from "../../core/people/index.ts";
import type { Parser } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { UsageError } from "../usage.ts";
import { clientOf } from "./lookup.ts";

/** What a client told staff of themselves: a name misheard, an address for receipts, a birthday (PE-4, PY-6). */
export function addDetailCommands(clients: Command, desk: Desk): void {
  withExamples(
    clients
      .command("name")
      .description("изменить имя клиента; клиент может изменить его и сам, в боте")
      .argument("<кто>", "id или телефон")
      .argument("<имя>", "как клиента зовут")
      .action(answering(desk, (who: string, name: string) => rename(desk, who, name))),
    'clients name +79001234567 "Анна Петрова"',
  );
  withExamples(
    clients
      .command("email")
      .description("записать почту клиента: на неё приходят чеки; или убрать её")
      .argument("<кто>", "id или телефон")
      .argument("[адрес]", "почта: anna@example.ru")
      .option("--clear", "убрать почту")
      .action(answering(desk, (who: string, ...typed: Typed) => email(desk, who, wanted("адрес", ...typed)))),
    "clients email +79001234567 anna@example.ru",
    "clients email +79001234567 --clear",
  );
  withExamples(
    clients
      .command("birthday")
      .description("записать день рождения клиента или убрать его")
      .argument("<кто>", "id или телефон")
      .argument("[день]", "день рождения: 1990-03-07, 07.03.1990 или 07.03 без года", readBirthdayTyped)
      .option("--clear", "убрать день рождения")
      .action(
        answering(desk, (who: string, ...typed: Typed) => birthday(desk, who, wanted("день", ...typed))),
      ),
    "clients birthday +79001234567 1990-03-07",
    "clients birthday +79001234567 07.03",
    "clients birthday +79001234567 --clear",
  );
}

type Typed = [value: string | undefined, flags: { readonly clear?: true }];

/** What is to be kept; undefined: what there is goes. @throws UsageError for neither, and for both */
function wanted(what: string, ...[value, { clear }]: Typed): string | undefined {
  if ((value === undefined) === (clear === undefined)) {
    throw new UsageError(`Нужно одно из двух: <${what}> или --clear.`, { flag: "--clear" });
  }
  return value;
}

const BIRTHDAY = /^\d{1,2}[./-]\d{1,2}(?:[./-]\d{4})?$/;

/** A day as days are typed everywhere here, or as people write a birthday down; whether it can be one, the rule says. */
const readBirthdayTyped: Parser<string> = (typed) => {
  const text = typed.trim();
  const day = parseLocalDay(text);
  if (day !== undefined) return birthdayText(day);
  if (BIRTHDAY.test(text)) return text;
  throw new InvalidArgumentError("день рождения в виде 1990-03-07, 07.03.1990 или 07.03 без года");
};

async function rename(desk: Desk, who: string, typed: string) {
  const { app } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const renamed = await renameClient(app, { clientId: client.value.id, name: typed, actor: OPERATOR });
  if (!renamed.ok) return renamed;
  const { id: clientId, name } = renamed.value;
  return reply({ clientId, name }, `Теперь клиента зовут ${name}${name.endsWith(".") ? "" : "."}`);
}

const GIVEN_MAX = 100;

/** Rules do not repeat what is a client's own; whoever typed it here sees it anyway. */
const withGiven = <R extends string>(refused: Refused<R>, typed: string | undefined): Refused<R> => ({
  ...refused,
  detail: { ...refused.detail, given: (typed ?? "").slice(0, GIVEN_MAX) },
});

async function email(desk: Desk, who: string, typed: string | undefined) {
  const { app } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const kept = await setEmail(app, { clientId: client.value.id, email: typed, actor: OPERATOR });
  if (!kept.ok) return withGiven(kept, typed);
  const { id: clientId, name, email: address } = kept.value;
  return reply({ clientId, email: address ?? null }, `${name}, почта: ${address ?? "не указана"}.`);
}

async function birthday(desk: Desk, who: string, typed: string | undefined) {
  const { app } = await openShop(desk);
  const client = await clientOf(app, who);
  if (!client.ok) return client;
  const kept = await setBirthday(app, { clientId: client.value.id, typed, actor: OPERATOR });
  if (!kept.ok) return withGiven(kept, typed);
  const { id: clientId, name, birthday: day } = kept.value;
  const told = day === undefined ? "не указан" : birthdayText(day);
  return reply(
    { clientId, birthday: day === undefined ? null : birthdayCode(day) },
    `${name}, день рождения: ${told}.`,
  );
}
