import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import type { Kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { Specialist } from "./model.ts";
import { checkPrice, checkSpecialist, type SpecialistDetails } from "./rules/details.ts";
import { findSpecialist } from "./store.ts";

export type AddSpecialistInput = {
  readonly name: string;
  readonly about?: string | undefined;
  readonly meetingUrl?: string | undefined;
  readonly serviceIds?: "all" | readonly string[] | undefined;
  readonly actor: Actor;
};
export type SpecialistRefusal =
  | "name_empty"
  | "name_too_long"
  | "name_taken"
  | "meeting_url_unreadable"
  | "unknown_service"
  | "unknown_specialist";

const CONFLICTS = {
  specialists_name_once: "name_taken",
  specialist_services_service_id_fkey: "unknown_service",
  specialist_services_specialist_id_fkey: "unknown_specialist",
} as const;

/** Takes a specialist on. */
export async function addSpecialist(
  app: App,
  input: AddSpecialistInput,
): Promise<Outcome<Specialist, SpecialistRefusal>> {
  const { name, about = "", meetingUrl, serviceIds = [], actor } = input;
  const checked = checkSpecialist({ name, about, meetingUrl, isActive: true });
  if (!checked.ok) return checked;
  const specialist: Specialist = { id: app.newId(), ...checked.value };
  const now = app.clock.now();

  return inTransaction<Specialist, SpecialistRefusal>(app.db, CONFLICTS, async (tx) => {
    await tx.run(sql`
      INSERT INTO specialists (id, name, about, meeting_url, position, created_at)
      VALUES (${specialist.id}::uuid, ${specialist.name}, ${about}, ${meetingUrl ?? null},
              (SELECT count(*) FROM specialists)::int, ${now})`);
    await tx.run(
      serviceIds === "all"
        ? sql`
          INSERT INTO specialist_services (specialist_id, service_id)
          SELECT ${specialist.id}::uuid, id FROM services WHERE is_active`
        : sql`
          INSERT INTO specialist_services (specialist_id, service_id)
          SELECT ${specialist.id}::uuid, id FROM unnest(${serviceIds}::uuid[]) AS given (id)`,
    );
    await recordAudit(
      tx,
      { actor, action: "add_specialist", subjectKind: "specialist", subjectId: specialist.id },
      now,
    );
    return done(specialist);
  });
}

export type ChangeSpecialistInput = Partial<SpecialistDetails> & {
  readonly specialistId: string;
  readonly actor: Actor;
};

/** Changes how a specialist is shown, and whether they can be booked. */
export async function changeSpecialist(
  app: App,
  input: ChangeSpecialistInput,
): Promise<Outcome<Specialist, SpecialistRefusal>> {
  const { specialistId, actor, ...wanted } = input;
  const now = app.clock.now();

  return inTransaction<Specialist, SpecialistRefusal>(app.db, CONFLICTS, async (tx) => {
    await tx.run(sql`SELECT 1 FROM specialists WHERE id = ${specialistId}::uuid FOR UPDATE`);
    const before = await findSpecialist(tx, specialistId);
    if (!before) return refuse("unknown_specialist");
    const checked = checkSpecialist({ ...before, ...wanted });
    if (!checked.ok) return checked;

    const after = checked.value;
    await tx.run(sql`
      UPDATE specialists SET name = ${after.name}, about = ${after.about}, meeting_url = ${after.meetingUrl ?? null},
        is_active = ${after.isActive}
      WHERE id = ${specialistId}::uuid`);
    const change = {
      isActive: [before.isActive, after.isActive],
      personName: before.name === after.name ? undefined : [before.name, after.name],
      hasNewWords: before.about !== after.about || undefined,
      hasNewLink: before.meetingUrl !== after.meetingUrl || undefined,
    };
    const subject = { subjectKind: "specialist", subjectId: specialistId };
    await recordAudit(tx, { actor, action: "change_specialist", ...subject, change }, now);
    return done(present(await findSpecialist(tx, specialistId), "the specialist just changed"));
  });
}

export type AssignServiceInput = {
  readonly specialistId: string;
  readonly serviceId: string;
  /** Their own price for it; undefined takes the service's (PR-1). */
  readonly price?: Kopecks | undefined;
  readonly actor: Actor;
};

export type AssignServiceRefusal = "unknown_service" | "unknown_specialist" | "price_out_of_range";

const ASSIGN_CONFLICTS = {
  specialist_services_service_id_fkey: "unknown_service",
  specialist_services_specialist_id_fkey: "unknown_specialist",
  specialist_services_price_in_range: "price_out_of_range",
} as const;

/** Says that a specialist does a service, and at which price; saying it again sets the price anew. */
export async function assignService(
  app: App,
  input: AssignServiceInput,
): Promise<Outcome<{ readonly specialistId: string }, AssignServiceRefusal>> {
  const { specialistId, serviceId, price, actor } = input;
  const checked = price === undefined ? done(price) : checkPrice(price);
  if (!checked.ok) return checked;
  const now = app.clock.now();
  return inTransaction<{ specialistId: string }, AssignServiceRefusal>(
    app.db,
    ASSIGN_CONFLICTS,
    async (tx) => {
      await tx.run(sql`
      INSERT INTO specialist_services (specialist_id, service_id, price_kopecks)
      VALUES (${specialistId}::uuid, ${serviceId}::uuid, ${price ?? null})
      ON CONFLICT (specialist_id, service_id) DO UPDATE SET price_kopecks = excluded.price_kopecks`);
      const change = { service: serviceId, price: price ?? null };
      const subject = { subjectKind: "specialist", subjectId: specialistId };
      await recordAudit(tx, { actor, action: "assign_service", ...subject, change }, now);
      return done({ specialistId });
    },
  );
}

/** Says that a specialist no longer does a service; bookings that exist stay. */
export async function unassignService(
  app: App,
  input: { readonly specialistId: string; readonly serviceId: string; readonly actor: Actor },
): Promise<Outcome<{ readonly wasAssigned: boolean }, never>> {
  const { specialistId, serviceId, actor } = input;
  const now = app.clock.now();
  return inTransaction<{ wasAssigned: boolean }, never>(app.db, {}, async (tx) => {
    const removed = await tx.run(sql`
      DELETE FROM specialist_services WHERE specialist_id = ${specialistId}::uuid AND service_id = ${serviceId}::uuid`);
    const subject = { subjectKind: "specialist", subjectId: specialistId };
    if (removed > 0) {
      await recordAudit(
        tx,
        { actor, action: "unassign_service", ...subject, change: { service: serviceId } },
        now,
      );
    }
    return done({ wasAssigned: removed > 0 });
  });
}
