import { PNG } from "pngjs";
import { expect, it } from "vitest";
import { describeBroadcast, findBroadcast } from "../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { makeRunning, sayOfMarketing } from "../support/broadcast.ts";
import { testDatabase } from "../support/database.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { captionsOf, playersOf } from "./player.ts";
import { at, clientOf, dayAhead, doorsOn, numberOf, play, settlesTo } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const day = dayAhead(2);
const service = await makeService(doors, { name: "Укладка", policy: "onSite", price: kopecks(150_000) });
const maria = await makeSpecialist(doors);
await makeSlot(doors, { specialistId: maria.id, startsAt: at(day, 10) });
granted(await changeSetting(doors, { key: "marketing.enabled", typed: "да", actor: OPERATOR }));
// Whenever this test runs.
granted(await changeSetting(doors, { key: "quietHours", typed: "00:00-00:00", actor: OPERATOR }));

const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const PICTURE = PNG.sync.write(new PNG({ width: 64, height: 32 }));

it("MS-3: a broadcast comes to who agreed, is tapped, booked from and counted; the way out is the last of them", async () => {
  const [anna, vera] = [players(3_101, "Анна"), players(3_102, "Вера")];
  await anna.joins();
  await vera.joins();
  await sayOfMarketing(doors, (await clientOf(db, anna)).id, "given");

  const buttons = [{ leadsTo: "service", serviceId: service.id, label: "Записаться на укладку" }] as const;
  const { id } = await makeRunning(doors, {
    text: "<b>{имя}</b>, в {салон} осень!",
    buttons,
    picture: PICTURE,
  });
  const letter = await anna.waitFor("Анна, в Окошко осень!");
  expect(letter.photo).toBeDefined();
  expect(captionsOf(letter)).toEqual(["Записаться на укладку", "Не присылать такое"]);
  await settlesTo(async () => (await findBroadcast(db, id))?.state, "done");

  await play({ product, db }, [
    [anna, "presses", "Записаться на укладку"],
    [anna, "presses", `🟢 ${numberOf(day)}`],
    [anna, "presses", "🟢 10:00"],
    [anna, "presses", "Записаться"],
    ["clients", "have", new Map([[anna, [0, 0, "confirmed"]]])],
  ]);
  const { figures } = granted(await describeBroadcast(doors, id));
  expect(figures).toMatchObject({ recipients: 1, delivered: 1, pressed: 1, booked: 1, money: 0 });

  await anna.presses("Не присылать такое", letter);
  await anna.waitFor("новостей и скидок больше не будет");
  const { id: news } = await makeRunning(doors, { kind: "informational", text: "Мы переехали" });
  await settlesTo(async () => (await findBroadcast(db, news))?.state, "done");
  await anna.waitFor("Мы переехали");
  await vera.waitFor("Мы переехали");
  expect(await vera.count("осень")).toBe(0);
  expect(troublesOf(product)).toEqual([]);
}, 90_000);
