import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeSpecialist } from "./salon.ts";
import { signedIn, Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await makeStaff(app, { role: "owner" });

describe("a visitor who has not signed in", () => {
  it("is sent to the sign-in page, which remembers where they were going", async () => {
    const answer = await new Visitor(url).get("/admin/resources/Client?page=2");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/admin/login?next=%2Fadmin%2Fresources%2FClient%3Fpage%3D2");
  });

  it("gets 401 as JSON from the API, and no session", async () => {
    const answer = await new Visitor(url).get("/admin/api/resources/Client/actions/list");
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await db.pool.query("SELECT 1 FROM panel_sessions")).rowCount).toBe(0);
  });
});

describe("signing in", () => {
  it("sets a cookie that scripts, other sites and other paths do not get", async () => {
    const answer = await new Visitor(url).signIn(owner);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/admin");
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^sid=/);
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Lax");
    expect(cookie).toContain("Path=/admin");
  });

  it("keeps nobody's password, role or name in the session", async () => {
    await signedIn(url, owner);
    const { rows } = await db.pool.query<{ sess: object }>("SELECT sess FROM panel_sessions");
    for (const { sess } of rows)
      expect(Object.keys(sess).sort()).toEqual([
        "address",
        "cookie",
        "device",
        "handle",
        "signedInAtMs",
        "staffId",
      ]);
  });

  it("changes the session's id, so that one planted before is worth nothing", async () => {
    const visitor = await signedIn(url, owner);
    const planted = visitor.cookie;
    await visitor.signIn(owner);
    expect(visitor.cookie).not.toBe(planted);
    const attacker = new Visitor(url, planted);
    expect((await attacker.get("/admin/api/dashboard")).status).toBe(401);
  });

  it("refuses a wrong password in words and keeps the e-mail in the form, harmless", async () => {
    const email = `"><script>alert(1)</script>`;
    const answer = await new Visitor(url).signIn({ email, password: "wrong" });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain("Неверная почта или пароль.");
    expect(answer.text).not.toContain("<script>alert");
  });

  it("stops guessing after some tries, for the right password too, whichever process is asked", async () => {
    const victim = await makeStaff(app, { role: "admin" });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      statuses.push((await new Visitor(url).signIn({ ...victim, password: "guess" })).status);
    }
    expect(statuses.at(-1)).toBe(429);
    const late = await new Visitor(url).signIn(victim);
    expect(late.status).toBe(429);
    expect(late.text).toMatch(/Попробуйте после \d\d:\d\d/);
    await db.pool.query("DELETE FROM login_attempts");
  });

  it.each([
    ["https://evil.example/", "/admin"],
    ["//evil.example", "/admin"],
    ["/\\evil.example", "/admin"],
    ["/admin/../evil", "/admin"],
    ["/administrator", "/admin"],
    ["javascript:alert(1)", "/admin"],
    ["/admin/logout", "/admin"],
    ["/admin/new-password", "/admin"],
    ["/admin%2f..%2f..", "/admin"],
    ["/admin/resources/Client?next=//evil.example", "/admin/resources/Client?next=//evil.example"],
    ["/admin/resources/Client?page=2", "/admin/resources/Client?page=2"],
  ])("leads on from %s to %s", async (next, location) => {
    const answer = await new Visitor(url).signIn(owner, next);
    expect(answer.headers.get("location")).toBe(location);
  });
});

describe("a session is over", () => {
  it("when its owner signs out", async () => {
    const visitor = await signedIn(url, owner);
    const answer = await visitor.post("/admin/logout", {});
    expect(answer.status).toBe(303);
    expect((await visitor.get("/admin/api/dashboard")).status).toBe(401);
  });

  it("but not because another site shows a picture of the way out", async () => {
    const visitor = await signedIn(url, owner);
    const answer = await visitor.get("/admin/logout", { "sec-fetch-site": "cross-site" });
    expect(answer.status).toBe(200);
    expect((await visitor.get("/admin/api/dashboard")).status).toBe(200);
    expect((await visitor.get("/admin/logout", { "sec-fetch-site": "same-origin" })).status).toBe(303);
    expect((await visitor.get("/admin/api/dashboard")).status).toBe(401);
  });

  it("when the person no longer works here", async () => {
    const person = await makeStaff(app, { role: "admin" });
    const visitor = await signedIn(url, person);
    await db.pool.query("UPDATE staff SET is_active = false WHERE id = $1", [person.id]);
    expect((await visitor.get("/admin/api/dashboard")).status).toBe(401);
  });

  it("when sessions from before some moment were ended", async () => {
    const person = await makeStaff(app, { role: "admin" });
    const visitor = await signedIn(url, person);
    await db.pool.query("UPDATE staff SET sessions_valid_from = now() + interval '1 second' WHERE id = $1", [
      person.id,
    ]);
    expect((await visitor.get("/admin/api/dashboard")).status).toBe(401);
  });
});

it("a demotion counts at the next request", async () => {
  const specialistId = await makeSpecialist(app, "Анна");
  const person = await makeStaff(app, { role: "owner", specialistId });
  const visitor = await signedIn(url, person);
  expect((await visitor.get("/admin/api/resources/Setting/actions/list")).status).toBe(200);
  await db.pool.query("UPDATE staff SET role = 'specialist' WHERE id = $1", [person.id]);
  expect((await visitor.get("/admin/api/resources/Setting/actions/list")).status).toBe(403);
  expect((await visitor.get("/admin/api/resources/Booking/actions/list")).status).toBe(200);
});

it("a cookie signed with another secret is nobody's", async () => {
  const answer = await new Visitor(url, `sid=s%3A${randomUUID()}.forged`).get("/admin/api/dashboard");
  expect(answer.status).toBe(401);
});
