import { isUuid } from "../../../core/kernel/ids.ts";
import type { Zone } from "../../../core/kernel/local-day.ts";
import { searchClients } from "../../../core/people/index.ts";
import { type FoundClient, findClients } from "../../../core/reports/index.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall, PanelPage } from "../../panel-page.ts";
import { formatInstant, phoneText } from "../../readable.ts";
import { clientCard } from "./card.ts";
import { isPartId, moreOf } from "./parts.ts";
import type { FoundLine } from "./view.ts";

/** Everything about one client in one look, and the way to them by anything that is known of them. */
export const CLIENT_PAGE: PanelPage = {
  id: "client",
  label: "Поиск клиента",
  icon: "Search",
  component: "clientCard",
  read: (call, asked) => {
    switch (asked.text("ask")) {
      case "find":
        return find(call, asked.text("text"));
      case "more":
        return more(call, asked);
      case "recent":
        return recent(call);
      default:
        return open(call, asked.text("id"));
    }
  },
};

const UNKNOWN = { problem: "Такого клиента нет. Найдите его по имени или телефону." } as const;

async function open(call: PageCall, id: string): Promise<object> {
  const card = isUuid(id) ? await clientCard(call, id) : undefined;
  return card === undefined ? UNKNOWN : { card };
}

async function more(call: PageCall, asked: Values): Promise<object> {
  const [clientId, id, offset] = [asked.text("id"), asked.text("part"), asked.whole("offset")];
  if (!isUuid(clientId) || !isPartId(id) || !(offset >= 0)) return UNKNOWN;
  return { part: await moreOf(call, { id, clientId, offset }) };
}

const FOUND_MAX = 8;
const TYPED_MAX = 100;

async function find(
  { app, zone }: PageCall,
  text: string,
): Promise<{ readonly found: readonly FoundLine[] }> {
  const typed = text.slice(0, TYPED_MAX);
  const found = await findClients(app.db, { typed, rowsMax: FOUND_MAX });
  return { found: found.map((one) => lineOf(one, zone)) };
}

/** Whoever came last is looked for first. */
async function recent({ app, zone }: PageCall): Promise<{ readonly found: readonly FoundLine[] }> {
  const clients = await searchClients(app.db, { rowsMax: FOUND_MAX });
  return {
    found: clients.map(({ id, name, phone, createdAt }) => ({
      id,
      name,
      detail: [phone && phoneText(phone), `с ${formatInstant(createdAt, zone)}`]
        .filter((part) => part !== undefined)
        .join(" · "),
    })),
  };
}

function lineOf({ id, name, phone, telegramUsername, booking }: FoundClient, zone: Zone): FoundLine {
  const parts = [
    booking && `запись № ${booking.number}, ${formatInstant(booking.startsAt, zone)}`,
    phone && phoneText(phone),
    telegramUsername && `@${telegramUsername}`,
  ];
  return { id, name, detail: parts.filter((part) => part !== undefined).join(" · ") };
}
