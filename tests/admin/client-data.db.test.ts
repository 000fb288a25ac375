import { describe, expect, it } from "vitest";
import { joinPhone } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { writeToStaff } from "../../src/core/notifications/index.ts";
import { enterClient, findClient, setBirthday } from "../../src/core/people/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const member = await makeStaff(app, { role: "owner" });
const owner = await signedIn(url, member);
const specialistId = await makeSpecialist(app, "Мария");
const serviceId = await makeService(app, "Стрижка");

const on = async (id: string, action: string, values: object = {}) =>
  (await owner.post(`/admin/api/resources/Client/records/${id}/${action}`, values)).json;
const list = async (query = "") =>
  (await owner.get(`/admin/api/resources/Client/actions/list?perPage=100${query}`)).json.records ?? [];
const show = async (resource: string, id: string) =>
  (await owner.get(`/admin/api/resources/${resource}/records/${id}/show`)).json.record;
const fileOf = (answer: object) =>
  (answer as { readonly file?: { readonly name: string; readonly type: string; readonly text: string } })
    .file;

describe("a client's data in the panel (PE-2)", () => {
  it("are saved as a page or for programs", async () => {
    const id = await makeClient(app, "Вера <Холодная>");
    const page = fileOf(await on(id, "exportClient", { form: "html" }));
    expect(page).toMatchObject({
      type: "text/html",
      name: expect.stringMatching(/^klient-\d{4}-\d\d-\d\d\.html$/),
    });
    expect(page?.text).toContain("Ваши данные: Вера &lt;Холодная&gt;");
    const json = fileOf(await on(id, "exportClient", { form: "json" }));
    expect(JSON.parse(json?.text ?? "")).toMatchObject({ client: { id, name: "Вера <Холодная>" } });
  });

  it("are erased with a reason; the client leaves the lists, the rows stay readable, the journal says who", async () => {
    const id = await makeClient(app, "Зинаида Райх");
    expect((await on(id, "eraseClient", { reason: " " })).refused).toEqual({
      field: "reason",
      message: "Напишите причину: она останется в журнале.",
    });
    expect((await on(id, "eraseClient", { reason: "письмо" })).notice).toMatchObject({
      type: "success",
      message: "Данные клиента удалены.",
    });
    expect((await findClient(app.db, id))?.isErased).toBe(true);
    expect((await list()).some((row) => row.id === id)).toBe(false);
    expect((await list("&filters.erasedAt~~from=2020-01-01")).map((row) => row.id)).toContain(id);
    const shown = await show("Client", id);
    expect(shown?.params.name).toBe("Удалённый клиент");
    expect(shown?.recordActions?.map(({ name }) => name)).not.toContain("eraseClient");
    const { rows } = await db.pool.query(
      "SELECT actor_id, reason FROM audit WHERE action = 'erase_client' AND subject_id = $1",
      [id],
    );
    expect(rows).toEqual([{ actor_id: member.id, reason: "письмо" }]);
  });

  it("an erased client waits for no answer on the first page", async () => {
    const unanswered = async () =>
      ((await owner.get("/admin/api/dashboard")).json as unknown as { unanswered: number }).unanswered;
    const clientId = await makeClient(app, "Лидия");
    granted(await writeToStaff(app, { messageId: app.newId(), clientId, text: "Вы открыты?" }));
    const before = await unanswered();
    await on(clientId, "eraseClient", { reason: "письмо" });
    expect(await unanswered()).toBe(before - 1);
  });

  it("are not erased while a booking is ahead, and the form says so before it is sent", async () => {
    const clientId = await makeClient(app, "Анна");
    const slotId = await makeSlot(app, specialistId, 30);
    const { number } = await makeBooking(app, { clientId, serviceId, slotId });
    const { form } = (await owner.get(`/admin/api/resources/Client/records/${clientId}/eraseClient`)).json;
    expect((form as unknown as { intro: string }).intro).toContain(`у клиента есть запись № ${number}, `);
    expect((await on(clientId, "eraseClient", { reason: "так" })).refused?.message).toContain(`№ ${number}`);
  });

  it("a birthday without its year is told without one (PE-4)", async () => {
    const clientId = await makeClient(app, "Ольга");
    granted(await setBirthday(app, { clientId, typed: "7.03" }));
    expect((await show("Client", clientId))?.params.birthday).toBe("07.03");
  });

  it("one who became another is in no list, and their page says who they are (PE-4)", async () => {
    const entered = granted(
      await enterClient(app, { phone: "+79005550011", name: "Со слов", actor: OPERATOR }),
    );
    const clientId = await makeClient(app, "Екатерина");
    const telegramId = (await findClient(app.db, clientId))?.telegramId;
    granted(
      await joinPhone(app, {
        clientId,
        phone: "+79005550011",
        ownerTelegramId: telegramId,
        senderTelegramId: telegramId ?? 0,
      }),
    );
    expect((await list("&filters.phone=5550011")).map((row) => row.id)).toEqual([clientId]);
    expect((await list()).some((row) => row.id === entered.id)).toBe(false);
    expect((await show("Client", entered.id))?.populated?.mergedIntoId?.title).toBe("Екатерина");
  });
});

it("a setting's page tells who changed it from what to what, newest first", async () => {
  const params = async () => (await show("Setting", "hot.prepayment"))?.params;
  expect((await params())?.history).toBe("не меняли");
  granted(await changeSetting(app, { key: "hot.prepayment", typed: "700", actor: OPERATOR }));
  const change = { value: "650,50" };
  await owner.post("/admin/api/resources/Setting/records/hot.prepayment/changeSetting", change);
  const { name } = (await db.pool.query("SELECT name FROM staff WHERE id = $1", [member.id])).rows[0];
  const lines = String((await params())?.history)
    .replaceAll("\u00a0", " ")
    .split("\n");
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`: 700,00 ₽ → 650,50 ₽, ${name}$`)),
    expect.stringMatching(/: 500,00 ₽ → 700,00 ₽, оператор$/),
  ]);
});
