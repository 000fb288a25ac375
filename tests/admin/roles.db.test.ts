import { describe, expect, it } from "vitest";
import { mayDo, mayOpen, type PanelUser } from "../../src/admin/access.ts";
import { SETTINGS, TABLES } from "../../src/admin/lists.ts";
import { PAGES } from "../../src/admin/pages.ts";
import type { StaffRole } from "../../src/core/people/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const own = await makeSpecialist(app, "Мария");
const other = await makeSpecialist(app, "Анна");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Вера");
const ownSlot = await makeSlot(app, own, 30);
const otherSlot = await makeSlot(app, other, 40);
const ownBooking = await makeBooking(app, { clientId, serviceId, slotId: ownSlot });
const otherBooking = await makeBooking(app, { clientId, serviceId, slotId: otherSlot });
const otherFree = await makeSlot(app, other, 50);
const ownFree = await makeSlot(app, own, 60);

const visitors: Record<StaffRole, Visitor> = {
  owner: await signedIn(url, await makeStaff(app, { role: "owner" })),
  admin: await signedIn(url, await makeStaff(app, { role: "admin" })),
  specialist: await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: own })),
};
const ROLES: readonly StaffRole[] = ["owner", "admin", "specialist"];

const NOBODY = "00000000-0000-0000-0000-000000000000";
const OF_RECORD = ["show", "edit"];

/** Every address that any role could try: each list, each action that exists or that AdminJS brings, in each shape. */
const addresses = [...TABLES, SETTINGS].flatMap((table) => {
  const own = new Map((table.actions ?? []).map(({ name, of }) => [name, of]));
  const names = [...own.keys(), "list", "search", "show", "edit", "new", "delete", "bulkDelete"];
  return names.flatMap((action) => {
    const of = own.get(action) ?? (OF_RECORD.includes(action) ? "record" : "list");
    return [
      { at: `${table.id}/actions/${action}`, resource: table.id, action, isItsShape: of === "list" },
      {
        at: `${table.id}/records/${NOBODY}/${action}`,
        resource: table.id,
        action,
        isItsShape: of === "record",
      },
      { at: `${table.id}/bulk/${action}?recordIds=${NOBODY}`, resource: table.id, action, isItsShape: false },
    ];
  });
});

/** Some two thousand requests, one after another: as many more as the panel offers more. */
const EVERY_ADDRESS_MS_MAX = 120_000;

it.each(ROLES)(
  "%s is answered over HTTP exactly as the table of offers says (PE-3)",
  async (role) => {
    const wrong: string[] = [];
    for (const { at, resource, action, isItsShape } of addresses) {
      const isOffered = isItsShape && mayDo(userWith(role), resource, action);
      for (const page of ["/admin/resources", "/admin/api/resources"]) {
        const answers = [await visitors[role].get(`${page}/${at}`)];
        if (page.includes("api")) answers.push(await visitors[role].post(`${page}/${at}`, {}));
        for (const { status } of answers) {
          const isRefused = status === 403 || status === 404;
          if (isRefused === isOffered || status >= 500) wrong.push(`${page}/${at}: ${status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
  EVERY_ADDRESS_MS_MAX,
);

it.each(ROLES)(
  "%s opens the pages of their role and no others, whatever the browser asks (PE-3)",
  async (role) => {
    const wrong: string[] = [];
    for (const { id } of PAGES)
      for (const page of [`/admin/pages/${id}`, `/admin/api/pages/${id}`]) {
        const { status } = await visitors[role].get(page);
        if ((status === 403) === mayOpen(userWith(role), id) || status >= 500)
          wrong.push(`${page}: ${status}`);
      }
    for (const page of ["/admin/pages/nothing", "/admin/api/pages/nothing"])
      if ((await visitors[role].get(page)).status !== 404) wrong.push(page);
    expect(wrong).toEqual([]);
  },
);

const userWith = (role: StaffRole): PanelUser => ({
  id: "",
  role,
  specialistId: own,
  email: "",
  title: "",
  pages: [],
});

/** PE-3, in the rulebook's words: what a person with the role can open. */
it.each([
  ["Staff", [200, 200, 200]],
  ["Setting", [200, 200, 403]],
  ["Client", [200, 200, 403]],
  ["Payment", [200, 200, 403]],
  ["AuditEntry", [200, 200, 403]],
  ["Booking", [200, 200, 200]],
  ["Slot", [200, 200, 200]],
] as const)("%s is listed for owner, admin, specialist with %j", async (resource, statuses) => {
  const answers = await Promise.all(
    ROLES.map((role) => visitors[role].get(`/admin/api/resources/${resource}/actions/list`)),
  );
  expect(answers.map(({ status }) => status)).toEqual(statuses);
});

describe("a specialist", () => {
  const specialist = visitors.specialist;

  it("sees their own bookings and slots, and counts no others", async () => {
    const bookings = (await specialist.get("/admin/api/resources/Booking/actions/list")).json;
    expect(bookings.records?.map(({ id }) => id)).toEqual([ownBooking.id]);
    expect(bookings.meta?.total).toBe(1);
    const slots = (await specialist.get("/admin/api/resources/Slot/actions/list")).json;
    expect(slots.records?.map(({ id }) => id).sort()).toEqual([ownSlot, ownFree].sort());
  });

  it("does not get at another's by a filter, by its id, or by an action", async () => {
    const filtered = await specialist.get(
      `/admin/api/resources/Booking/actions/list?filters.specialistId=${other}`,
    );
    expect(filtered.json.meta?.total).toBe(0);
    for (const path of [`Booking/records/${otherBooking.id}/show`, `Slot/records/${otherSlot}/show`]) {
      const answer = await specialist.get(`/admin/api/resources/${path}`);
      expect(answer.json.notice?.type, path).toBe("error");
      expect(answer.text).not.toContain("Вера");
    }
    const answer = await specialist.post(`/admin/api/resources/Slot/records/${otherFree}/closeSlot`, {
      reason: "чужое",
    });
    expect(answer.json.notice?.type).toBe("error");
    const { rows } = await db.pool.query("SELECT state FROM slots WHERE id = $1", [otherFree]);
    expect(rows).toEqual([{ state: "open" }]);
  });

  it("closes a slot of their own", async () => {
    const answer = await specialist.post(`/admin/api/resources/Slot/records/${ownFree}/closeSlot`, {
      reason: "врач",
    });
    expect(answer.json.notice?.type).toBe("success");
    const { rows } = await db.pool.query("SELECT state, closed_reason FROM slots WHERE id = $1", [ownFree]);
    expect(rows).toEqual([{ state: "closed", closed_reason: "врач" }]);
  });

  it("takes time off for themselves, undoes it, and has no say in anybody else's (PE-3)", async () => {
    const at = "/admin/api/resources/Slot/actions/takeTimeOff";
    const day = { from: "2030-03-04", to: "2030-03-04", reason: "врач" };
    const changeId = app.newId();
    const take = (specialistIds: string) => specialist.post(at, { ...day, changeId, specialistIds });
    for (const ids of [other, `${own},${other}`]) {
      const refused = (await take(ids)).json as unknown as { refused?: { field: string } };
      expect(refused.refused?.field).toBe("specialistIds");
    }
    const stands = async () =>
      (
        await db.pool.query(
          "SELECT id, specialist_id FROM time_off WHERE lifted_at IS NULL ORDER BY starts_at, specialist_id",
        )
      ).rows;
    expect(await stands()).toEqual([]);
    expect((await take(own)).json.notice?.type).toBe("success");
    const [taken, ...none] = await stands();
    expect([taken?.specialist_id, none]).toEqual([own, []]);

    const theirs = { ...day, changeId: app.newId(), specialistIds: other };
    expect((await visitors.owner.post(at, theirs)).json.notice?.type).toBe("success");
    const foreign = (await stands()).find(({ specialist_id }) => specialist_id === other);
    const tell = (what: string, id: unknown) =>
      specialist.post("/admin/api/pages/calendar", { do: what, id: String(id) });
    // A holiday of theirs that a manager took is not theirs to work through; their own is.
    const forThem = { ...day, changeId: app.newId(), specialistIds: own };
    expect((await visitors.owner.post(at, forThem)).json.notice?.type).toBe("success");
    const holiday = (await stands()).find(
      ({ id, specialist_id }) => specialist_id === own && id !== taken?.id,
    );
    for (const id of [foreign?.id, holiday?.id])
      expect((await tell("liftTimeOff", id)).text).toContain("отметили не вы");
    expect(await stands()).toHaveLength(3);
    expect((await tell("liftTimeOff", taken?.id)).text).toContain("Снято");
    expect((await stands()).map(({ specialist_id }) => specialist_id).sort()).toEqual([other, own].sort());
  });

  it("has a first page of their own: no unanswered clients, no first steps, nobody else's day", async () => {
    const today = (await specialist.get("/admin/api/dashboard")).json as unknown as Record<string, unknown>;
    expect(today.missing).toEqual([]);
    expect(today.unanswered).toBeUndefined();
    expect(today.chatPageUrl).toBeUndefined();
    expect(today.held).toBe(0);
  });
});

describe("an administrator", () => {
  const change = (key: string, value: string) =>
    visitors.admin.post(`/admin/api/resources/Setting/records/${key}/changeSetting`, { value });

  it("changes settings of the calendar", async () => {
    expect((await change("booking.holdMinutes", "20")).json.notice?.type).toBe("success");
  });

  it.each([
    "hot.discountPercent",
    "points.accrualPercent",
    "referral.reward",
    "penalty.percent",
    "payments.sbp",
  ])("does not change %s: it decides about money", async (key) => {
    const answer = await change(key, "1");
    expect(answer.json.refused?.message).toBe("Эту настройку меняет только владелец.");
    expect((await db.pool.query("SELECT 1 FROM settings WHERE key = $1", [key])).rowCount).toBe(0);
  });
});
