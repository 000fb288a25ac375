import {
  type BookForCallerRefusal,
  type BookForClientInput,
  type BookingView,
  bookForCaller,
  bookForClient,
} from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import type { Outcome } from "../../core/kernel/outcome.ts";
import { findClient, readPhone } from "../../core/people/index.ts";
import { type ActionCall, type Field, type Said, type Values, wrong } from "../panel-action.ts";

type Wanted = Pick<BookForClientInput, "slotId" | "payment">;

/** Who a form is filled in for: `id` of somebody who is here, or a `phone` and a `name` of somebody who may not be. */
type Whom = { readonly id: string } | { readonly phone: string };

/** A client is chosen from those found, or a new phone is given; forms that know the client say their id outright. */
function whomOf(values: Values): Whom | undefined {
  const chosen = values.text("client");
  if (values.optional("clientId") !== undefined) return { id: values.uuid("clientId") };
  if (isUuid(chosen)) return { id: chosen };
  const phone = chosen || values.text("phone");
  return phone === "" ? undefined : { phone };
}

/** The client of a booking: found by name or phone; and for a new one, once the phone is there, the name. */
export function clientFields(values: Values | undefined): readonly Field[] {
  const client: Field = {
    ...{ name: "client", label: "Телефон или имя клиента", kind: "client" },
    ...{ isRequired: true, recasts: true },
  };
  const whom = values && whomOf(values);
  const isNew = whom !== undefined && "phone" in whom && readPhone(whom.phone).ok;
  return isNew
    ? [client, { name: "name", label: "Имя нового клиента", kind: "text", isRequired: true }]
    : [client];
}

/** Whether the bot can send whoever was chosen a pay link; while nobody is, it may. */
export async function hasChat({ app }: ActionCall, values: Values | undefined): Promise<boolean> {
  const whom = values && whomOf(values);
  if (whom === undefined) return true;
  return "id" in whom && (await findClient(app.db, whom.id))?.telegramId !== undefined;
}

/** Nobody was chosen. */
export const nobody = (values: Values): Said | undefined =>
  whomOf(values) === undefined
    ? wrong("client", "Выберите клиента: найдите его по телефону или имени.")
    : undefined;

/** Books for the client who was chosen; a new one is entered together with the booking, or not at all. */
export function bookChosen(
  { app, actor }: ActionCall,
  values: Values,
  where: Wanted,
): Promise<Outcome<BookingView, BookForCallerRefusal>> {
  const wanted = {
    ...{ ...where, actor },
    ...{ bookingId: values.uuid("bookingId"), serviceId: values.uuid("serviceId") },
  };
  const whom = whomOf(values) ?? { phone: "" };
  return "id" in whom
    ? bookForClient(app, { ...wanted, clientId: whom.id })
    : bookForCaller(app, { ...wanted, phone: whom.phone, name: values.text("name") });
}

/** Where a refusal about the client is said. */
export const WHO_REFUSALS = {
  ...{ name_empty: "name", name_too_long: "name" },
  ...{ phone_unreadable: "client", phone_taken: "client", unknown_client: "client" },
} as const;
