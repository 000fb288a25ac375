import { describe, expect, it } from "vitest";
import { findStaff } from "../../src/core/people/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const logins = {
  owner: await makeStaff(app, { role: "owner", name: "Ольга" }),
  admin: await makeStaff(app, { role: "admin", name: "Пётр" }),
  specialist: await makeStaff(app, {
    role: "specialist",
    name: "Мария",
    specialistId: await makeSpecialist(app, "Мария"),
  }),
};
const [owner, admin, specialist] = [
  await signedIn(url, logins.owner),
  await signedIn(url, logins.admin),
  await signedIn(url, logins.specialist),
];
const formOf = (id: string) => `/admin/api/resources/Staff/records/${id}/setStaffMessages`;
const mutedOf = async ({ id }: { readonly id: string }) => (await findStaff(app.db, id))?.mutedMessages;

describe("PE-3: notifications in the panel", () => {
  it("are switched by everybody for themselves, and seen on the card", async () => {
    const { form } = (await specialist.get(formOf(logins.specialist.id))).json;
    expect(form?.fields).toMatchObject([
      { name: "heard", value: ["new_booking", "cancellation", "move", "tip"] },
    ]);
    const saved = await specialist.post(formOf(logins.specialist.id), { heard: ["cancellation", "tip"] });
    expect(saved.json.notice?.type).toBe("success");
    expect(await mutedOf(logins.specialist)).toEqual(["new_booking", "move"]);
    const show = `/admin/api/resources/Staff/records/${logins.specialist.id}/show`;
    const { record } = (await specialist.get(show)).json;
    expect(record?.params.messages).toBe("Telegram не указан");
  });

  it("the owner switches anybody's", async () => {
    const heard = ["new_booking", "cancellation", "move", "tip"];
    expect((await owner.post(formOf(logins.specialist.id), { heard })).json.notice?.type).toBe("success");
    expect(await mutedOf(logins.specialist)).toEqual([]);
  });

  it("PY-5: an owner who would be the last to hear of money is told so", async () => {
    const { refused } = (await owner.post(formOf(logins.owner.id), { heard: ["tip"] })).json;
    expect(refused).toMatchObject({ field: "heard" });
    expect(await mutedOf(logins.owner)).toEqual([]);
  });

  it.each([
    ["an administrator", admin],
    ["a specialist", specialist],
  ])("%s finds nobody's row but their own, and changes nobody else's", async (_, visitor) => {
    const { records } = (await visitor.get("/admin/api/resources/Staff/actions/list")).json;
    expect(records).toHaveLength(1);
    const answer = await visitor.post(formOf(logins.owner.id), { heard: ["payment"] });
    expect(answer.json.notice?.type).toBe("error");
    expect(await mutedOf(logins.owner)).toEqual([]);
  });

  it("an administrator still reads in the journal who did something", async () => {
    const { records } = (
      await admin.get("/admin/api/resources/AuditEntry/actions/list?filters.action=set_staff_messages")
    ).json;
    expect(records?.map(({ params }) => params.actorId)).toEqual(["Ольга", "Мария"]);
    expect(records?.[1]?.params.change).toBe("новые записи: нет; переносы: нет");
  });
});
