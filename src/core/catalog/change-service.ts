import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { Service } from "./model.ts";
import { checkService, type ServiceDetails, type ServiceDetailsRefusal } from "./rules/details.ts";
import { findService } from "./store.ts";

export type AddServiceInput = Omit<ServiceDetails, "description" | "isActive"> & {
  readonly description?: string | undefined;
  /** Who does it from the start, at the service's price. */
  readonly specialistIds?: "all" | readonly string[] | undefined;
  readonly actor: Actor;
};
export type ServiceRefusal = ServiceDetailsRefusal | "name_taken" | "unknown_service" | "unknown_specialist";

const CONFLICTS = {
  services_name_once: "name_taken",
  specialist_services_specialist_id_fkey: "unknown_specialist",
} as const;

/** Offers a new service. */
export async function addService(
  app: App,
  input: AddServiceInput,
): Promise<Outcome<Service, ServiceRefusal>> {
  const { actor, specialistIds = [], ...given } = input;
  const checked = checkService({ ...given, description: given.description ?? "", isActive: true });
  if (!checked.ok) return checked;
  const service: Service = { id: app.newId(), ...checked.value };
  const now = app.clock.now();

  return inTransaction<Service, ServiceRefusal>(app.db, CONFLICTS, async (tx) => {
    await tx.run(sql`
      INSERT INTO services (id, name, description, kind, duration_minutes, price_kopecks, payment_policy,
                            prepayment_kopecks, is_active, position, created_at)
      VALUES (${service.id}::uuid, ${service.name}, ${service.description}, ${service.kind}, ${service.durationMinutes},
              ${service.price}, ${service.policy}, ${service.prepayment}, true,
              (SELECT count(*) FROM services)::int, ${now})`);
    await linkSpecialists(tx, service.id, specialistIds);
    await recordAudit(
      tx,
      { actor, action: "add_service", subjectKind: "service", subjectId: service.id },
      now,
    );
    return done(service);
  });
}

async function linkSpecialists(
  tx: Tx,
  serviceId: string,
  specialistIds: "all" | readonly string[],
): Promise<void> {
  await tx.run(
    specialistIds === "all"
      ? sql`
        INSERT INTO specialist_services (specialist_id, service_id)
        SELECT id, ${serviceId}::uuid FROM specialists WHERE is_active ON CONFLICT DO NOTHING`
      : sql`
        INSERT INTO specialist_services (specialist_id, service_id)
        SELECT id, ${serviceId}::uuid FROM unnest(${specialistIds}::uuid[]) AS given (id) ON CONFLICT DO NOTHING`,
  );
}

export type ChangeServiceInput = Partial<ServiceDetails> & {
  readonly serviceId: string;
  readonly actor: Actor;
};

/**
 * Changes a service for bookings made from now on; those that exist keep their terms (PR-5). A policy under which nothing
 * is prepaid ends the prepayment that there was.
 */
export async function changeService(
  app: App,
  input: ChangeServiceInput,
): Promise<Outcome<Service, ServiceRefusal>> {
  const { serviceId, actor, ...wanted } = input;
  const now = app.clock.now();

  return inTransaction<Service, ServiceRefusal>(app.db, CONFLICTS, async (tx) => {
    await tx.run(sql`SELECT 1 FROM services WHERE id = ${serviceId}::uuid FOR UPDATE`);
    const before = await findService(tx, serviceId);
    if (!before) return refuse("unknown_service");
    const policy = wanted.policy ?? before.policy;
    const kept = policy === "prepay" ? before.prepayment : kopecks(0);
    const checked = checkService({ ...before, prepayment: kept, ...wanted });
    if (!checked.ok) return checked;

    const after = checked.value;
    await tx.run(sql`
      UPDATE services SET name = ${after.name}, description = ${after.description}, kind = ${after.kind},
        duration_minutes = ${after.durationMinutes}, price_kopecks = ${after.price}, payment_policy = ${after.policy},
        prepayment_kopecks = ${after.prepayment}, is_active = ${after.isActive}
      WHERE id = ${serviceId}::uuid`);
    const change = {
      price: [before.price, after.price],
      durationMinutes: [before.durationMinutes, after.durationMinutes],
      serviceKind: [before.kind, after.kind],
      policy: [before.policy, after.policy],
      prepayment: [before.prepayment, after.prepayment],
      isActive: [before.isActive, after.isActive],
      name: before.name === after.name ? undefined : [before.name, after.name],
      hasNewWords: before.description !== after.description || undefined,
    };
    await recordAudit(
      tx,
      { actor, action: "change_service", subjectKind: "service", subjectId: serviceId, change },
      now,
    );
    return done(present(await findService(tx, serviceId), "the service just changed"));
  });
}
