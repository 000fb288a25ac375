import { describe, expect, it } from "vitest";
import { findClient, setBirthday, setTimeZone } from "../../../src/core/people/index.ts";
import { testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient } from "../../support/make.ts";

const app = await testApp();
const NOBODY = "00000000-0000-4000-8000-000000000000";

describe("a client's own birthday (PE-4)", () => {
  it("is kept as typed, changed, and taken away again", async () => {
    const { id: clientId } = await makeClient(app);
    const kept = async (typed: string | undefined) => {
      granted(await setBirthday(app, { clientId, typed }));
      granted(await writingNothing(app, () => setBirthday(app, { clientId, typed })));
      return (await findClient(app.db, clientId))?.birthday;
    };
    expect(await kept("7.03.1990")).toBe("1990-03-07");
    expect(await kept("29.02")).toBe("1604-02-29");
    expect(await kept(undefined)).toBeUndefined();
  });

  it("today counts by the business's day, and what is no birthday is refused", async () => {
    const { id: clientId } = await makeClient(app);
    app.clock.set("2026-11-23T21:30:00Z");
    expect(granted(await setBirthday(app, { clientId, typed: "24.11.2026" })).birthday).toBe("2026-11-24");
    for (const [typed, refusal] of [
      ["25.11.2026", "birthday_out_of_range"],
      ["31.02", "birthday_unreadable"],
    ] as const)
      expect(await refusedBy(app, () => setBirthday(app, { clientId, typed }))).toBe(refusal);
    expect(await refusedBy(app, () => setBirthday(app, { clientId: NOBODY, typed: "07.03" }))).toBe(
      "unknown_client",
    );
  });
});

describe("a client's own time zone (UN-4)", () => {
  it("is kept, and the business's again when they like", async () => {
    const { id: clientId } = await makeClient(app);
    granted(await setTimeZone(app, { clientId, timeZone: "Asia/Kamchatka" }));
    expect((await findClient(app.db, clientId))?.timeZone).toBe("Asia/Kamchatka");
    granted(await setTimeZone(app, { clientId, timeZone: undefined }));
    expect((await findClient(app.db, clientId))?.timeZone).toBeUndefined();
  });

  it("is one that there is, and somebody's; an interrupted change is none", async () => {
    const { id: clientId } = await makeClient(app);
    const timeZone = "Asia/Omsk";
    expect(await refusedBy(app, () => setTimeZone(app, { clientId, timeZone: "Луна/Море" }))).toBe(
      "time_zone_unknown",
    );
    expect(await refusedBy(app, () => setTimeZone(app, { clientId: NOBODY, timeZone }))).toBe(
      "unknown_client",
    );
    await writingNothing(app, () =>
      interrupted(app, /COMMIT/, (dying) => setTimeZone(dying, { clientId, timeZone })),
    );
  });
});
