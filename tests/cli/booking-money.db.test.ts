import { expect, it } from "vitest";
import { checkPayment, findBooking, markVisit, recordOnSpot } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff } from "../../src/core/people/index.ts";
import { START, testAppWithBank } from "../support/app.ts";
import { alignClocks, makePayable, payAtBank } from "../support/bank.ts";
import { granted } from "../support/make.ts";
import { makeTip, makeVisit, rubles } from "../support/till.ts";
import { commandLine } from "./command-line.ts";

const app = await testAppWithBank();
await alignClocks(app);
const run = commandLine(app, 120);
const numberOf = async (bookingId: string) => String((await findBooking(app.db, bookingId))?.number);
const plain = (text: string) => text.replaceAll("\u00a0", " ");

it("bookings take records what was paid at the desk, once under one --id (PY-7)", async () => {
  app.clock.set(START);
  const { bookingId } = await makeVisit(app);
  const number = await numberOf(bookingId);
  const id = app.newId();
  const take = ["bookings", "take", number, "--amount", "1500,50", "--method", "terminal", "--id", id];
  const answer = await run(take);
  expect(answer).toMatchObject({ exit: 0 });
  expect(plain(answer.out)).toMatch(/: принято на месте 1 500,50 ₽, осталось принять 499,50 ₽\.\n$/);
  expect((await run([...take, "--json"])).json()).toMatchObject({
    paymentId: id,
    paidKopecks: 150_050,
    owedOnSpotKopecks: 49_950,
  });
  const above = await run(["bookings", "take", number, "--amount", "5000"]);
  expect(above.exit).toBe(1);
  expect(plain(above.err)).toBe(
    "К оплате по этой записи осталось меньше: дано 5 000,00 ₽, ожидается не больше 499,50 ₽.\n",
  );
  expect(await run(["bookings", "take", number, "--amount", "1", "--method", "barter"])).toMatchObject({
    exit: 2,
  });
  expect(await run(["bookings", "take", number, "--amount", "1", "--method", "card"])).toMatchObject({
    exit: 2,
    err: expect.stringContaining(
      "дано «card», ожидается cash (наличные), terminal (карта через терминал) или transfer (перевод)",
    ),
  });
  expect(await run(["bookings", "take", number])).toMatchObject({ exit: 2 });
});

it("bookings refund gives back a part or all of what was paid online, with a reason (CX-3)", async () => {
  app.clock.set(START);
  const { hold, providerId } = await makePayable(app);
  await payAtBank(app, providerId);
  granted(await checkPayment(app, hold));
  const number = await numberOf(hold.bookingId);
  const refund = (...more: readonly string[]) => run(["bookings", "refund", number, "--yes", ...more]);
  expect(await refund("--amount", "500")).toMatchObject({ exit: 2 });
  expect(await refund("--amount", "много", "--reason", "так")).toMatchObject({ exit: 2 });
  const part = await refund("--amount", "500", "--reason", "не понравилось");
  expect(plain(part.out)).toMatch(/: возвращаем из оплаты онлайн 500,00 ₽; получено всего 1 500,00 ₽\.\n$/);
  const above = await refund("--amount", "1500,01", "--reason", "так");
  expect(plain(above.err)).toContain("дано 1 500,01 ₽, ожидается больше нуля и не больше 1 500,00 ₽");
  const id = app.newId();
  const all = ["--amount", "all", "--reason", "так решили", "--id", id, "--json"];
  const unsure = ["bookings", "refund", number, "--amount", "all", "--reason", "так"];
  expect(plain((await run(unsure, { answers: "нет" })).err)).toContain("клиенту вернётся 1 500,00 ₽. ");
  expect((await refund(...all)).json()).toMatchObject({
    requestId: id,
    paidKopecks: 0,
    refundedKopecks: 200_000,
    owedOnSpotKopecks: 0,
    takableOnSpotKopecks: 200_000,
  });
  expect((await run(["bookings", "show", number])).out).not.toContain("Осталось");
  const repeated = { refundKopecks: 150_000, paidKopecks: 0, refundedKopecks: 200_000 };
  expect((await refund(...all)).json()).toMatchObject(repeated);
  const words = ["bookings", "refund", number, ...all.filter((word) => word !== "--json")];
  const unasked = await run(words, { answers: "нет" });
  expect([unasked.exit, unasked.err]).toEqual([0, ""]);
  expect(plain(unasked.out)).toContain("возвращаем из оплаты онлайн 1 500,00 ₽;");
  expect(await refund("--amount", "all", "--reason", "ещё")).toMatchObject({
    exit: 1,
    err: "Возвращать нечего: этих денег за записью нет, или они уже возвращены.\n",
  });
});

it("bookings refund tells money of the spot and tips from the rest", async () => {
  app.clock.set(START);
  const tip = await makeTip(app);
  await payAtBank(app, tip.providerId);
  granted(await checkPayment(app, tip));
  const number = await numberOf(tip.bookingId);
  expect(await run(["bookings", "take", number, "--amount", "300"])).toMatchObject({ exit: 0 });
  const because = ["--reason", "ошибка"];
  const spot = await run([
    "bookings",
    "refund",
    number,
    "--yes",
    "--amount",
    "all",
    "--of",
    "on-spot",
    ...because,
  ]);
  expect(plain(spot.out)).toMatch(/: записан возврат на месте: 300,00 ₽; получено всего 0,00 ₽\.\n$/);
  expect(plain((await run(["bookings", "show", number])).out)).toMatch(
    /на месте, наличные\s+300,00 ₽\s+300,00 ₽\s+300,00 ₽\s+возвращён\n/,
  );
  const back = await run([
    "bookings",
    "refund",
    number,
    "--yes",
    "--amount",
    "50",
    "--of",
    "tip",
    ...because,
  ]);
  expect(plain(back.out)).toMatch(/: возвращаем из чаевых 50,00 ₽; чаевых осталось 150,00 ₽\.\n$/);
  expect(await findBooking(app.db, tip.bookingId)).toMatchObject({ paid: 0, tips: 15_000, refunded: 30_000 });
  const online = await run(["bookings", "refund", number, "--yes", "--amount", "1", ...because]);
  expect(online).toMatchObject({ exit: 1 });
  await run(["bookings", "take", number, "--amount", "300"]);
  const hinted = await run(["bookings", "refund", number, "--yes", "--amount", "1", ...because]);
  expect(plain(hinted.err)).toBe(
    "Возвращать нечего: этих денег за записью нет, или они уже возвращены. Принято на месте 300,00 ₽: --of on-spot.\n",
  );
});

it("bookings show tells each payment: for what, how, who took it, what came and what went back", async () => {
  app.clock.set(START);
  const tip = await makeTip(app);
  await payAtBank(app, tip.providerId);
  granted(await checkPayment(app, tip));
  const login = { email: "vera@x.test", password: "0123456789" };
  const { id } = granted(await addStaff(app, { name: "Вера", role: "admin", ...login, actor: OPERATOR }));
  const money = {
    paymentId: app.newId(),
    bookingId: tip.bookingId,
    amount: rubles(700),
    method: "cash",
  } as const;
  granted(await recordOnSpot(app, { ...money, actor: { kind: "staff", id } }));
  const number = await numberOf(tip.bookingId);
  const text = plain((await run(["bookings", "show", number])).out);
  expect(text).toMatch(/Получено\s+700,00 ₽/);
  expect(text).toMatch(/Осталось\s+1 300,00 ₽/);
  expect(text).toMatch(/Чаевые\s+200,00 ₽/);
  expect(text).toMatch(/чаевые, карта\s+200,00 ₽\s+200,00 ₽\s+0,00 ₽\s+оплачен/);
  expect(text).toMatch(/на месте, наличные, Вера\s+700,00 ₽\s+700,00 ₽\s+0,00 ₽\s+оплачен/);
  const json = (await run(["bookings", "show", number, "--json"])).json();
  expect(json).toMatchObject({ tipsKopecks: 20_000, paidKopecks: 70_000, owedOnSpotKopecks: 130_000 });
  expect(json.payments).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "on_spot", method: "cash", takenBy: "Вера" }),
      expect.objectContaining({ kind: "tip", method: "bank_card", takenBy: null }),
    ]),
  );
});

it("bookings list --unpaid names whoever came and has not paid in full (PY-7)", async () => {
  app.clock.set(START);
  const { bookingId } = await makeVisit(app);
  const booking = await findBooking(app.db, bookingId);
  const number = Number(booking?.number);
  const unpaid = async () => {
    const { items } = (await run(["bookings", "list", "--unpaid", "--json"])).json() as unknown as {
      readonly items: readonly { readonly number: number }[];
    };
    return items.map((one) => one.number);
  };
  expect(await unpaid()).not.toContain(number);
  app.clock.set(String(booking?.endsAt.toISOString()));
  granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
  expect(await unpaid()).toContain(number);
  expect(plain((await run(["bookings", "show", String(number)])).out)).toMatch(/\nОсталось +2 000,00 ₽\n/);
  expect((await run(["bookings", "take", String(number), "--amount", "2000"])).exit).toBe(0);
  expect(await unpaid()).not.toContain(number);
  const { exit, err } = await run(["bookings", "list", "--unpaid", "--state", "held"]);
  expect([exit, err]).toEqual([2, expect.stringContaining("С --unpaid бывает только --state completed")]);
});
