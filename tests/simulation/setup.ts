import { addService, addSpecialist, assignService } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { granted } from "../support/make.ts";
import { type Policy, RULEBOOK_SETTINGS, type World } from "./model/state.ts";
import type { Product } from "./world/product.ts";

/** A small salon: every policy, short and long visits, one of them online. */
const SERVICES: readonly (readonly [
  name: string,
  minutes: number,
  price: number,
  policy: Policy,
  prepayment: number,
  isOnline: boolean,
])[] = [
  ["Стрижка", 60, 200_000, "full", 0, false],
  ["Укладка", 30, 90_051, "onSite", 0, false],
  ["Окрашивание", 120, 199_999, "prepay", 70_000, false],
  ["Уход", 60, 95_553, "onSite", 0, false],
  ["Консультация", 60, 150_033, "prepay", 40_050, true],
];
const SPECIALISTS = ["Мария", "Анна", "Олег"];

export async function openSalon(product: Product): Promise<World> {
  const { app } = product.start(undefined);
  const world: World = {
    nowMs: product.nowMs(),
    settings: { ...RULEBOOK_SETTINGS },
    services: [],
    specialistIds: [],
    slots: new Map(),
    clients: new Map(),
    gone: new Map(),
    bookings: new Map(),
    fates: new Map(),
    entries: new Map(),
    touched: { bookings: new Set(), clients: new Set(), slots: new Set() },
  };
  for (const [name, minutes, price, policy, prepayment, isOnline] of SERVICES) {
    const service = granted(
      await addService(app, {
        name,
        kind: isOnline ? "online" : "in_person",
        durationMinutes: minutes,
        price: kopecks(price),
        policy,
        prepayment: kopecks(prepayment),
        actor: OPERATOR,
      }),
    );
    world.services.push({ id: service.id, isOnline, minutes, policy, price, prepayment, doers: new Map() });
  }
  for (const [index, name] of SPECIALISTS.entries()) {
    const specialist = granted(
      await addSpecialist(app, { name, meetingUrl: "https://meet.example.test/1", actor: OPERATOR }),
    );
    world.specialistIds.push(specialist.id);
    for (const [place, service] of world.services.entries()) {
      // The last one of them does not do everything.
      if (index === SPECIALISTS.length - 1 && place === 2) continue;
      const price = index === 1 && place === 0 ? 240_000 : undefined;
      const own = price === undefined ? {} : { price: kopecks(price) };
      granted(
        await assignService(app, {
          specialistId: specialist.id,
          serviceId: service.id,
          ...own,
          actor: OPERATOR,
        }),
      );
      service.doers.set(specialist.id, price);
    }
  }
  // A small salon has few friends of friends: a limit that is never reached would prove nothing (EP-4).
  granted(await changeSetting(app, { key: "referral.maxPerMonth", typed: "1", actor: OPERATOR }));
  world.settings["referral.maxPerMonth"] = 1;
  return world;
}
