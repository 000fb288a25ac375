import {
  type BookForCallerRefusal,
  type BookForClientInput,
  type BookingView,
  bookForCaller,
  bookForClient,
} from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import type { Outcome } from "../../core/kernel/outcome.ts";
import { readPhone } from "../../core/people/index.ts";
import { mayFindClients } from "../access.ts";
import { type ActionCall, type Field, type Said, said, type Values, wrong } from "../panel-action.ts";
import { isReached } from "./told-by-bot.ts";

type Wanted = Pick<BookForClientInput, "slotId" | "payment">;

/** Who a form is filled in for: `id` of somebody who is here, or a `phone` and a `name` of somebody who may not be. */
type Whom = { readonly id: string } | { readonly phone: string };

/**
 * A client is chosen from those found, or a new phone is given; forms that know the client say their id outright. Of who
 * may not look clients up only a phone is taken, whatever else the browser sends (PE-3).
 */
function whomOf({ user }: ActionCall, values: Values): Whom | undefined {
  if (!mayFindClients(user)) {
    const phone = values.text("phone");
    return phone === "" ? undefined : { phone };
  }
  const chosen = values.text("client");
  if (values.optional("clientId") !== undefined) return { id: values.uuid("clientId") };
  if (isUuid(chosen)) return { id: chosen };
  const phone = chosen || values.text("phone");
  return phone === "" ? undefined : { phone };
}

/** What whoever may not look clients up types of one, known or not: the answer is the same until the booking is made. */
const TYPED_CLIENT: readonly Field[] = [
  {
    ...{ name: "phone", label: "Телефон клиента", kind: "text", isRequired: true },
    hint: "Целиком, например: +7 900 123-45-67.",
  },
  {
    ...{ name: "name", label: "Имя клиента", kind: "text", isRequired: true },
    hint: "Если клиент с этим телефоном уже есть, запишем его под прежним именем.",
  },
];

/**
 * The client of a booking: found by name or phone; and for a new one, once the phone is there, the name. Who may not look
 * clients up gives both at once (PE-3).
 */
export function clientFields(call: ActionCall, values: Values | undefined): readonly Field[] {
  if (!mayFindClients(call.user)) return TYPED_CLIENT;
  const client: Field = {
    ...{ name: "client", label: "Телефон или имя клиента", kind: "client" },
    ...{ isRequired: true, recasts: true },
  };
  const whom = values && whomOf(call, values);
  const isNew = whom !== undefined && "phone" in whom && readPhone(whom.phone).ok;
  return isNew
    ? [client, { name: "name", label: "Имя нового клиента", kind: "text", isRequired: true }]
    : [client];
}

/** Whether the bot can send whoever was chosen a pay link; while nobody is, it may. */
export async function isReachable(call: ActionCall, values: Values | undefined): Promise<boolean> {
  const whom = values && whomOf(call, values);
  if (whom === undefined) return true;
  return "id" in whom && isReached(call.app, whom.id);
}

/** Nobody was chosen, or somebody was not named in full. */
export function nobody(call: ActionCall, values: Values): Said | undefined {
  const isNobody = whomOf(call, values) === undefined;
  if (mayFindClients(call.user))
    return isNobody ? wrong("client", "Выберите клиента: найдите его по телефону или имени.") : undefined;
  if (isNobody) return wrong("phone", "Напишите телефон клиента целиком.");
  // Asked for of everybody: that it can be left out would tell who is known here.
  return values.text("name") === "" ? wrong("name", "Напишите имя клиента.") : undefined;
}

/** Books for the client who was chosen; a new one is entered together with the booking, or not at all. */
export function bookChosen(
  call: ActionCall,
  values: Values,
  where: Wanted,
): Promise<Outcome<BookingView, BookForCallerRefusal>> {
  const { app, actor } = call;
  const wanted = {
    ...{ ...where, actor },
    ...{ bookingId: values.uuid("bookingId"), serviceId: values.uuid("serviceId") },
  };
  const whom = whomOf(call, values) ?? { phone: "" };
  return "id" in whom
    ? bookForClient(app, { ...wanted, clientId: whom.id })
    : bookForCaller(app, { ...wanted, phone: whom.phone, name: values.text("name") });
}

/** As `said`, where the name that may be missing is a client's. */
export function saidOfClient<T>(...asked: Parameters<typeof said<T>>): Said {
  const [outcome] = asked;
  const answer = said(...asked);
  const isNameless = !outcome.ok && outcome.refusal === "name_empty";
  return isNameless ? { ...answer, message: "Укажите имя клиента." } : answer;
}

/** Where a refusal about the client is said. */
export function whoRefusals({ user }: ActionCall) {
  const who = mayFindClients(user) ? "client" : "phone";
  return {
    ...{ name_empty: "name", name_too_long: "name" },
    ...{ phone_unreadable: who, phone_taken: who, unknown_client: who },
  } as const;
}
