import { describe, expect, it } from "vitest";
import { bookForClient } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { enterClient, findClient, findClientByTelegram } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { givePoints, granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { playersOf } from "./player.ts";
import { at, clientOf, dayAhead, doorsOn, GOOD_CARD, numberOf, play } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const [day, nextDay] = [dayAhead(2), dayAhead(3)];
await makeService(doors, { name: "Стрижка", price: kopecks(200_000) });
const styling = await makeService(doors, { name: "Укладка", policy: "onSite", price: kopecks(150_000) });
const maria = await makeSpecialist(doors);
for (const hour of [10, 11, 12]) await makeSlot(doors, { specialistId: maria.id, startsAt: at(day, hour) });
const byPhone = await makeSlot(doors, { specialistId: maria.id, startsAt: at(nextDay, 15) });

const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const PHONE = "+79005550777";

describe("a person from the first call to the last word", () => {
  it("whom staff booked by phone finds that visit in the bot once they share the phone (PE-4)", async () => {
    const entered = granted(
      await enterClient(doors, { phone: PHONE, name: "Анна с ресепшена", actor: OPERATOR }),
    );
    granted(
      await bookForClient(doors, {
        bookingId: doors.newId(),
        clientId: entered.id,
        serviceId: styling.id,
        slotId: byPhone.id,
        payment: { by: "on_spot", waiverReason: undefined },
        actor: OPERATOR,
      }),
    );
    await givePoints(doors, entered.id, 150);

    const anna = players(4001, "Анна");
    await anna.comes();
    await anna.presses("Даю согласие");
    await anna.presses("Оставить");
    await anna.shares({ phone_number: "79005550777" });
    await anna.waitFor("нашлись ваши прежние записи");
    await anna.presses("Не сейчас");
    await play({ product, db }, [
      ["clients", "have", new Map([[anna, [150, 0, "confirmed"]]])],
      [anna, "says", "/my"],
      [anna, "presses", "15:00 · Укладка"],
      [anna, "sees", "подтверждена"],
    ]);
    expect((await findClient(db, entered.id))?.id).toBe((await clientOf(db, anna)).id);
  });

  it("who wants to be forgotten waits for visits and money, then nothing of them is left (PE-2)", async () => {
    const vera = players(4002, "Вера Холодная");
    await vera.joins();
    const { id } = await clientOf(db, vera);
    await play({ product, db }, [
      [vera, "presses", "Записаться"],
      [vera, "presses", "Стрижка"],
      [vera, "presses", `🟢 ${numberOf(day)}`],
      [vera, "presses", "🟢 11:00"],
      [vera, "presses", "Оплатить 2 000,00 ₽"],
      [vera, "opens", "the bank's page"],
      [vera, "pays", GOOD_CARD],
      [vera, "presses", "Я оплатил"],
      ["clients", "have", new Map([[vera, [0, 0, "confirmed"]]])],
      ["bank", "has", [0, 2_000, 0]],

      [vera, "says", "/me"],
      [vera, "presses", "Удалить мои данные"],
      [vera, "sees", "Удалить данные пока нельзя: впереди запись"],
      [vera, "says", "/my"],
      [vera, "presses", "11:00 · Стрижка"],
      [vera, "presses", "Отменить"],
      [vera, "presses", "Да, отменить"],
      ["clock", "passes", 60],
      ["bank", "has", [0, 2_000, 2_000]],

      [vera, "says", "/me"],
      [vera, "presses", "Удалить мои данные"],
      [vera, "sees", "Удалить все ваши данные?"],
      [vera, "presses", "Удалить навсегда"],
      [vera, "sees", "ваши данные удалены"],
    ]);
    expect(await findClientByTelegram(db, vera.id)).toBeUndefined();
    expect((await findClient(db, id))?.name).toBe("Удалённый клиент");
    const left = await db.many(sql`
      SELECT 'client' FROM clients WHERE name LIKE '%Холодная%'
      UNION ALL SELECT 'inbox' FROM inbox WHERE body::text LIKE '%Холодная%' OR person_id = ${vera.id}
      UNION ALL SELECT 'chat' FROM chats WHERE telegram_id = ${vera.id}`);
    expect(left).toEqual([]);
    await vera.comes();
    await vera.waitFor("согласие на обработку персональных данных");
    expect(troublesOf(product)).toEqual([]);
  });
});
