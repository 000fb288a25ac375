import type { Command } from "commander";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { dayOf } from "../../core/kernel/local-day.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { zoneWords } from "../../core/kernel/zone-names.ts";
import { balanceOf } from "../../core/loyalty/index.ts";
import {
  birthdayCode,
  birthdayText,
  type Client,
  enterClient,
  findBlock,
  findPinnedNote,
  findTags,
  hasConsent,
  searchClients,
} from "../../core/people/index.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { dayTitle, fields, momentOf, moreBelow, pageOf, table } from "../output.ts";
import { addClientData } from "./client-data.ts";
import { addDetailCommands } from "./client-details.ts";
import { addClientImport } from "./client-import.ts";
import { addNoteCommand } from "./client-notes.ts";
import { addPhoneCommand } from "./client-phone.ts";
import { addTagCommand } from "./client-tags.ts";
import { beginOf } from "./id-of.ts";
import { clientOf } from "./lookup.ts";
import { addStandingCommands } from "./standing.ts";

export function addClientCommands(clients: Command, desk: Desk): void {
  withExamples(
    withPaging(
      clients
        .command("list")
        .description("показать клиентов, новые сверху")
        .option("--search <текст>", "часть имени или телефона"),
    ).action(answering(desk, (flags: ListFlags) => list(desk, flags))),
    "clients list",
    'clients list --search "Анна" --json',
  );
  withExamples(
    clients
      .command("show")
      .description("показать клиента: баллы, согласия, ограничения")
      .argument("<кто>", "id или телефон")
      .action(answering(desk, (who: string) => show(desk, who))),
    "clients show +79001234567",
    "clients show 0f8fad5b-d9cb-469f-a165-70867728950e --json",
  );
  withExamples(
    clients
      .command("add")
      .description("добавить клиента по телефону; бот узнает его по тому же номеру")
      .requiredOption("--phone <номер>", "телефон: +7 900 123-45-67")
      .requiredOption("--name <имя>", "как клиента зовут")
      .action(answering(desk, (flags: AddFlags) => add(desk, flags))),
    'clients add --phone "+7 900 123-45-67" --name "Ольга"',
  );
  addDetailCommands(clients, desk);
  addPhoneCommand(clients, desk);
  addStandingCommands(clients, desk);
  addTagCommand(clients, desk);
  addNoteCommand(clients, desk);
  addClientData(clients, desk);
  addClientImport(clients, desk);
}

type AddFlags = { readonly phone: string; readonly name: string };

async function add(desk: Desk, { phone, name }: AddFlags) {
  const { app } = await openShop(desk);
  const entered = await enterClient(app, { phone, name, actor: OPERATOR });
  if (!entered.ok) return entered;
  const { isKnown, ...client } = entered.value;
  const said = isKnown ? "Клиент с этим телефоном уже есть" : "Клиент добавлен";
  return reply(
    { ...clientJson(client), isKnown },
    `${said}: ${client.name}, ${client.phone ?? "—"}.\nid: ${client.id}`,
  );
}

type ListFlags = Paging & { readonly search?: string };

async function list(desk: Desk, { search, limit, offset }: ListFlags) {
  const { app } = await openShop(desk);
  const found = await searchClients(app.db, { text: search, rowsMax: limit + 1, offset });
  const page = pageOf(found, limit);
  const text = () => clientTable(page.items, desk.io.columns) + moreBelow(page, offset);
  return reply({ items: page.items.map(clientJson), hasMore: page.hasMore }, text);
}

function clientTable(clients: readonly Client[], columns: number): string {
  if (clients.length === 0) return "Клиентов не найдено.";
  return table(
    [
      { title: "Клиент", isFlexible: true },
      { title: "Телефон" },
      { title: "Баллы", align: "right" },
      { title: "id" },
    ],
    clients.map((client) => [
      client.name,
      client.phone ?? "—",
      formatWhole(client.pointsBalance),
      beginOf(client.id),
    ]),
    columns,
  );
}

async function show(desk: Desk, who: string) {
  const { app, zone } = await openShop(desk);
  const found = await clientOf(app, who);
  if (!found.ok) return found;
  const client = found.value;
  const now = app.clock.now();
  const balance = await balanceOf(app.db, { clientId: client.id, now });
  const block = await findBlock(app.db, client.id, now);
  const consents = {
    personalData: await hasConsent(app.db, client.id, "personal_data"),
    marketing: await hasConsent(app.db, client.id, "marketing"),
  };
  const tags = await findTags(app.db, client.id);
  const note = await findPinnedNote(app.db, client.id);
  const json = {
    ...clientJson(client),
    tags,
    note,
    points: {
      balance: balance.balance,
      held: balance.held,
      available: balance.available,
      nextRedemptionAt: balance.nextRedemptionAt ?? null,
    },
    consents,
    block: block === undefined ? null : { reason: block.reason, endsAt: block.endsAt ?? null },
  };
  const text = fields(
    [
      ["Клиент", client.name],
      ["id", client.id],
      ["Данные", client.isErased ? "удалены навсегда; визиты и деньги остались без имени" : undefined],
      ["Телефон", client.phone ?? "—"],
      ["E-mail", client.email],
      ["Telegram", client.telegramId === undefined ? "—" : String(client.telegramId)],
      [
        "Баллы",
        `${formatWhole(balance.balance)}${balance.held > 0 ? ` (отложено ${formatWhole(balance.held)}, доступно ${formatWhole(balance.available)})` : ""}`,
      ],
      ["Списать можно", balance.nextRedemptionAt && `с ${momentOf(balance.nextRedemptionAt, zone)}`],
      ["Согласие на обработку данных", consents.personalData ? "есть" : "нет"],
      ["Согласие на рассылки", consents.marketing ? "есть" : "нет"],
      ["VIP", client.isVip ? "да" : undefined],
      ["Метки", tags.join(", ") || undefined],
      ["Заметка", note || undefined],
      [
        "Заблокирован",
        block &&
          `${block.endsAt ? `до ${momentOf(block.endsAt, zone)}` : "пока не снимете"}: ${block.reason}`,
      ],
      ["Код приглашения", client.referralCode],
      ["День рождения", client.birthday && birthdayText(client.birthday)],
      ["Часовой пояс", client.timeZone && zoneWords(client.timeZone, now)],
      ["Клиент с", dayTitle(dayOf(client.createdAt, zone))],
    ],
    desk.io.columns,
  );
  return reply(json, text);
}

const clientJson = (client: Client) => ({
  id: client.id,
  name: client.name,
  phone: client.phone ?? null,
  email: client.email ?? null,
  telegramId: client.telegramId ?? null,
  birthday: client.birthday === undefined ? null : birthdayCode(client.birthday),
  timeZone: client.timeZone ?? null,
  isErased: client.isErased,
  referralCode: client.referralCode,
  invitedById: client.invitedById ?? null,
  isVip: client.isVip,
  pointsBalance: client.pointsBalance,
  createdAt: client.createdAt,
});
