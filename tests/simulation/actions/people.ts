import { joinPhone } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { enterClient, registerClient, setConsent } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { type Action, act, type Life, livingClients, short } from "../life.ts";
import { dropInvitation, unite, uniteReason } from "../model/people.ts";
import type { Client } from "../model/state.ts";

const phoneFrom = (life: Life): string => `+79${String(life.chance.below(1e9)).padStart(9, "0")}`;

/** The person as the product made them: the id is its own making, and is looked up. */
async function adopt(
  life: Life,
  by: { readonly telegramId?: number; readonly phone?: string },
  person: Pick<Client, "inviterId" | "hasConsent">,
): Promise<void> {
  const { world, product } = life;
  const row = await product.db.first<{ id: string; referralCode: string }>(sql`
    SELECT id, referral_code FROM clients
    WHERE telegram_id = ${by.telegramId ?? null}::bigint OR phone = ${by.phone ?? null}`);
  if (row === undefined) throw new Error("a client was made who is not there");
  world.clients.set(row.id, {
    ...person,
    id: row.id,
    code: row.referralCode,
    telegramId: by.telegramId,
    createdMs: world.nowMs,
    mergedInto: undefined,
    phone: by.phone,
    isVip: false,
    balance: 0,
    blocks: [],
    bookings: [],
    rewards: [],
  });
  world.touched.clients.add(row.id);
}

/** PE-1, EP-4: the very first /start, by a friend's link or not. */
export const register: Action = {
  name: "somebody comes",
  weight: 3,
  plan: (life) => {
    const { chance, world, clientsMax } = life;
    const living = livingClients(life);
    if (living.length >= clientsMax) return undefined;
    // One of them has many friends, so that a month may have enough of them (EP-4).
    const inviter = chance.weighted([
      [2, living[0]],
      [1, chance.some(living)],
      [1, undefined],
    ]);
    const inviteCode = inviter?.code ?? (chance.once(10) ? "nobody0000" : undefined);
    const telegramId = 10_000 + chance.below(2 ** 40);
    return async () => {
      let isMade = false;
      const step = await act(
        life,
        {
          what: `somebody comes, by ${inviter ? short(inviter.id) : "nobody"}'s link`,
          reasons: new Set(),
          apply: () => {
            isMade = true;
          },
        },
        (app) =>
          registerClient(app, {
            telegramId,
            telegramUsername: undefined,
            name: "Анна",
            inviteCode,
            pressed: "Согласна",
          }),
      );
      if (isMade) await adopt(life, { telegramId }, { inviterId: inviter?.id, hasConsent: true });
      return { ...step, differences: [...step.differences, ...(world.clients.size > clientsMax ? [] : [])] };
    };
  },
};

/** PE-4: staff enter somebody who called. */
export const enter: Action = {
  name: "staff enter a client",
  weight: 1,
  plan: (life) => {
    const living = livingClients(life);
    if (living.length >= life.clientsMax) return undefined;
    const phone = phoneFrom(life);
    return async () => {
      let isMade = false;
      const step = await act(
        life,
        {
          what: "staff enter a client by phone",
          reasons: new Set(),
          apply: () => {
            isMade = true;
          },
        },
        (app) => enterClient(app, { phone, name: "Ольга", actor: OPERATOR }),
      );
      if (isMade) await adopt(life, { phone }, { inviterId: undefined, hasConsent: false });
      return step;
    };
  },
};

/** PE-4, EP-4: a phone is one client's; who was entered by it is the one who tells it. */
export const tellPhone: Action = {
  name: "a client tells the phone",
  weight: 2,
  plan: (life) => {
    const { chance, world } = life;
    const living = livingClients(life);
    const client = chance.some(living.filter(({ telegramId }) => telegramId !== undefined));
    if (client === undefined) return undefined;
    const others = living.filter((one) => one !== client && one.phone !== undefined);
    const holder = chance.once(3) ? chance.some(others) : undefined;
    const phone = holder?.phone ?? phoneFrom(life);
    const telegramId = client.telegramId ?? 0;
    return () => {
      const why = holder === undefined ? undefined : uniteReason(client, holder);
      const forget = () => {
        if (holder !== undefined) dropInvitation(world, client, holder);
      };
      return act(
        life,
        {
          what: `${short(client.id)} tells ${holder === undefined ? "their phone" : `the phone of ${short(holder.id)}`}`,
          reasons: new Set(why === undefined ? [] : [why]),
          applyRefused: forget,
          apply: () => {
            forget();
            if (holder !== undefined) unite(world, holder, client);
            client.phone = phone;
            world.touched.clients.add(client.id);
          },
        },
        (app) =>
          joinPhone(app, {
            clientId: client.id,
            phone,
            ownerTelegramId: telegramId,
            senderTelegramId: telegramId,
          }),
      );
    };
  },
};

/** PE-1: who takes the consent back books nothing until it is given again. */
export const consent: Action = {
  name: "a consent is given or taken back",
  weight: 3,
  plan: (life) => {
    const { chance } = life;
    const wary = livingClients(life).filter(
      ({ hasConsent, telegramId }) => !hasConsent && telegramId !== undefined,
    );
    const client = chance.once(8) ? chance.some(livingClients(life)) : chance.some(wary);
    if (client?.telegramId === undefined) return undefined;
    const isGiven = !client.hasConsent;
    return () =>
      act(
        life,
        {
          what: `${short(client.id)} ${isGiven ? "gives" : "takes back"} the consent`,
          reasons: new Set(),
          apply: () => {
            client.hasConsent = isGiven;
          },
        },
        (app) =>
          setConsent(app, {
            clientId: client.id,
            kind: "personal_data",
            action: isGiven ? "given" : "withdrawn",
            pressed: "кнопка",
          }),
      );
  },
};
