import { findClient } from "../../core/people/index.ts";
import type { Composing, Outgoing, Unwanted } from "./composing.ts";

/** To managers: two cards are one person by the phone, but their visits overlap, so they stay apart (PE-4). */
export async function mergeOverlaps({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const { clientId, bookingNumber, otherBookingNumber } = message.payload;
  const client = await findClient(app.db, String(clientId));
  if (client === undefined || client.isErased) return { unwanted: "client_gone" };
  const numbers = { number: String(bookingNumber), otherNumber: String(otherBookingNumber) };
  return { text: words.t("staff-merge-overlaps", { name: client.name, ...numbers }), buttons: [] };
}
