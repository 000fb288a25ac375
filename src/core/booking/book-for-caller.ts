import type { App } from "../app.ts";
import type { Outcome } from "../kernel/outcome.ts";
import { type EnterClientRefusal, enterWithin } from "../people/index.ts";
import {
  BOOKING_CONFLICTS,
  type BookForClientInput,
  type BookForClientRefusal,
  bookAround,
  bookWithin,
} from "./book-for-client.ts";
import type { BookingView } from "./model.ts";

export type BookForCallerInput = Omit<BookForClientInput, "clientId"> & {
  readonly phone: string;
  /** Of a new client only: who is known keeps theirs. */
  readonly name: string;
};

export type BookForCallerRefusal = BookForClientRefusal | EnterClientRefusal;

const CONFLICTS = { ...BOOKING_CONFLICTS, clients_phone_once: "phone_taken" } as const;

/**
 * Books for whoever has this phone, or for a new client who is entered with it: both, or neither. A booking that is
 * refused leaves no client behind. Two of one new phone at once are one client. Safe to repeat with the same `bookingId`.
 * A specialist, too, books so, into their own slots.
 *
 * @source PY-8 PE-4 PE-3
 */
export async function bookForCaller(
  app: App,
  input: BookForCallerInput,
): Promise<Outcome<BookingView, BookForCallerRefusal>> {
  const { phone, name, ...wanted } = input;
  const once = () =>
    bookAround<BookForCallerRefusal>(app, wanted, CONFLICTS, async (tx) => {
      const client = await enterWithin(app, tx, { phone, name, actor: wanted.actor });
      return client.ok ? bookWithin(app, tx, { ...wanted, clientId: client.value.id }) : client;
    });
  const first = await once();
  // Somebody has entered this phone in the meantime: by now it is found.
  return !first.ok && first.refusal === "phone_taken" ? once() : first;
}
