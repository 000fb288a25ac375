import { describe, expect, it } from "vitest";
import {
  type AddServiceInput,
  addService,
  addSpecialist,
  assignService,
  type ChangeServiceInput,
  changeService,
  changeSpecialist,
  findOffering,
  findService,
  findSpecialistByNameOrId,
  listServices,
  listSpecialists,
  unassignService,
} from "../../../src/core/catalog/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeService, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
const actor = OPERATOR;
const NOBODY = "00000000-0000-4000-8000-000000000000";

/** Who does a service, and the price at each, as a client is offered it. */
async function pricesOf(serviceId: string): Promise<ReadonlyMap<string, number>> {
  const offering = await findOffering(app.db, serviceId);
  return new Map([...(offering?.doers ?? [])].map(([who, { price }]) => [who, price]));
}

let offers = 0;
function offer(over: Partial<AddServiceInput> = {}): AddServiceInput {
  offers += 1;
  return {
    name: `Маникюр ${offers}`,
    kind: "in_person",
    durationMinutes: 90,
    price: kopecks(150_000),
    policy: "prepay",
    prepayment: kopecks(50_000),
    actor,
    ...over,
  };
}

describe("a service", () => {
  it("is offered with what was asked for, by everybody or by those named", async () => {
    const [maria, olga] = [await makeSpecialist(app, []), await makeSpecialist(app, [])];
    const all = granted(
      await addService(app, offer({ specialistIds: "all", name: "  Маникюр   в две краски " })),
    );
    expect(all).toMatchObject({ name: "Маникюр в две краски", prepayment: 50_000, isActive: true });
    expect([...(await pricesOf(all.id)).keys()]).toEqual(expect.arrayContaining([maria.id, olga.id]));
    const one = granted(await addService(app, offer({ specialistIds: [maria.id] })));
    expect(await pricesOf(one.id)).toEqual(new Map([[maria.id, 150_000]]));
  });

  it("is refused with words for what is wrong", async () => {
    const { name } = await makeService(app);
    const tries: readonly (readonly [Partial<AddServiceInput>, string])[] = [
      [{ name: " " }, "name_empty"],
      [{ name: "я".repeat(61) }, "name_too_long"],
      [{ durationMinutes: 4 }, "duration_out_of_range"],
      [{ durationMinutes: 1441 }, "duration_out_of_range"],
      [{ price: kopecks(35_000_001) }, "price_out_of_range"],
      [{ prepayment: kopecks(0) }, "prepayment_out_of_range"],
      [{ prepayment: kopecks(150_001) }, "prepayment_out_of_range"],
      [{ name: name.toUpperCase() }, "name_taken"],
      [{ specialistIds: [NOBODY] }, "unknown_specialist"],
    ];
    for (const [over, refusal] of tries)
      expect(await refusedBy(app, () => addService(app, offer(over)))).toBe(refusal);
  });

  it("changes for bookings from now on, with a trail of what changed", async () => {
    const service = await makeService(app);
    const serviceId = service.id;
    const changed = granted(await changeService(app, { serviceId, price: kopecks(220_000), actor }));
    expect(changed).toEqual({ ...service, price: 220_000 });
    const [trail] = await app.db.many<{ change: { price: unknown } }>(
      sql`SELECT change FROM audit WHERE subject_id = ${serviceId} AND action = 'change_service'`,
    );
    expect(trail?.change.price).toEqual([200_000, 220_000]);
    expect(await refusedBy(app, () => changeService(app, { serviceId, name: "", actor }))).toBe("name_empty");
    expect(await refusedBy(app, () => changeService(app, { serviceId: NOBODY, actor }))).toBe(
      "unknown_service",
    );
  });

  it("PY-2: has a prepayment as long as its policy asks for one, and none that nobody would ask for", async () => {
    const { id: serviceId } = granted(await addService(app, offer()));
    const change = (over: Partial<ChangeServiceInput>) => changeService(app, { serviceId, actor, ...over });
    expect(granted(await change({ price: kopecks(160_000) }))).toMatchObject({ prepayment: 50_000 });
    const both = { policy: "onSite", prepayment: kopecks(40_000) } as const;
    expect(await refusedBy(app, () => change(both))).toBe("prepayment_not_asked");
    expect(granted(await change({ policy: "full" }))).toMatchObject({ policy: "full", prepayment: 0 });
    expect(await refusedBy(app, () => change({ prepayment: kopecks(1) }))).toBe("prepayment_not_asked");
    expect(granted(await change({ prepayment: kopecks(0) }))).toMatchObject({ prepayment: 0 });
    expect(await refusedBy(app, () => change({ policy: "prepay" }))).toBe("prepayment_out_of_range");
    const again = { policy: "prepay", prepayment: kopecks(40_000) } as const;
    expect(granted(await change(again))).toMatchObject(again);
  });

  it("taken from the offer leaves its name to another, and is not bookable", async () => {
    const service = await makeService(app);
    await makeSpecialist(app, [service.id]);
    const bookable = async () => (await listServices(app.db, { onlyBookable: true })).map(({ id }) => id);
    expect(await bookable()).toContain(service.id);
    granted(await changeService(app, { serviceId: service.id, isActive: false, actor }));
    expect(await bookable()).not.toContain(service.id);
    expect(await pricesOf(service.id)).toEqual(new Map());
    await makeService(app, { name: service.name });
    const back = () => changeService(app, { serviceId: service.id, isActive: true, actor });
    expect(await refusedBy(app, back)).toBe("name_taken");
  });

  it("offered by two people at once under one name is offered once", async () => {
    const two = await Promise.all([
      addService(app, offer({ name: "Педикюр" })),
      addService(app, offer({ name: "педикюр" })),
    ]);
    expect(two.map(refusalOf).sort()).toEqual(["done", "name_taken"]);
  });

  it("interrupted is not offered", async () => {
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => addService(dying, offer())),
    );
    const { id: serviceId } = await makeService(app);
    await writingNothing(app, () =>
      interrupted(app, /COMMIT/, (dying) => changeService(dying, { serviceId, durationMinutes: 30, actor })),
    );
  });
});

describe("a specialist", () => {
  it("is taken on with their services, and found by id, name, or its beginning", async () => {
    const service = await makeService(app);
    const zoya = granted(
      await addSpecialist(app, {
        name: "Зоя Иванова",
        about: "Десять лет опыта",
        serviceIds: [service.id],
        actor,
      }),
    );
    expect((await listSpecialists(app.db, { serviceId: service.id })).map(({ id }) => id)).toEqual([zoya.id]);
    for (const typed of [zoya.id, "зоя иванова", "Зоя"])
      expect(granted(await findSpecialistByNameOrId(app.db, typed)).id).toBe(zoya.id);
    granted(await addSpecialist(app, { name: "Зоя Петрова", actor }));
    expect(refusalOf(await findSpecialistByNameOrId(app.db, "зоя"))).toBe("ambiguous_specialist");
    for (const typed of ["", "Никто", NOBODY])
      expect(refusalOf(await findSpecialistByNameOrId(app.db, typed))).toBe("unknown_specialist");
  });

  it("is refused with words for what is wrong", async () => {
    const { name } = await makeSpecialist(app, []);
    const tries = [
      [{ name: " " }, "name_empty"],
      [{ name: "я".repeat(61) }, "name_too_long"],
      [{ name: name.toUpperCase() }, "name_taken"],
      [{ name: "Инна", meetingUrl: "javascript:alert(1)" }, "meeting_url_unreadable"],
      [{ name: "Инна", serviceIds: [NOBODY] }, "unknown_service"],
    ] as const;
    for (const [over, refusal] of tries)
      expect(await refusedBy(app, () => addSpecialist(app, { ...over, actor }))).toBe(refusal);
  });

  it("who is away is not offered", async () => {
    const service = await makeService(app);
    const specialist = await makeSpecialist(app, [service.id]);
    const changed = granted(
      await changeSpecialist(app, { specialistId: specialist.id, isActive: false, actor }),
    );
    expect(changed.isActive).toBe(false);
    expect(await pricesOf(service.id)).toEqual(new Map());
    expect(await listSpecialists(app.db, { serviceId: service.id })).toEqual([]);
    const unknown = () => changeSpecialist(app, { specialistId: NOBODY, isActive: false, actor });
    expect(await refusedBy(app, unknown)).toBe("unknown_specialist");
  });

  it("has an own price for a service until it is taken back, and does it until told otherwise", async () => {
    const service = await makeService(app);
    const specialist = await makeSpecialist(app, []);
    const link = { specialistId: specialist.id, serviceId: service.id, actor };
    const price = async () => (await pricesOf(service.id)).get(specialist.id);

    granted(await assignService(app, { ...link, price: kopecks(250_000) }));
    expect(await price()).toBe(250_000);
    granted(await assignService(app, link));
    expect(await price()).toBe(200_000);
    expect(granted(await unassignService(app, link))).toEqual({ wasAssigned: true });
    expect(granted(await writingNothing(app, () => unassignService(app, link)))).toEqual({
      wasAssigned: false,
    });
    expect(await price()).toBeUndefined();
    expect((await findService(app.db, service.id))?.price).toBe(200_000);

    const tries = [
      [{ ...link, serviceId: NOBODY }, "unknown_service"],
      [{ ...link, specialistId: NOBODY }, "unknown_specialist"],
      [{ ...link, price: kopecks(-1) }, "price_out_of_range"],
    ] as const;
    for (const [input, refusal] of tries)
      expect(await refusedBy(app, () => assignService(app, input))).toBe(refusal);
  });

  it("interrupted is not taken on", async () => {
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => addSpecialist(dying, { name: "Раиса", actor })),
    );
  });
});
