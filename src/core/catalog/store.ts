import { isIdBegin, isUuid } from "../kernel/ids.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Service, ServiceKind, ServicePolicy, Specialist } from "./model.ts";

type ServiceRow = {
  id: string;
  name: string;
  description: string;
  kind: ServiceKind;
  durationMinutes: number;
  priceKopecks: number;
  paymentPolicy: ServicePolicy;
  prepaymentKopecks: number;
  isActive: boolean;
};

const SERVICE = sql`id, name, description, kind, duration_minutes, price_kopecks, payment_policy, prepayment_kopecks, is_active`;

const toService = (row: ServiceRow): Service => ({
  id: row.id,
  name: row.name,
  description: row.description,
  kind: row.kind,
  durationMinutes: row.durationMinutes,
  price: kopecks(row.priceKopecks),
  policy: row.paymentPolicy,
  prepayment: kopecks(row.prepaymentKopecks),
  isActive: row.isActive,
});

export async function findService(via: Queryable, serviceId: string): Promise<Service | undefined> {
  const row = await via.first<ServiceRow>(sql`SELECT ${SERVICE} FROM services WHERE id = ${serviceId}::uuid`);
  return row && toService(row);
}

/** Services in the owner's order; with `onlyBookable` those that are offered and that somebody active does. */
export async function listServices(
  via: Queryable,
  { onlyBookable = false }: { readonly onlyBookable?: boolean } = {},
): Promise<readonly Service[]> {
  const rows = await via.many<ServiceRow>(sql`
    SELECT ${SERVICE} FROM services
    WHERE NOT ${onlyBookable} OR (is_active AND EXISTS (
      SELECT 1 FROM specialist_services link JOIN specialists s ON s.id = link.specialist_id
      WHERE link.service_id = services.id AND s.is_active))
    ORDER BY position, name`);
  return rows.map(toService);
}

type SpecialistRow = {
  id: string;
  name: string;
  about: string;
  meetingUrl: string | null;
  isActive: boolean;
};

const SPECIALIST = sql`id, name, about, meeting_url, is_active`;

const toSpecialist = (row: SpecialistRow): Specialist => ({
  ...row,
  meetingUrl: row.meetingUrl ?? undefined,
});

export async function findSpecialist(via: Queryable, specialistId: string): Promise<Specialist | undefined> {
  const row = await via.first<SpecialistRow>(
    sql`SELECT ${SPECIALIST} FROM specialists WHERE id = ${specialistId}::uuid`,
  );
  return row && toSpecialist(row);
}

/**
 * Specialists, held still until the transaction ends: whoever makes slots for them, or takes their time off, waits.
 *
 * @returns how many of them there are
 */
export async function lockSpecialists(tx: Tx, specialistIds: readonly string[]): Promise<number> {
  return tx.run(sql`
    SELECT id FROM specialists WHERE id = ANY(${specialistIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`);
}

/** Specialists in the owner's order; with a service the active ones who do it. */
export async function listSpecialists(
  via: Queryable,
  { serviceId }: { readonly serviceId?: string | undefined } = {},
): Promise<readonly Specialist[]> {
  const rows = await via.many<SpecialistRow>(
    serviceId === undefined
      ? sql`SELECT ${SPECIALIST} FROM specialists ORDER BY position, name`
      : sql`
        SELECT ${SPECIALIST} FROM specialists
        WHERE is_active AND id IN (SELECT specialist_id FROM specialist_services WHERE service_id = ${serviceId}::uuid)
        ORDER BY position, name`,
  );
  return rows.map(toSpecialist);
}

/** A specialist by what an operator typed: an id or its first eight digits, or a name in any case, whole or the beginning of just one. */
export async function findSpecialistByNameOrId(
  via: Queryable,
  typed: string,
): Promise<Outcome<Specialist, "unknown_specialist" | "ambiguous_specialist">> {
  if (isUuid(typed)) {
    const found = await findSpecialist(via, typed);
    return found ? done(found) : refuse("unknown_specialist", { given: typed });
  }
  const name = typed.trim().toLowerCase();
  const known = await listSpecialists(via);
  const all = known.filter((specialist) => specialist.isActive);
  const named = all.filter((specialist) => specialist.name.toLowerCase() === name);
  const exact = named.length === 0 && isIdBegin(name) ? known.filter(({ id }) => id.startsWith(name)) : named;
  const matching =
    exact.length > 0 ? exact : all.filter((specialist) => specialist.name.toLowerCase().startsWith(name));
  const [only, ...others] = matching;
  if (only === undefined || name === "") return refuse("unknown_specialist", { given: typed });
  if (others.length > 0) {
    return refuse("ambiguous_specialist", {
      given: typed,
      names: matching.map((one) => one.name).join(", "),
    });
  }
  return done(only);
}

/** Who does what, hidden ones too, in the owner's order of specialists and services. */
export type Assignment = {
  readonly specialist: Specialist;
  readonly service: Service;
  /** Undefined: they take the service's (PR-1). */
  readonly ownPrice: Kopecks | undefined;
};

/**
 * Everything that is done by somebody, whether it is offered now or not.
 *
 * @source PR-1
 */
export async function listAssignments(via: Queryable): Promise<readonly Assignment[]> {
  const links = await via.many<{ specialistId: string; serviceId: string; priceKopecks: number | null }>(
    sql`SELECT specialist_id, service_id, price_kopecks FROM specialist_services`,
  );
  const prices = new Map(links.map((link) => [`${link.specialistId} ${link.serviceId}`, link.priceKopecks]));
  const services = await listServices(via);
  return (await listSpecialists(via)).flatMap((specialist) =>
    services.flatMap((service) => {
      const price = prices.get(`${specialist.id} ${service.id}`);
      if (price === undefined) return [];
      return [{ specialist, service, ownPrice: price === null ? undefined : kopecks(price) }];
    }),
  );
}

/** A service that is offered, with those who do it, in the owner's order, and the price at each: their own, or its (PR-1). */
export type Offering = {
  readonly service: Service;
  readonly doers: ReadonlyMap<string, { readonly name: string; readonly price: Kopecks }>;
};

export async function findOffering(via: Queryable, serviceId: string): Promise<Offering | undefined> {
  const row = await via.first<
    ServiceRow & { doers: { id: string; name: string; price: number }[] | null }
  >(sql`
    SELECT ${SERVICE}, (
      SELECT json_agg(json_build_object('id', doer.id, 'name', doer.name,
                                        'price', coalesce(link.price_kopecks, services.price_kopecks))
                      ORDER BY doer.position, doer.name)
      FROM specialist_services link JOIN specialists doer ON doer.id = link.specialist_id
      WHERE link.service_id = services.id AND doer.is_active) AS doers
    FROM services WHERE id = ${serviceId}::uuid AND is_active`);
  if (row === undefined) return undefined;
  return { service: toService(row), doers: doersOf(row.doers ?? []) };
}

/** What some specialists are offered for, with those of them who do it, in the owner's order. */
export async function listOfferings(
  via: Queryable,
  specialistIds: readonly string[],
): Promise<readonly Offering[]> {
  const rows = await via.many<ServiceRow & { doers: { id: string; name: string; price: number }[] }>(sql`
    SELECT ${SERVICE}, doers FROM services JOIN LATERAL (
      SELECT json_agg(json_build_object('id', doer.id, 'name', doer.name,
                                        'price', coalesce(link.price_kopecks, services.price_kopecks))
                      ORDER BY doer.position, doer.name) AS doers
      FROM specialist_services link JOIN specialists doer ON doer.id = link.specialist_id
      WHERE link.service_id = services.id AND doer.is_active AND doer.id = ANY(${specialistIds}::uuid[])) AS offered
      ON doers IS NOT NULL
    WHERE is_active ORDER BY position, services.name`);
  return rows.map((row) => ({ service: toService(row), doers: doersOf(row.doers) }));
}

const doersOf = (doers: readonly { id: string; name: string; price: number }[]): Offering["doers"] =>
  new Map(doers.map(({ id, name, price }) => [id, { name, price: kopecks(price) }] as const));
