import { listBlocked, readPhone, searchClients } from "../../../core/people/index.ts";
import { mayFindClients } from "../../access.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { phoneText } from "../../readable.ts";
import type { FoundClients, Refusal } from "./model.ts";

const CLIENTS_MAX = 8;
/** A number that is still being typed: digits with what people put between them. */
const DIGITS = /^\+?[\d\s().-]{3,}$/;
/** A Russian number without its +7. */
const DIGITS_OF_WHOLE = 10;

/** Clients by a part of their name or phone, as it is typed; a whole number that nobody has can be entered. */
export async function findClients({ app, user }: PageCall, asked: Values): Promise<FoundClients | Refusal> {
  if (!mayFindClients(user)) return { refused: "Искать клиентов вам нельзя." };
  const typed = asked.text("query").slice(0, 60);
  if (typed.length < 2) return { clients: [] };
  const isNumber = DIGITS.test(typed);
  const text = isNumber ? partOfNumber(typed) : typed;
  const found = await searchClients(app.db, { text, rowsMax: CLIENTS_MAX });
  const blocked = await listBlocked(
    app.db,
    found.map(({ id }) => id),
    app.clock.now(),
  );
  const phone = isNumber && text.length >= DIGITS_OF_WHOLE ? readPhone(typed) : undefined;
  const theirs = phone?.ok ? found.filter((client) => client.phone === phone.value) : [];
  const [exact, another] = theirs;
  return {
    clients: found.map(({ id, name, phone, isVip, isReachable }) => ({
      id,
      name,
      isReachable,
      ...(phone === undefined ? {} : { phone, phoneText: phoneText(phone) }),
      ...(blocked.has(id) ? { mark: "блок" } : isVip ? { mark: "VIP" } : {}),
    })),
    ...(exact !== undefined && another === undefined ? { exactId: exact.id } : {}),
    ...(phone?.ok && exact === undefined
      ? { newPhone: phone.value, newPhoneText: phoneText(phone.value) }
      : {}),
  };
}

/** In the base a number begins with +7 where people begin with 8. */
const partOfNumber = (typed: string): string => typed.replace(/\D/g, "").replace(/^8(?=\d)/, "7");
