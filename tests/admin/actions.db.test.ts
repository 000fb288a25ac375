import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Feed } from "../../src/admin/pages/calendar/model.ts";
import { writeToStaff } from "../../src/core/notifications/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const member = await makeStaff(app, { role: "owner" });
const owner = await signedIn(url, member);
const specialistId = await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Вера");

const onRecord = async (resource: string, id: string, action: string, values: object = {}) =>
  (await owner.post(`/admin/api/resources/${resource}/records/${id}/${action}`, values)).json;
const onList = async (resource: string, action: string, values: object) =>
  (await owner.post(`/admin/api/resources/${resource}/actions/${action}`, values)).json;
const count = async (sql: string): Promise<number> =>
  Number((await db.pool.query(`SELECT count(*) FROM ${sql}`)).rows[0]?.count);

describe("points", () => {
  it("are adjusted with a reason, by whom it was, once however often it is sent", async () => {
    const values = { entryId: randomUUID(), points: "150", reason: "Извинение за опоздание" };
    const first = await onRecord("Client", clientId, "adjustPoints", values);
    expect(first.notice).toMatchObject({ type: "success", message: "Готово. Теперь баллов: 150." });
    await onRecord("Client", clientId, "adjustPoints", values);
    const { rows } = await db.pool.query("SELECT points, reason, staff_id FROM point_entries");
    expect(rows).toEqual([{ points: 150, reason: "Извинение за опоздание", staff_id: member.id }]);
  });

  it.each([
    [{ points: "10", reason: " " }, "reason", "Напишите причину: она останется в журнале."],
    [{ points: "0", reason: "так" }, "points", "Укажите, сколько баллов начислить или списать."],
    [{ points: "1.5", reason: "так" }, "points", "Укажите целое число: 100 — начислить, −100 — списать."],
    [{ points: "9999999", reason: "так" }, "points", "Баллы — целое число, не больше 1000000 за раз."],
  ])("are refused for %j in words, at the field", async (values, field, message) => {
    const answer = await onRecord("Client", clientId, "adjustPoints", { entryId: randomUUID(), ...values });
    expect(answer.refused).toEqual({ field, message });
    expect(await count("point_entries")).toBe(1);
  });

  it("UN-2: a slip of the hand makes no debt: the refusal names the balance; a tick allows it", async () => {
    const values = { entryId: randomUUID(), points: "-99999", reason: "Ошибка" };
    expect((await onRecord("Client", clientId, "adjustPoints", values)).refused).toEqual({
      field: "points",
      message:
        "Столько баллов у клиента нет: сейчас 150, станет −99\u00a0849. Если так и задумано, отметьте «Можно в долг».",
    });
    const allowed = { ...values, points: "-151", mayOwe: "true" };
    expect((await onRecord("Client", clientId, "adjustPoints", allowed)).notice?.message).toBe(
      "Готово. Теперь баллов: −1.",
    );
    const back = { entryId: randomUUID(), points: "151", reason: "Обратно" };
    expect((await onRecord("Client", clientId, "adjustPoints", back)).notice?.type).toBe("success");
  });

  it("take a typographic minus for a minus", async () => {
    const values = { entryId: randomUUID(), points: "\u2212150", reason: "Обратно" };
    expect((await onRecord("Client", clientId, "adjustPoints", values)).notice?.message).toBe(
      "Готово. Теперь баллов: 0.",
    );
  });
});

describe("a booked slot", () => {
  it("is neither deleted nor closed nor heated, and the refusal says by whom it is booked (SL-6)", async () => {
    const slotId = await makeSlot(app, specialistId, 30);
    const { number } = await makeBooking(app, { clientId, serviceId, slotId });
    for (const action of ["deleteSlot", "closeSlot", "makeHot"]) {
      const { refused } = await onRecord("Slot", slotId, action, { reason: "надо" });
      expect(refused?.message).toMatch(
        new RegExp(`^Окошко занято: запись № ${number}, Вера, .+, \\d\\d:\\d\\d\\. Сначала`),
      );
    }
    const { rows } = await db.pool.query("SELECT state, kind FROM slots WHERE id = $1", [slotId]);
    expect(rows).toEqual([{ state: "open", kind: "regular" }]);
  });

  it("is deleted when it is free", async () => {
    const slotId = await makeSlot(app, specialistId, 50);
    const { notice } = await onRecord("Slot", slotId, "deleteSlot");
    expect(notice).toMatchObject({ type: "success", message: "Окошко удалено." });
    expect(await count(`slots WHERE id = '${slotId}'`)).toBe(0);
  });
});

it("MS-4: who leaves the discount of a hot slot empty reads what it is now", async () => {
  const slotId = await makeSlot(app, specialistId, 52);
  for (const path of [`records/${slotId}/makeHot`, "actions/addSlot", "actions/generateSlots"]) {
    const { json } = await owner.get(`/admin/api/resources/Slot/${path}`);
    expect(JSON.stringify(json.form)).toContain("Пусто — скидка из настроек: сейчас 20\u00a0%.");
  }
});

describe("slots by a pattern", () => {
  const pattern = {
    specialistIds: [specialistId],
    from: "2031-03-03",
    to: "2031-03-09",
    weekdays: ["1", "2"],
    opensAt: "10:00",
    closesAt: "14:00",
    breakFrom: "12:00",
    breakTo: "13:00",
    length: "60",
    kind: "regular",
  };

  it("are counted without being made, then made, then left alone", async () => {
    const before = await count("slots");
    const counted = await onList("Slot", "generateSlots", { ...pattern, isPreview: "true" });
    expect(counted.counted).toMatch(/^Будет создано окошек: 6\. Клиенты увидят/);
    expect(await count("slots")).toBe(before);
    expect((await onList("Slot", "generateSlots", pattern)).notice?.message).toMatch(/^Создано окошек: 6\./);
    const again = await onList("Slot", "generateSlots", pattern);
    expect(again.notice?.message).toBe("Создано окошек: 0. Пропущено — пересекаются с имеющимися: 6.");
    expect(await count("slots")).toBe(before + 6);
  });

  it.each([
    [{ to: "2031-03-01" }, "to"],
    [{ to: "2033-03-01" }, "to"],
    [{ from: "2031-02-30" }, "from"],
    [{ weekdays: [] }, "weekdays"],
    [{ closesAt: "09:00" }, "closesAt"],
    [{ breakTo: "" }, "breakTo"],
    [{ length: "3" }, "length"],
    [{ length: "500" }, "length"],
    [{ discountPercent: "30" }, "discountPercent"],
    [{ discountPercent: "300" }, "discountPercent"],
    [{ specialistIds: ["nobody"] }, "specialistIds"],
    [{ specialistIds: [] }, "specialistIds"],
    [{ specialistIds: [randomUUID()] }, "specialistIds"],
  ])("with %j are refused at the field %s", async (change, field) => {
    const answer = await onList("Slot", "generateSlots", { ...pattern, ...change });
    expect(answer.refused?.field).toBe(field);
    expect(answer.refused?.message).toMatch(/^[А-ЯЁ].+\.$/);
  });
});

describe("a service", () => {
  const haircut = {
    name: "Укладка",
    kind: "in_person",
    durationMinutes: "45",
    price: "1 500,50",
    policy: "full",
    isForAll: "true",
  };

  it("is added with its price in rubles, and everybody does it", async () => {
    expect((await onList("Service", "addService", haircut)).notice?.type).toBe("success");
    const { rows } = await db.pool.query(`
      SELECT price_kopecks, duration_minutes, (SELECT count(*)::int FROM specialist_services WHERE service_id = services.id) AS done_by
      FROM services WHERE name = 'Укладка'`);
    expect(rows).toEqual([{ price_kopecks: 150_050, duration_minutes: 45, done_by: 1 }]);
  });

  it.each([
    [{ name: "укладка" }, "name", "Такое название уже есть среди действующих."],
    [{ name: " " }, "name", "Укажите имя или название."],
    [{ name: "Другая", price: "дорого" }, "price", "Укажите сумму в рублях, например 1500 или 1500,50."],
    [{ name: "Другая", price: "9999999" }, "price", "Цена — от нуля до 350\u00a0000,00\u00a0₽."],
    [
      { name: "Другая", durationMinutes: "1" },
      "durationMinutes",
      "Длительность — от 5 до 1440 минут, а указано 1.",
    ],
    [
      { name: "Другая", policy: "prepay" },
      "prepayment",
      "Предоплата — больше нуля и не больше цены (1\u00a0500,50\u00a0₽).",
    ],
    [
      { name: "Другая", prepayment: "500" },
      "prepayment",
      "С этим порядком оплаты предоплаты не бывает: оставьте поле пустым или выберите «предоплата при записи».",
    ],
  ])("with %j is refused at %s: %s", async (change, field, message) => {
    const answer = await onList("Service", "addService", { ...haircut, ...change });
    expect(answer.refused).toEqual({ field, message });
  });

  it("PY-2: loses its prepayment with the policy that asks for one, though its form still shows the amount", async () => {
    const prepaid = { ...haircut, name: "Окрашивание", policy: "prepay", prepayment: "500" };
    await onList("Service", "addService", prepaid);
    const { rows } = await db.pool.query("SELECT id FROM services WHERE name = 'Окрашивание'");
    const change = (over: object) =>
      onRecord("Service", rows[0]?.id, "changeService", { ...prepaid, isActive: "true", ...over });
    expect((await change({ policy: "onSite", prepayment: "400" })).refused?.field).toBe("prepayment");
    expect((await change({ price: "1 600" })).notice?.type).toBe("success");
    expect(await count("services WHERE name = 'Окрашивание' AND prepayment_kopecks = 50000")).toBe(1);
    expect((await change({ policy: "onSite" })).notice?.type).toBe("success");
    expect(await count("services WHERE name = 'Окрашивание' AND prepayment_kopecks = 0")).toBe(1);
  });
});

describe("a setting", () => {
  it("is refused with what was given and what is expected, and saved when it fits", async () => {
    const change = (value: string) => onRecord("Setting", "booking.holdMinutes", "changeSetting", { value });
    expect((await change("600")).refused?.message).toBe("Не подходит: «600». Нужно целое число от 5 до 60.");
    expect((await change("25")).notice?.type).toBe("success");
    const list = await owner.get("/admin/api/resources/Setting/actions/list?perPage=100");
    const held = list.json.records?.find(({ id }) => id === "booking.holdMinutes");
    expect(held?.params).toMatchObject({ value: "25\u00a0минут", usual: "15\u00a0минут" });
    expect(await count("audit WHERE action = 'change_setting'")).toBe(1);
  });
});

it("a client's message is answered, and the bot is to deliver it once", async () => {
  const messageId = randomUUID();
  granted(await writeToStaff(app, { messageId, clientId, text: "Можно позже?" }));
  const form = await owner.get(`/admin/api/resources/ClientMessage/records/${messageId}/answerMessage`);
  const answerId = form.json.form?.fields.find(({ name }) => name === "messageId")?.value;
  const values = { messageId: answerId, text: "Конечно!" };
  expect((await onRecord("ClientMessage", messageId, "answerMessage", values)).notice?.type).toBe("success");
  await onRecord("ClientMessage", messageId, "answerMessage", values);
  expect(await count("client_messages WHERE direction = 'out'")).toBe(1);
  expect(await count("outbox WHERE kind = 'message_from_staff'")).toBe(1);
});

it("a new member of staff can sign in; a weak password is refused at its field", async () => {
  const person = { name: "Ирина", role: "admin", email: "irina@example.test", password: "short" };
  expect((await onList("Staff", "addStaff", person)).refused?.field).toBe("password");
  const password = " with spaces around ";
  expect((await onList("Staff", "addStaff", { ...person, password })).notice?.type).toBe("success");
  await signedIn(url, { id: "", email: person.email, password });
});

it("PE-3: staff are linked to their Telegram, one account to one of them, and parted", async () => {
  const [first, second] = [await makeStaff(app, { role: "admin" }), await makeStaff(app, { role: "admin" })];
  const link = (id: string, telegramId: string) => onRecord("Staff", id, "linkStaff", { telegramId });
  expect((await link(first.id, "семь")).refused?.field).toBe("telegramId");
  expect((await link(first.id, "777001")).notice?.message).toBe("Связано с Telegram.");
  expect((await link(second.id, "777001")).refused).toEqual({
    field: "telegramId",
    message: "Сотрудник с таким Telegram уже есть.",
  });
  const form = await owner.get(`/admin/api/resources/Staff/records/${first.id}/linkStaff`);
  expect(form.json.form?.fields).toMatchObject([{ name: "telegramId", value: "777001" }]);
  expect((await link(first.id, "")).notice?.message).toBe("Связи с Telegram больше нет.");
  expect(await count("staff WHERE telegram_id = 777001")).toBe(0);
});

it("an action on a record that is gone says so", async () => {
  const answer = await onRecord("Slot", randomUUID(), "closeSlot", { reason: "x" });
  expect(answer.notice?.type).toBe("error");
});

describe("a booking for a client who called", () => {
  const phone = "+7 900 777-00-11";

  it("enters the client by phone and is confirmed, however often it is sent", async () => {
    const slotId = await makeSlot(app, specialistId, 60);
    const values = { bookingId: randomUUID(), phone, name: "Ольга", serviceId, payment: "on_spot" };
    const first = await onRecord("Slot", slotId, "bookForClient", values);
    expect(first.notice?.message).toMatch(/^Запись № \d+: Ольга, /);
    await onRecord("Slot", slotId, "bookForClient", values);
    expect(await count("bookings WHERE made_by = 'staff'")).toBe(1);
    expect(await count("clients WHERE phone = '+79007770011'")).toBe(1);
  });

  it("is refused without a client of its own being left behind", async () => {
    const slotId = await makeSlot(app, specialistId, 62);
    const values = { serviceId, payment: "on_spot", name: "Инна" };
    await onRecord("Slot", slotId, "bookForClient", { ...values, bookingId: randomUUID(), client: phone });
    const late = { ...values, bookingId: randomUUID(), client: "+79007770099" };
    expect((await onRecord("Slot", slotId, "bookForClient", late)).refused?.message).toContain("заняли");
    expect(await count("clients WHERE phone = '+79007770099'")).toBe(0);
  });

  it("is made for whoever was found by name, were it without a phone; a new phone asks for a name", async () => {
    const slotId = await makeSlot(app, specialistId, 63);
    const client = await makeClient(app, "Без телефона");
    const values = { bookingId: randomUUID(), serviceId, payment: "on_spot" };
    const asked = async (given: object) =>
      (await onRecord("Slot", slotId, "bookForClient", { ...values, ...given, isRecast: "true" })).form
        ?.fields;
    const names = (fields: readonly { readonly name: string }[] | undefined) =>
      fields?.map(({ name }) => name);
    expect(names(await asked({}))).not.toContain("name");
    expect(names(await asked({ client }))).not.toContain("name");
    expect(names(await asked({ client: "+79007770098" }))).toContain("name");
    const nobody = await onRecord("Slot", slotId, "bookForClient", values);
    expect(nobody.refused).toMatchObject({ field: "client" });
    const { notice } = await onRecord("Slot", slotId, "bookForClient", { ...values, client });
    expect(notice?.message).toContain("Без телефона");
  });

  it("is refused at the field that is wrong", async () => {
    const slotId = await makeSlot(app, specialistId, 61);
    const values = { bookingId: randomUUID(), phone: "12", name: "Ольга", serviceId, payment: "on_spot" };
    const { refused } = await onRecord("Slot", slotId, "bookForClient", values);
    expect(await count("clients WHERE phone = '12'")).toBe(0);
    expect(refused).toEqual({
      field: "client",
      message: "Это не похоже на номер телефона. Например: +7 900 123-45-67.",
    });
  });
});

it("SL-6: slots by a pattern are made for several at once, and one press undoes all of them", async () => {
  const second = await makeSpecialist(app, "Анна");
  const both = {
    ...{ specialistIds: [specialistId, second], from: "2031-04-07", to: "2031-04-13", weekdays: ["1", "2"] },
    ...{ opensAt: "10:00", closesAt: "13:00", length: "60", kind: "regular" },
  };
  await onList("Slot", "generateSlots", { ...both, specialistIds: [specialistId] });
  const before = await count("slots");
  const counted = await onList("Slot", "generateSlots", { ...both, isPreview: "true", weekdays: ["1"] });
  expect(counted.counted).toMatch(/^Будет создано окошек: 3\. Пропущено — пересекаются с имеющимися: 3\./);
  const made = await onList("Slot", "generateSlots", both);
  expect(made.notice?.message).toMatch(/^Создано окошек: 6\. Пропущено — пересекаются с имеющимися: 6\./);
  expect(await count(`slots WHERE specialist_id = '${second}'`)).toBe(6);
  const feed = (await owner.get("/admin/api/pages/calendar")).json as unknown as Feed;
  expect(feed.undo?.text).toContain("2 специалиста");
  await owner.post("/admin/api/pages/calendar", { do: "undo", id: feed.undo?.id });
  expect(await count("slots")).toBe(before);
});
