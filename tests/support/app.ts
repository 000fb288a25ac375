import { randomUUID } from "node:crypto";
import { afterAll } from "vitest";
import type { App } from "../../src/core/app.ts";
import { createYookassaProvider } from "../../src/core/payments/yookassa/index.ts";
import { createLog } from "../../src/core/runtime/log.ts";
import { SECRET_KEY, SHOP_ID, startYookassa, type YookassaUnderTest } from "../sandbox/yookassa-sandbox.ts";
import { type TestClock, testClock } from "./clock.ts";
import { testDatabase } from "./database.ts";

export type TestApp = App & { readonly clock: TestClock };

/** The moment at which every test begins, unless it says otherwise: a Monday, noon in Moscow. */
export const START = "2026-11-23T09:00:00Z";

/** The product without its faces on a database of its own, with a clock that only the test moves; no online payments. */
export async function testApp(over: Partial<App> = {}): Promise<TestApp> {
  const db = await testDatabase({ connectionsMax: 12 });
  const clock = testClock(START);
  return {
    db,
    newId: randomUUID,
    log: createLog({ level: "silent" }),
    payments: undefined,
    messenger: undefined,
    returnUrl: (number) => `https://t.me/okoshko_bot?start=pay_${number}`,
    ...over,
    clock,
  };
}

/** The same with the gateway's emulator over real HTTP; `bank` drives it. */
export async function testAppWithBank(
  over: Partial<App> = {},
): Promise<TestApp & { bank: YookassaUnderTest }> {
  const bank = await startYookassa();
  afterAll(() => bank.close());
  const payments = createYookassaProvider({
    shopId: SHOP_ID,
    secretKey: SECRET_KEY,
    apiUrl: `${bank.baseUrl}/v3/`,
    timeoutMs: 3_000,
  });
  return { ...(await testApp({ payments, ...over })), bank };
}
