import { type Client, readPhone, searchClients } from "../../core/people/index.ts";
import { type ActionCall, type Field, type Said, type Values, wrong } from "../panel-action.ts";
import { phoneText } from "../readable.ts";

/** A client by what staff remember of them. */
export const CLIENT_FIELD: Field = {
  name: "client",
  label: "Клиент",
  kind: "text",
  isRequired: true,
  hint: "Имя или телефон, можно часть.",
};

type Found = Pick<Client, "id" | "name" | "phone">;

/** The clients that fit what was typed, at most so many, and whether there are more; or what is wrong with it. */
export async function findTyped(
  { app }: ActionCall,
  values: Values,
  clientsMax: number,
): Promise<{ readonly clients: readonly [Found, ...Found[]]; readonly hasMore: boolean } | Said> {
  const typed = values.text("client");
  if (typed === "") return wrong("client", "Напишите имя или телефон клиента.");
  const phone = readPhone(typed);
  const text = phone.ok ? phone.value : typed;
  const [first, ...others] = await searchClients(app.db, { text, rowsMax: clientsMax + 1 });
  if (first === undefined)
    return wrong("client", "Такого клиента не нашлось. Попробуйте часть имени или номера.");
  return { clients: [first, ...others.slice(0, clientsMax - 1)], hasMore: others.length >= clientsMax };
}

export const HAS_MORE = "Нашлись и другие: уточните имя или телефон.";

/** Before a line that belongs under the one above it. */
export const INDENT = "\u00a0\u00a0\u00a0";

export const whoIs = ({ name, phone }: Pick<Client, "name" | "phone">): string =>
  phone === undefined ? name : `${name}, ${phoneText(phone)}`;
