import { blockClient, liftBlock, setVip } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { adjustPoints } from "../../../src/core/loyalty/index.ts";
import { type Action, act, type Life, livingClients, type Step, short } from "../life.ts";
import { type Client, DAY, HOUR, isPaidLate, type World } from "../model/state.ts";
import { isOn } from "../model/visits.ts";

const isStanding = (world: World, client: Client): boolean =>
  client.blocks.some((one) => isOn(one, world.nowMs));

/** CX-4: blocked by hand, with a reason. */
export const block: Action = {
  name: "staff block a client",
  weight: 1,
  plan: (life) => {
    const { chance } = life;
    const late = livingClients(life).filter(({ bookings }) => bookings.some(isPaidLate));
    const client = chance.some(chance.once(2) && late.length > 0 ? late : livingClients(life));
    if (client === undefined) return undefined;
    const reason = chance.once(8) ? "" : "грубость";
    const days = chance.once(6) ? -1 : chance.between(1, 6);
    return () => blockNow(life, client, { reason, days });
  },
};

/** Blocks a client here and now, for some days and hours or until it is lifted. */
export function blockNow(
  life: Life,
  client: Client,
  how: { readonly reason: string; readonly days: number },
): Promise<Step> {
  const { chance, world } = life;
  const untilMs = chance.once(8) ? undefined : world.nowMs + how.days * DAY + chance.between(0, 20) * HOUR;
  const blockId = chance.uuid();
  const reasons = new Set<string>(how.reason === "" ? ["reason_missing"] : []);
  if (untilMs !== undefined && untilMs <= world.nowMs) reasons.add("block_end_passed");
  if (client.isVip) reasons.add("client_vip");
  return act(
    life,
    {
      what: `staff block ${short(client.id)} for ${how.days} days`,
      reasons,
      apply: () => {
        client.blocks.push({ sinceMs: world.nowMs, untilMs, isLifted: false, bookingId: undefined });
        world.touched.clients.add(client.id);
      },
    },
    (app) =>
      blockClient(app, {
        blockId,
        clientId: client.id,
        reason: how.reason,
        actor: OPERATOR,
        endsAt: untilMs === undefined ? undefined : new Date(untilMs),
      }),
  );
}

function liftAll(world: World, client: Client): void {
  for (const one of client.blocks) if (isOn(one, world.nowMs)) one.isLifted = true;
  world.touched.clients.add(client.id);
}

/** CX-4: the block is lifted. */
export const lift: Action = {
  name: "staff lift a block",
  weight: 4,
  plan: (life) => {
    const { chance, world } = life;
    const blocked = livingClients(life).filter((one) => isStanding(world, one));
    const client = chance.once(6) ? chance.some(livingClients(life)) : chance.some(blocked);
    if (client === undefined) return undefined;
    const reason = chance.once(8) ? "" : "разобрались";
    return () =>
      act(
        life,
        {
          what: `staff lift the block of ${short(client.id)}`,
          reasons: new Set(reason === "" ? ["reason_missing"] : []),
          apply: () => {
            liftAll(world, client);
          },
        },
        (app) => liftBlock(app, { clientId: client.id, reason, actor: OPERATOR }),
      );
  },
};

/** CX-4: exempt from blocks, not from penalties. */
export const vip: Action = {
  name: "staff make a client VIP, or no longer",
  weight: 1,
  plan: (life) => {
    const { chance, world } = life;
    const isVip = chance.once(3);
    const client = chance.some(livingClients(life).filter((one) => isVip || one.isVip));
    if (client === undefined) return undefined;
    return () =>
      act(
        life,
        {
          what: `staff make ${short(client.id)} ${isVip ? "VIP" : "no VIP"}`,
          reasons: new Set(),
          apply: () => {
            // Who becomes exempt is let free at once.
            if (isVip && !client.isVip) liftAll(world, client);
            client.isVip = isVip;
            world.touched.clients.add(client.id);
          },
        },
        (app) => setVip(app, { clientId: client.id, isVip, actor: OPERATOR }),
      );
  },
};

/** EP-5: points by hand, with a reason. */
export const adjust: Action = {
  name: "staff adjust points",
  weight: 3,
  plan: (life) => {
    const { chance, world } = life;
    const client = chance.some(livingClients(life));
    if (client === undefined) return undefined;
    const points = chance.weighted([
      [6, chance.between(50, 1_500)],
      [2, -chance.between(1, 400)],
      [1, 0],
      [1, 1_000_001],
    ]);
    const reason = chance.once(12) ? "  " : "в подарок";
    const entryId = chance.uuid();
    return async () => {
      const reasons = new Set<string>(reason === "  " ? ["reason_missing"] : []);
      if (points === 0) reasons.add("points_zero");
      if (points > 1_000_000) reasons.add("points_out_of_range");
      const deed = {
        what: `staff give ${short(client.id)} ${points} points`,
        reasons,
        apply: () => {
          client.balance += points;
          world.touched.clients.add(client.id);
        },
      };
      const input = { entryId, clientId: client.id, points, reason, mayOwe: true, actor: OPERATOR };
      const step = await act(life, deed, (app) => adjustPoints(app, input));
      if (step.outcome !== "done" || !chance.once(4)) return step;
      const another = { ...input, points: points + 1 };
      if (chance.once(2) && points + 1 !== 0)
        return act(life, { ...deed, reasons: new Set(["entry_is_another"]) }, (app) =>
          adjustPoints(app, another),
        );
      return act(life, { ...deed, apply: () => undefined }, (app) => adjustPoints(app, input));
    };
  },
};
