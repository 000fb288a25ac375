import { describe, expect, it } from "vitest";
import { findStaff } from "../../src/core/people/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, PASSWORD, startPanel } from "./panel-under-test.ts";
import { makeSpecialist } from "./salon.ts";
import { signedIn, Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария");
const logins = {
  owner: await makeStaff(app, { role: "owner", name: "Ольга" }),
  admin: await makeStaff(app, { role: "admin", name: "Пётр" }),
  specialist: await makeStaff(app, { role: "specialist", name: "Мария", specialistId }),
};
const owner = await signedIn(url, logins.owner);
const admin = await signedIn(url, logins.admin);
const specialist = await signedIn(url, logins.specialist);

type Session = { readonly id: string; readonly device: string; readonly isThis: boolean };
type Member = { readonly id: string; readonly name: string; readonly sessions: readonly Session[] };
type Told = {
  readonly said?: string;
  readonly refused?: string;
  readonly field?: string;
  readonly password?: { readonly text: string };
};
const setup = async (visitor: Visitor, data: object): Promise<Told> =>
  (await visitor.post("/admin/api/pages/setup", data)).json as unknown as Told;
const account = async (visitor: Visitor, data: object): Promise<Told> =>
  (await visitor.post("/admin/api/pages/account", data)).json as unknown as Told;
const members = async (visitor = owner) =>
  (
    (await visitor.get("/admin/api/pages/setup?part=staff")).json as unknown as {
      members?: readonly Member[];
    }
  ).members;
const isIn = async (visitor: Visitor) => (await visitor.get("/admin/api/dashboard")).status === 200;
const FORM = { role: "admin", specialistId: "", email: "", telegramId: "" };

describe("staff (PE-3)", () => {
  it("is the owner's to see and to change: an administrator is told so, whatever they send", async () => {
    expect((await members())?.map(({ name }) => name)).toEqual(["Ольга", "Пётр", "Мария"]);
    expect(await members(admin)).toBeUndefined();
    for (const data of [
      { do: "addMember", name: "Ева", ...FORM, role: "owner", email: "eva@example.test" },
      { do: "changeMember", id: logins.admin.id, name: "Пётр", ...FORM, role: "owner" },
      { do: "setActive", id: logins.owner.id, isActive: "no" },
      { do: "resetPassword", id: logins.owner.id },
      { do: "endSessions", id: logins.owner.id },
    ])
      expect((await setup(admin, data)).refused, data.do).toBe("Сотрудники — дело владельца.");
    expect((await specialist.post("/admin/api/pages/setup", { do: "addMember", name: "Ева" })).status).toBe(
      403,
    );
    expect((await findStaff(app.db, logins.admin.id))?.role).toBe("admin");
  });

  it("is added with a password told once; the newcomer chooses their own before seeing anything", async () => {
    const email = "eva@example.test";
    const told = await setup(owner, { do: "addMember", name: "Ева", ...FORM, email });
    const password = told.password?.text ?? "";
    expect(JSON.stringify(await members())).not.toContain(password);
    const eva = new Visitor(url);
    await eva.signIn({ email, password });
    expect((await eva.get("/admin/api/dashboard")).status).toBe(403);
    const led = await eva.get("/admin/resources/Client");
    expect([led.status, led.headers.get("location")]).toEqual([303, "/admin/new-password"]);
    const choose = (password: string, again = password) =>
      eva.ask("/admin/new-password", {
        method: "POST",
        body: new URLSearchParams({ password, again }),
        headers: { origin: url },
      });
    expect((await choose("мой собственный", "другой")).text).toContain("Пароли не совпали");
    expect((await choose("коротко")).text).toContain("слишком короткий");
    expect((await choose(password)).text).toContain("Это тот же пароль");
    const planted = eva.cookie;
    expect((await choose("мой собственный")).status).toBe(303);
    expect(eva.cookie).not.toBe(planted);
    expect(await isIn(eva)).toBe(true);
    expect((await eva.get("/admin/new-password")).headers.get("location")).toBe("/admin");
    expect((await new Visitor(url).signIn({ email, password })).status).toBe(401);
  });

  it("is told beside the field what is wrong", async () => {
    const add = (over: object) => setup(owner, { do: "addMember", name: "Нина", ...FORM, ...over });
    expect(await add({ email: logins.admin.email })).toMatchObject({ field: "email" });
    expect(await add({ role: "boss" })).toMatchObject({ field: "role" });
    expect(await add({ telegramId: "много" })).toMatchObject({ field: "telegramId" });
    expect(await add({ role: "specialist", telegramId: "88" })).toMatchObject({ field: "specialistId" });
    expect(await add({})).toMatchObject({
      field: "email",
      refused: expect.stringContaining("как сотрудник войдёт"),
    });
    expect((await setup(owner, { do: "constructor" })).refused).toContain("Такого действия нет");
  });

  it("who is put off is out at the next request, and back only by signing in", async () => {
    const person = await makeStaff(app, { role: "admin", name: "Вера" });
    const visitor = await signedIn(url, person);
    expect((await setup(owner, { do: "setActive", id: person.id, isActive: "no" })).said).toContain(
      "вход закрыт",
    );
    expect(await isIn(visitor)).toBe(false);
    await setup(owner, { do: "setActive", id: person.id, isActive: "yes" });
    expect(await isIn(visitor)).toBe(false);
    expect(await isIn(await signedIn(url, person))).toBe(true);
  });

  it("nobody puts themselves off, and the last owner stays", async () => {
    const off = await setup(owner, { do: "setActive", id: logins.owner.id, isActive: "no" });
    expect(off.refused).toContain("себя не отключают");
    expect(await isIn(owner)).toBe(true);
  });

  it("a role changed counts at the next request, in the same session", async () => {
    const person = await makeStaff(app, { role: "admin", name: "Инна" });
    const visitor = await signedIn(url, person);
    expect((await visitor.get("/admin/api/pages/setup")).status).toBe(200);
    const data = { do: "changeMember", id: person.id, name: "Инна", role: "specialist", specialistId };
    expect((await setup(owner, { ...data, email: person.email })).said).toContain("сохранено");
    expect((await visitor.get("/admin/api/pages/setup")).status).toBe(403);
    expect((await visitor.get("/admin/api/pages/account")).status).toBe(200);
  });
});

describe("sessions", () => {
  it("are listed by device and ended by their owner or the business's, at once", async () => {
    const person = await makeStaff(app, { role: "admin", name: "Зоя" });
    const [here, there] = [await signedIn(url, person), await signedIn(url, person)];
    const view = (await here.get("/admin/api/pages/account")).json as unknown as {
      sessions: readonly Session[];
    };
    expect(view.sessions).toHaveLength(2);
    expect(view.sessions.filter(({ isThis }) => isThis)).toHaveLength(1);
    const other = view.sessions.find(({ isThis }) => !isThis)?.id;
    expect((await account(here, { do: "endSession", session: other })).said).toContain("Завершено: 1");
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    const seen = (await members())?.find(({ id }) => id === person.id)?.sessions ?? [];
    await setup(owner, { do: "endSession", id: person.id, session: seen[0]?.id });
    expect(await isIn(here)).toBe(false);
  });

  it("of somebody else do not end because one knows what they are called", async () => {
    const theirs = (await members())?.find(({ id }) => id === logins.owner.id)?.sessions[0]?.id;
    await account(admin, { do: "endSession", session: theirs, id: logins.owner.id });
    expect(await isIn(owner)).toBe(true);
  });

  it("never show the key that opens them", async () => {
    const { rows } = await db.pool.query<{ sid: string }>("SELECT sid FROM panel_sessions");
    const { text } = await owner.get("/admin/api/pages/setup?part=staff");
    for (const { sid } of rows) expect(text).not.toContain(sid);
  });

  it("say what they are opened with, in words", async () => {
    const visitor = new Visitor(url);
    const agent =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1";
    await visitor.ask("/admin/login", {
      method: "POST",
      body: new URLSearchParams({ email: logins.specialist.email, password: PASSWORD }),
      headers: { origin: url, "user-agent": agent },
    });
    const view = (await visitor.get("/admin/api/pages/account")).json as unknown as {
      sessions: readonly Session[];
    };
    expect(view.sessions.find(({ isThis }) => isThis)?.device).toBe("Safari, iPhone");
  });
});

describe("one's own account", () => {
  it("changes the name of whoever is signed in, and of nobody whose id is sent along", async () => {
    expect((await account(specialist, { do: "rename", name: "Маша", id: logins.owner.id })).said).toBe(
      "Имя сохранено.",
    );
    expect((await findStaff(app.db, logins.specialist.id))?.name).toBe("Маша");
    expect((await findStaff(app.db, logins.owner.id))?.name).toBe("Ольга");
    await account(specialist, { do: "rename", name: "Маша", role: "owner", isActive: "no" });
    expect(await findStaff(app.db, logins.specialist.id)).toMatchObject({
      role: "specialist",
      isActive: true,
    });
  });

  it("changes the password: this session goes on, the others end, the old one is worth nothing", async () => {
    const person = await makeStaff(app, { role: "admin", name: "Яна" });
    const [here, there] = [await signedIn(url, person), await signedIn(url, person)];
    const wanted = "новый длинный пароль";
    const wrong = await account(here, { do: "setPassword", present: "не тот", wanted, again: wanted });
    expect(wrong).toMatchObject({ field: "present" });
    const differ = await account(here, { do: "setPassword", present: PASSWORD, wanted, again: "иной" });
    expect(differ).toMatchObject({ field: "again" });
    await account(here, { do: "setPassword", present: PASSWORD, wanted, again: wanted });
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect((await new Visitor(url).signIn(person)).status).toBe(401);
    expect((await new Visitor(url).signIn({ ...person, password: wanted })).status).toBe(303);
  });
});

describe("failures told in one's own account", () => {
  const toldTo = async (visitor: Visitor) =>
    ((await visitor.get("/admin/api/pages/account")).json as unknown as { failures: string }).failures;
  const noted = async (id: string) => {
    const view = (await owner.get("/admin/api/pages/setup?part=staff")).json as unknown as {
      members: readonly { readonly id: string; readonly notes: readonly string[] }[];
    };
    return view.members.find((member) => member.id === id)?.notes;
  };
  const wanted = "иной длинный пароль";

  it("are tries at the sign-in page: a slip in the form that changes the password is none", async () => {
    const person = await makeStaff(app, { role: "admin", name: "Нина" });
    const here = await signedIn(url, person);
    const slip = { do: "setPassword", present: "не тот", wanted, again: wanted };
    expect(await account(here, slip)).toMatchObject({ field: "present" });
    expect([await toldTo(here), await noted(person.id)]).toEqual(["", []]);
    await new Visitor(url).signIn({ ...person, password: "не тот" });
    expect(await toldTo(here)).toBe("1 неудачная попытка входа за сутки");
    expect(await noted(person.id)).toEqual(["1 неудачная попытка входа за сутки"]);
  });

  it("are over once the password was changed, and slips in the form still close the way", async () => {
    const person = await makeStaff(app, { role: "admin", name: "Зоя" });
    const here = await signedIn(url, person);
    await new Visitor(url).signIn({ ...person, password: "не тот" });
    expect(await toldTo(here)).not.toBe("");
    await account(here, { do: "setPassword", present: PASSWORD, wanted, again: wanted });
    expect(await toldTo(here)).toBe("");
    const slip = { do: "setPassword", present: "не тот", wanted: PASSWORD, again: PASSWORD };
    for (let tries = 0; tries < 5; tries += 1) await account(here, slip);
    expect((await account(here, { ...slip, present: wanted })).refused).toMatch(/попыток/);
    expect(await toldTo(here)).toBe("");
  });
});

describe("names of staff for those who filter by them", () => {
  const search = (visitor: Visitor, query = "", text = "") =>
    visitor.get(`/admin/api/resources/Staff/actions/search/${encodeURIComponent(text)}${query}`);

  it("are found by an administrator: id and name, nothing more", async () => {
    const { records } = (await search(admin, "", "оль")).json;
    expect(records).toHaveLength(1);
    expect(records?.[0]?.params).toEqual({ id: logins.owner.id, name: "Ольга" });
    const { status } = await admin.get(
      `/admin/api/resources/OutboxMessage/actions/list?filters.staffId=${logins.owner.id}`,
    );
    expect(status).toBe(200);
  });

  it("do not tell of what is hidden: not by another column, a filter, nor by their order", async () => {
    const all = (await search(admin)).json.records?.length;
    const known = encodeURIComponent(logins.owner.email.slice(0, 8));
    for (const query of [
      "?searchProperty=email",
      "?searchProperty=telegramId",
      "?searchProperty=passwordHash",
      `?filters.email=${known}`,
      "?filters.role=owner",
      "?filters.isActive=false",
    ])
      for (const text of ["", "nothing-like-it"]) {
        const answer = await search(admin, query, query.includes("searchProperty") ? text : "");
        expect(answer.json.records, query).toHaveLength(all ?? 0);
        expect(answer.text).not.toMatch(/example\.test|argon2/);
      }
    const ids = async (query: string) => (await search(admin, query)).json.records?.map(({ id }) => id);
    expect(await ids("?sortBy=email")).toEqual(await ids("?sortBy=name"));
    expect(await ids("?sortBy=role")).toEqual(await ids("?sortBy=name"));
  });

  it("are not a specialist's to look for, and rows stay the owner's", async () => {
    expect((await search(specialist)).status).toBe(403);
    const list = await admin.get("/admin/api/resources/Staff/actions/list");
    expect(list.json.records).toHaveLength(1);
  });
});

describe("the journal", () => {
  it("tells of signing in, of failures and of what was changed in whom, and leads there", async () => {
    const person = await makeStaff(app, { role: "admin", name: "Рита" });
    await new Visitor(url).signIn({ ...person, password: "не тот" });
    const visitor = await signedIn(url, person);
    await visitor.post("/admin/logout", {});
    await setup(owner, {
      do: "changeMember",
      id: person.id,
      name: "Рита",
      ...FORM,
      role: "owner",
      email: person.email,
    });
    const { records } = (
      await owner.get(
        `/admin/api/resources/AuditEntry/actions/list?filters.subjectId=${person.id}&perPage=20`,
      )
    ).json;
    const lines = records?.map(({ params: { action, change, actorId, subjectIdHref } }) => [
      actorId,
      action,
      change,
      subjectIdHref,
    ]);
    const to = "pages/setup?tab=staff";
    expect(lines).toEqual([
      ["Ольга", "изменил сотрудника", "роль: администратор → владелец", to],
      ["Рита", "вышел из панели", "", to],
      ["Рита", "вошёл в панель", "", to],
      ["система", "не подошёл пароль при входе", "", to],
      ["оператор", "добавил сотрудника", "роль: администратор", to],
    ]);
  });
});
