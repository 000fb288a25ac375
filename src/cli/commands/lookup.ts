import type { App } from "../../core/app.ts";
import { type BookingView, findBooking, findBookingByNumber } from "../../core/booking/index.ts";
import {
  findSpecialistByNameOrId,
  listServices,
  listSpecialists,
  type Service,
  type Specialist,
} from "../../core/catalog/index.ts";
import { isIdBegin, isUuid } from "../../core/kernel/ids.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { findPaymentCard, type PaymentCard } from "../../core/payments/index.ts";
import { type Client, findClientByIdOrPhone, findStaffByWord, listStaff } from "../../core/people/index.ts";
import { beginOf, idOf } from "./id-of.ts";

/** The specialist's id behind a name or an id; none asked for is none found, which is not a refusal. */
export async function specialistIdOf(
  app: App,
  typed: string | undefined,
): Promise<Outcome<string | undefined, "unknown_specialist" | "ambiguous_specialist">> {
  if (typed === undefined) return done(undefined);
  const found = await findSpecialistByNameOrId(app.db, typed);
  return found.ok ? done(found.value.id) : found;
}

type Typed = "all" | readonly string[] | undefined;
type Ids = "all" | readonly string[] | undefined;

export async function specialistIdsOf(
  app: App,
  typed: Typed,
): Promise<Outcome<Ids, "unknown_specialist" | "ambiguous_specialist">> {
  if (typed === undefined || typed === "all") return done(typed);
  const ids: string[] = [];
  for (const name of typed) {
    const found = await findSpecialistByNameOrId(app.db, name);
    if (!found.ok) return found;
    ids.push(found.value.id);
  }
  return done([...new Set(ids)]);
}

export async function serviceIdsOf(
  app: App,
  typed: Typed,
): Promise<Outcome<Ids, "unknown_service" | "ambiguous_service">> {
  if (typed === undefined || typed === "all") return done(typed);
  const services = (await listServices(app.db)).filter(({ isActive }) => isActive);
  const ids: string[] = [];
  for (const name of typed) {
    const found = pickService(services, name);
    if (!found.ok) return found;
    ids.push(found.value.id);
  }
  return done([...new Set(ids)]);
}

/** By an id, or by a name in any case: whole, or the beginning of just one, as specialists are found. */
function pickService(
  services: readonly Service[],
  typed: string,
): Outcome<Service, "unknown_service" | "ambiguous_service"> {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return refuse("unknown_service", { given: typed });
  const named = services.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
  const exact =
    named.length === 0 && isIdBegin(wanted) ? services.filter(({ id }) => id.startsWith(wanted)) : named;
  const matching =
    exact.length > 0 ? exact : services.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const [only, ...others] = matching;
  if (only === undefined) return refuse("unknown_service", { given: typed });
  if (others.length === 0) return done(only);
  return refuse("ambiguous_service", { given: typed, names: matching.map(({ name }) => name).join(", ") });
}

/** A service, hidden or not; one that is offered goes before a hidden one of the same name. */
export async function anyServiceOf(
  app: App,
  typed: string,
): Promise<Outcome<Service, "unknown_service" | "ambiguous_service">> {
  const services = await listServices(app.db);
  const offered = pickService(
    services.filter(({ isActive }) => isActive),
    typed,
  );
  return offered.ok || offered.refusal === "ambiguous_service" ? offered : pickService(services, typed);
}

/** A specialist, hidden or not, in the same way. */
export async function anySpecialistOf(
  app: App,
  typed: string,
): Promise<Outcome<Specialist, "unknown_specialist" | "ambiguous_specialist">> {
  const found = await findSpecialistByNameOrId(app.db, typed);
  if (found.ok || found.refusal === "ambiguous_specialist") return found;
  const wanted = typed.trim().toLowerCase();
  const [only, ...others] = (await listSpecialists(app.db)).filter(
    ({ name, isActive }) => !isActive && name.toLowerCase() === wanted,
  );
  return only !== undefined && others.length === 0 ? done(only) : found;
}

/** A client by id, its beginning, or phone. */
export async function clientOf(
  app: App,
  typed: string,
): Promise<Outcome<Client, "unknown_client" | "ambiguous_id">> {
  const known = await findClientByIdOrPhone(app.db, typed);
  if (known !== undefined) return done(known);
  const id = await idOf(app, "client", typed);
  if (!id.ok) return id;
  const client = await findClientByIdOrPhone(app.db, id.value);
  return client ? done(client) : refuse("unknown_client", { given: typed });
}

/** A booking by its number, its id, or the beginning of that: eight digits may be either, and are a number first. */
export async function bookingOf(
  app: App,
  key: string | number,
): Promise<Outcome<BookingView, "unknown_booking" | "ambiguous_id">> {
  const numbered = typeof key === "number" ? await findBookingByNumber(app.db, key) : undefined;
  if (numbered !== undefined) return done(numbered);
  const id = await idOf(app, "booking", String(key));
  if (!id.ok) return id;
  const found = await findBooking(app.db, id.value);
  return found ? done(found) : refuse("unknown_booking", { given: key });
}

/** A payment by its id, or by its beginning as the list shows it. */
export async function paymentOf(
  app: App,
  key: string,
): Promise<Outcome<PaymentCard, "unknown_payment" | "ambiguous_id">> {
  const id = await idOf(app, "payment", key);
  if (!id.ok) return id;
  const card = await findPaymentCard(app.db, id.value);
  return card ? done(card) : refuse("unknown_payment", { given: key });
}

type StaffOfRefusal = "unknown_staff" | "ambiguous_staff" | "ambiguous_id";

/** A member of staff by e-mail, by name, whole or the beginning of just one, by id or the beginning of that. */
export async function staffIdOf(app: App, typed: string): Promise<Outcome<string, StaffOfRefusal>> {
  const exact = await findStaffByWord(app.db, typed);
  if (exact.length > 0) return pickStaff(exact, typed);
  if (isUuid(typed.trim())) return refuse("unknown_staff", { given: typed });
  const id = await idOf(app, "staff", typed);
  if (id.ok || id.refusal === "ambiguous_id") return id;
  const begin = typed.trim().toLowerCase();
  const all = begin === "" ? [] : await listStaff(app.db);
  return pickStaff(
    all.filter(({ name }) => name.toLowerCase().startsWith(begin)),
    typed,
  );
}

function pickStaff(
  [only, ...others]: readonly {
    readonly id: string;
    readonly name: string;
    readonly email?: string | null | undefined;
  }[],
  given: string,
): Outcome<string, StaffOfRefusal> {
  if (only === undefined) return refuse("unknown_staff", { given });
  if (others.length === 0) return done(only.id);
  const names = [only, ...others].map(({ id, name, email }) => `${name} (${email ?? beginOf(id)})`);
  return refuse("ambiguous_staff", { given, names: names.join(", ") });
}
