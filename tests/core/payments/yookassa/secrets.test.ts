import { inspect } from "node:util";
import { expect, it } from "vitest";
import { YookassaTransport } from "../../../../src/core/payments/yookassa/transport.ts";
import { SECRET_KEY, SHOP_ID } from "../../../sandbox/yookassa-sandbox.ts";
import { CALLS, startParrot, startProvider } from "./provider-under-test.ts";

const everything = (thing: unknown): string =>
  `${inspect(thing, { depth: 20, showHidden: true })} ${JSON.stringify(thing)} ${String(thing)}`;
const ENCODED = btoa(`${SHOP_ID}:${SECRET_KEY}`);

function expectNoSecret(thing: unknown): void {
  const text = everything(thing);
  expect(text).not.toContain(SECRET_KEY);
  expect(text).not.toContain(ENCODED);
}

it("the provider shows nothing of itself", async () => {
  const under = await startProvider();
  expectNoSecret(under.provider);
  expect(JSON.stringify(under.provider)).toBe("{}");
  await under.close();
});

it.each(CALLS)("no answer of $name holds the secret, good or bad", async ({ path, prepare }) => {
  const under = await startProvider();
  const call = await prepare(under);
  for (const fault of [{ status: 500 }, { status: 400 }, { status: 502, body: "html" }, { reset: true }]) {
    await under.sandbox.sim("/faults", { path, ...fault });
    expectNoSecret(await call(under.provider));
  }
  expectNoSecret(await call(under.provider));
  await under.close();
});

it("a gateway that repeats the secret is not quoted", async () => {
  const description = `no such key ${SECRET_KEY}, header Basic ${ENCODED}`;
  const body = JSON.stringify({ type: "error", code: "invalid_request", description, parameter: SECRET_KEY });
  const parrot = await startParrot({ status: 400, body });
  const answer = await parrot.provider.checkAccount();
  expect(answer).toMatchObject({ outcome: "rejected", description: "no such key ***, header Basic ***" });
  expectNoSecret(answer);
  await parrot.close();
});

it("not even the package's own models, which point at the client, show the secret", async () => {
  const under = await startProvider();
  const apiUrl = `${under.sandbox.baseUrl}/v3/`;
  const transport = new YookassaTransport({ shopId: SHOP_ID, secretKey: SECRET_KEY, apiUrl });
  expectNoSecret(transport);
  const model = await transport.createPayment(
    {
      amount: { value: "10.00", currency: "RUB" },
      confirmation: { type: "redirect", return_url: "https://shop.example/" },
    },
    "k",
  );
  expect(everything(model)).toContain("_instance");
  expectNoSecret(model);
  const lost = await transport.getPayment("none").catch((error: unknown) => error);
  expect(lost).toBeInstanceOf(Error);
  expectNoSecret(lost);
  await under.close();
});
