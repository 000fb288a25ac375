import { expect, it } from "vitest";
import { sendDueReceipts } from "../../src/core/booking/index.ts";
import { testAppWithBank } from "../support/app.ts";
import { alignClocks } from "../support/bank.ts";
import { completeVisit, makePaidVisit, RECEIPTS_TO } from "../support/paid-visit.ts";
import { commandLine } from "./command-line.ts";

const app = await testAppWithBank();
const runExactly = commandLine(app);
/** With plain spaces, as a person who writes an expectation types them. */
const run: typeof runExactly = async (argv) => {
  const answer = await runExactly(argv);
  return { ...answer, out: plain(answer.out), err: plain(answer.err) };
};
const plain = (text: string) => text.replaceAll("\u00a0", " ");
await alignClocks(app);
const set = async (key: string, value: string) => (await run(["settings", "set", key, value])).out;

it("PY-6: settings of receipts are said with what their codes mean, and have to agree", async () => {
  expect(await set("receipts.mode", "yookassa")).toBe(
    "receipts.mode: было off (не пробиваем), стало yookassa (Чеки от ЮKassa).\n",
  );
  expect(await set("receipts.vatCode", "11")).toBe("receipts.vatCode: было 1 (без НДС), стало 11 (22 %).\n");
  const patent = await run(["settings", "set", "receipts.taxSystem", "6"]);
  expect(patent.exit).toBe(1);
  expect(patent.err).toContain("дано 6 (патент), а в «НДС в чеке» (receipts.vatCode) сейчас 11 (22");
  expect(await set("receipts.taxSystem", "2")).toContain("стало 2 (упрощённая, доходы)");
  const told = (await run(["settings", "get", "receipts.vatCode", "--json"])).json();
  expect(told).toMatchObject({ value: "11", expected: expect.stringContaining("12\u00a0(22/122)") });
});

it("PY-6: bookings show tells of the closing receipt and why it was not made, and of no e-mail", async () => {
  const made = await makePaidVisit(app);
  await completeVisit(app, made.booking.id);
  await alignClocks(app);
  const shown = async (number: number) => (await run(["bookings", "show", String(number)])).out;
  expect(await shown(made.booking.number)).toMatch(/Закрывающий чек[\s\S]*2 000,00 ₽ +отправляется/);
  await sendDueReceipts(app);
  expect(await shown(made.booking.number)).toMatch(/2 000,00 ₽ +пробит\n/);

  app.clock.set("2026-11-23T09:00:00Z");
  const refused = await makePaidVisit(app);
  await completeVisit(app, refused.booking.id);
  await app.bank.sim("/faults", { receipts: "canceled" });
  await sendDueReceipts(app);
  expect(await shown(refused.booking.number)).toMatch(/не пробит: касса не смогла зарегистрировать/);
  const json = await run(["bookings", "show", String(refused.booking.number), "--json"]);
  expect(json.json()).toMatchObject({
    closingReceipts: [{ state: "canceled", amountKopecks: 200_000, endedReason: "not_registered" }],
  });
  expect(json.out + (await shown(refused.booking.number))).not.toContain(RECEIPTS_TO);
});
