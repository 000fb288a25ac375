import { describe, expect, it } from "vitest";
import { COLUMNS_MAX, type Feed } from "../../src/admin/pages/calendar/model.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const names = Array.from(
  { length: COLUMNS_MAX + 2 },
  (_, place) => `Мастер ${String(place).padStart(2, "0")}`,
);
const ids: string[] = [];
for (const name of names) ids.push(await makeSpecialist(app, name));
const last = ids.at(-1) ?? "";
await makeSlot(app, last, 30);
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));

async function feed(specialists: readonly string[] = []): Promise<Feed> {
  const chosen = specialists.map((id) => id.slice(0, 8)).join(",");
  const asked = new URLSearchParams({ view: "month", ...(chosen === "" ? {} : { specialists: chosen }) });
  const { status, json } = await owner.get(`/admin/api/pages/calendar?${asked}`);
  expect(status).toBe(200);
  return json as unknown as Feed;
}
const freeIn = ({ counts }: Feed): number => counts.reduce((total, { regular }) => total + regular, 0);

describe("a business of more specialists than a screen holds", () => {
  it("is shown its first twenty, and told of everybody", async () => {
    const shown = await feed();
    expect(shown.everybody).toHaveLength(COLUMNS_MAX + 2);
    expect(shown.columns.map(({ id }) => id)).toEqual(
      shown.everybody.slice(0, COLUMNS_MAX).map(({ id }) => id),
    );
    expect([shown.isChosen, freeIn(shown)]).toEqual([false, 0]);
  });

  it("is shown anybody who is chosen, with what is theirs alone", async () => {
    const shown = await feed([last]);
    expect(shown.columns.map(({ id }) => id)).toEqual([last]);
    expect([shown.isChosen, freeIn(shown)]).toEqual([true, 1]);
  });

  it("is shown no more than twenty of the chosen", async () => {
    expect((await feed(ids)).columns).toHaveLength(COLUMNS_MAX);
  });
});
