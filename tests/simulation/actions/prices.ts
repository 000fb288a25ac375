import { assignService, changeService } from "../../../src/core/catalog/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { type Action, act, short } from "../life.ts";

const PRICES = [70_007, 95_553, 150_001, 155_555, 199_999, 200_000, 260_050];

/** PR-1, PR-5: a price changes; what is booked keeps its own. */
export const changePrice: Action = {
  name: "the owner changes a price",
  weight: 1,
  plan: (life) => {
    const { chance, world } = life;
    const service = chance.pick(world.services);
    const price = chance.pick(PRICES);
    return () =>
      act(
        life,
        {
          what: `the owner sets the price of ${short(service.id)} to ${price}`,
          reasons: new Set(),
          apply: () => {
            service.price = price;
          },
        },
        (app) => changeService(app, { serviceId: service.id, price: kopecks(price), actor: OPERATOR }),
      );
  },
};

/** PR-1: a specialist's own price for it. */
export const changeOwnPrice: Action = {
  name: "a specialist's own price changes",
  weight: 1,
  plan: (life) => {
    const { chance, world } = life;
    const service = chance.pick(world.services);
    const specialistId = chance.some([...service.doers.keys()]);
    if (specialistId === undefined) return undefined;
    const price = chance.once(3) ? undefined : chance.pick(PRICES);
    return () =>
      act(
        life,
        {
          what: `${short(specialistId)} asks ${price ?? "the usual"} for ${short(service.id)}`,
          reasons: new Set(),
          apply: () => {
            service.doers.set(specialistId, price);
          },
        },
        (app) =>
          assignService(app, {
            serviceId: service.id,
            specialistId,
            price: price === undefined ? undefined : kopecks(price),
            actor: OPERATOR,
          }),
      );
  },
};
