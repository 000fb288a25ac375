import { afterAll, describe, expect, it } from "vitest";
import type { FinanceData } from "../../src/admin/pages/finance/page.ts";
import type { Reconciled } from "../../src/admin/pages/finance/reconcile.ts";
import { formatRubles } from "../../src/core/kernel/money.ts";
import { TOTALS_BY, totalOperations } from "../../src/core/reports/index.ts";
import { commandLine } from "../cli/command-line.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff } from "./panel-under-test.ts";
import { makeTillSalon, ZONE } from "./till-salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const salon = await makeTillSalon(db);
afterAll(() => salon.bank.close());
const { app, url, from, to, maria, olga, client } = salon;
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: maria }));
const run = commandLine(app);
const AT = "/admin/api/pages/finance";
const days = { period: "own", from, to };

type Query = Readonly<Record<string, string>>;
const page = async (query: Query = {}, who: Visitor = owner): Promise<FinanceData> =>
  (await who.get(`${AT}?${new URLSearchParams({ ...days, ...query })}`)).json as unknown as FinanceData;
const file = (query: Query = {}, who: Visitor = owner) =>
  who.get(`${AT}?${new URLSearchParams({ ...days, file: "operations", ...query })}`);
const card = (data: FinanceData, key: string) => data.cards.find((one) => one.key === key);
const plain = (text: string | undefined): string => (text ?? "").replaceAll("\u00a0", " ");

describe("the page of money (PY-5)", () => {
  it("says what the period brought, by hand reckoned", async () => {
    const data = await page();
    const values = data.cards.map(({ key, value }) => [key, plain(value)]);
    expect(Object.fromEntries(values)).toEqual({
      // 4 800,50 twice by card, 1 000 + 500 + 700 on the spot, 600,25 back.
      revenue: "11 200,75 ₽",
      online: "9 601,00 ₽",
      on_spot: "2 200,00 ₽",
      refunded: "600,25 ₽",
      fee: "336,04 ₽",
      tips: "200,00 ₽",
      kept: "4 800,50 ₽",
      points: "0",
    });
    expect(plain(card(data, "revenue")?.parts)).toBe("после комиссии 10 864,71 ₽");
    expect([data.problem, data.page, data.pages]).toEqual([undefined, 1, 1]);
  });

  it("compares with as many days before", async () => {
    const data = await page({ from: salon.second, to: salon.second });
    const revenue = card(data, "revenue");
    expect(plain(revenue?.value)).toBe("−600,25 ₽");
    expect(plain(revenue?.before)).toBe("11 101,00 ₽");
    expect([plain(revenue?.change), revenue?.isBetter]).toEqual(["−105 %", false]);
  });

  it.each(TOTALS_BY)(
    "by %s has the figures of the file and of the command line, to the kopeck",
    async (by) => {
      const data = await page({ by });
      const { lines, sum } = await totalOperations(app, { from, to, zone: ZONE }, by);
      const told = data.lines.map(({ cells }) => cells[0]).toSorted();
      expect(told).toEqual(lines.map(({ revenue }) => formatRubles(revenue)).toSorted());
      expect(data.sumCells[0]).toBe(formatRubles(sum.revenue));
      const csv = (await file({ by, file: "totals" })).text;
      const typed = await run([
        "report",
        "finance",
        "--from",
        from,
        "--to",
        to,
        "--by",
        by,
        "--format",
        "csv",
      ]);
      expect(`\ufeff${csv.replace(/^\ufeff/, "")}`).toBe(typed.out);
    },
  );

  it("lists operations, narrowed as asked, each leading to its booking, row and client", async () => {
    const money = await page();
    expect(money.operations).toHaveLength(9);
    expect(money.operations.every(({ amount }) => amount.endsWith("₽"))).toBe(true);
    const [tip, ...none] = (await page({ kind: "tip" })).operations;
    expect(none).toEqual([]);
    expect(tip).toMatchObject({
      what: "чаевые",
      fate: "получено",
      client: { text: "Анна Кузнецова", href: `resources/Client/records/${client.anna}/show` },
      booking: { href: `resources/Booking/records/${salon.came.bookingId}/show` },
    });
    const narrowed = await page({ specialist: olga, service: salon.cut });
    expect(narrowed.operations.map(({ what }) => what).toSorted()).toEqual(["наличные", "терминал"]);
    expect(plain(card(narrowed, "revenue")?.value)).toBe("1 500,00 ₽");
    expect((await page({ client: client.vera })).clientName).toBe("Вера Белова");
    expect((await page({ fate: "partly_refunded" })).operations).toHaveLength(1);
  });

  it("counts operations as its files do: those with money apart from those of points", async () => {
    const rows = async (kind: string) => (await file({ kind })).text.trimEnd().split("\r\n").length - 1;
    const [money, points] = [await rows("money"), await rows("points")];
    expect(plain((await page()).count)).toBe(`${money} операций с деньгами`);
    const all = plain((await page({ kind: "all" })).count);
    expect(all).toBe(`${money + points} операций: с деньгами ${money}, движений баллов ${points}`);
    const [head, ...lines] = (await file({ by: "kind", file: "totals" })).text.trimEnd().split("\r\n");
    expect(head?.split(";").slice(-3)).toEqual(["Всего операций", "Операций с деньгами", "Движений баллов"]);
    const summed = [3, 2, 1].map((last) =>
      lines.reduce((sum, line) => sum + Number(line.split(";").at(-last)), 0),
    );
    expect(summed).toEqual([money + points, money, points]);
    expect((await run(["report", "finance", "--from", from, "--to", to])).out).toContain(all);
  });

  it("says what its figures and its list are narrowed to, and nothing when they are of everything", async () => {
    const told = async (query: Query) => {
      const { only, listed } = await page(query);
      return [only, listed];
    };
    expect(await told({})).toEqual([undefined, undefined]);
    expect(await told({ specialist: maria })).toEqual(["только Мария Орлова", "только Мария Орлова"]);
    const cut = (await page()).choices.service.find(({ value }) => value === salon.cut)?.label;
    const joined = `только Ольга Лебедева · ${cut} · клиент: Вера Белова`;
    expect(await told({ specialist: olga, service: salon.cut, client: client.vera })).toEqual([
      joined,
      joined,
    ]);
    // What the figures above are of does not depend on the kind: they are not said to be narrowed by it.
    expect(await told({ kind: "tip", fate: "captured" })).toEqual([undefined, "только чаевые · получено"]);
    const nobody = { specialist: "00000000-0000-4000-8000-000000000000" };
    expect((await told(nobody))[0]).toBe("только такого специалиста нет");
  });

  it("puts what waits for an answer on top, with what to do", async () => {
    const { waiting } = await page();
    expect(waiting.map(({ what, isUrgent }) => [what, isUrgent])).toEqual([
      ["принято на месте, а запись отменена", true],
      ["бронь просрочена, а окошко занято", true],
      ["ждём клиента: оплата открыта", false],
    ]);
    expect(waiting[0]?.href).toBe(`resources/Booking/records/${salon.owed.bookingId}/show`);
  });
});

describe("the file of operations", () => {
  it("is the list as it is shown, for Excel, with formulas defused and money as numbers", async () => {
    const { headers, text, status } = await file({ kind: "all" });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(decodeURIComponent(headers.get("content-disposition") ?? "")).toContain(
      `Операции деньги и баллы ${from}–${to}.csv`,
    );
    const lines = text.trimEnd().split("\r\n").slice(1);
    const typed = await run(["report", "finance", "--from", from, "--to", to, "--format", "csv"]);
    expect(`\ufeff${text.replace(/^\ufeff/, "")}`).toBe(typed.out);
    expect(lines.filter((line) => line.includes(`;"'=СУММ(1;2)";`)).length).toBeGreaterThan(1);
    expect(text).toContain(";600,25;-600,25;0,00;-600,25;");
    const ofTips = (await file({ kind: "tip" })).text.trimEnd().split("\r\n").slice(1);
    expect(ofTips).toHaveLength(1);
  });

  it("and that of totals are called after what they are narrowed to", async () => {
    const nameOf = async (query: Query) => {
      const told = (await file(query)).headers.get("content-disposition") ?? "";
      expect(told).toMatch(/^attachment; filename\*=UTF-8''[\w.%~!-]+$/);
      return decodeURIComponent(told.split("''")[1] ?? "");
    };
    const totals = { file: "totals", by: "day" };
    const span = `${from}–${to}.csv`;
    expect(await nameOf({})).toBe(`Операции ${span}`);
    expect(await nameOf(totals)).toBe(`Итоги по дням ${span}`);
    const her = { specialist: maria, kind: "tip" };
    expect(await nameOf(her)).toBe(`Операции Мария Орлова, чаевые ${span}`);
    // The totals have all kinds.
    expect(await nameOf({ ...totals, ...her })).toBe(`Итоги по дням Мария Орлова ${span}`);
    const narrowed = { ...totals, specialist: olga, client: client.vera };
    expect(await nameOf(narrowed)).toBe(`Итоги по дням Ольга Лебедева, клиент Вера Белова ${span}`);
  });
});

describe("asking the gateway from the page", () => {
  const ask = async (who: Visitor, body: object): Promise<Reconciled> =>
    (await who.post(AT, body)).json as unknown as Reconciled;

  it("says what came of it, and changes nothing that is not so (PY-4)", async () => {
    const told = await ask(admin, { what: "reconcile" });
    expect(told).toMatchObject({ asked: 1, open: 1, left: 0 });
    expect(plain(told.said)).toBe("Спросили ЮKassa о 1 оплате. Ещё ждут клиента или банк: 1.");
    const row = await db.pool.query<{ provider: string }>(
      `SELECT provider_payment_id AS provider FROM payments WHERE booking_id = '${salon.open.bookingId}'`,
    );
    await salon.bank.sim("/pay", { payment_id: row.rows[0]?.provider, card: "5555555555554444" });
    const after = await ask(owner, { what: "reconcile" });
    // Its time was over: the money is let go, and the page says so.
    expect(plain(after.said)).toBe("Спросили ЮKassa о 1 оплате. Не состоялись: 1.");
    const nothing = await ask(owner, { what: "reconcile" });
    expect([nothing.asked, nothing.said]).toEqual([0, expect.stringContaining("Открытых оплат нет")]);
  });

  it("says so when the form is another's, or payments are off", async () => {
    expect((await ask(owner, { what: "everything" })).problem).toBe("Страница устарела: обновите её.");
    const { payments } = app;
    Object.assign(app, { payments: undefined });
    expect((await ask(owner, { what: "reconcile" })).problem).toContain("Онлайн-оплата не подключена");
    expect((await page()).mayReconcile).toBe(false);
    Object.assign(app, { payments });
  });
});

describe("who and what is refused", () => {
  it("is a manager's page: a specialist gets neither figures nor file nor deed (PE-3)", async () => {
    for (const answer of [
      await specialist.get(AT),
      await file({}, specialist),
      await specialist.post(AT, { what: "reconcile" }),
      await specialist.get("/admin/pages/finance"),
    ])
      expect([answer.status, answer.text.includes("₽")]).toEqual([403, false]);
    expect((await admin.get(AT)).status).toBe(200);
  });

  it.each<[Query, string | undefined]>([
    [{ from: "2026-13-01" }, "Укажите оба дня, с какого и по какой: показан этот месяц."],
    [{ from: to, to: salon.before }, "Последний день раньше первого: показан этот месяц."],
    [{ from: "2001-01-01", to: "2026-01-01" }, "Период длиннее десяти лет: показан этот месяц."],
    [{ from: "0001-01-01", to: "9999-12-31" }, "Укажите оба дня, с какого и по какой: показан этот месяц."],
    [{ period: "century" }, "Такого периода нет: показан этот месяц."],
    [{ kind: "gold" }, "Часть фильтра не прочиталась: показано без неё."],
    [{ specialist: "' OR 1=1 --" }, "Часть фильтра не прочиталась: показано без неё."],
    [{ fate: "toString", by: "constructor" }, "Часть фильтра не прочиталась: показано без неё."],
    [{ page: "-5" }, undefined],
    [{ page: "99999999999" }, undefined],
    [{ client: "00000000-0000-4000-8000-000000000000" }, undefined],
  ])("%j is answered in words", async (query, problem) => {
    const answer = await owner.get(`${AT}?${new URLSearchParams({ ...days, ...query })}`);
    const data = answer.json as unknown as FinanceData;
    expect([answer.status, data.problem]).toEqual([200, problem]);
    expect(data.cards).toHaveLength(8);
    expect((await file({ ...query, file: "operations" })).status).toBe(200);
  });

  it("takes named periods by the clocks of the business", async () => {
    for (const period of ["today", "yesterday", "week", "month", "lastMonth"]) {
      const data = await page({ period, from: "", to: "" });
      expect([data.period, data.problem]).toEqual([period, undefined]);
    }
    expect((await page({ period: "today", from: "", to: "" })).to).toBe(to);
  });
});
