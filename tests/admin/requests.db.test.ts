import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeClient, makeSpecialist } from "./salon.ts";
import { signedIn, Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await signedIn(url, await makeStaff(app, { role: "owner", name: "</script><script>x()" }));
const clientId = await makeClient(app, "Анна");
await makeSpecialist(app, "Мария");
const EDIT = `/admin/api/resources/Client/records/${clientId}/edit`;

const noteOf = async (): Promise<unknown> =>
  (await db.pool.query("SELECT note FROM clients WHERE id = $1", [clientId])).rows[0]?.note;

describe("a request that changes something is refused", () => {
  it.each([
    ["from another origin", { origin: "https://evil.example" }],
    ["from another port of this host", { origin: "http://127.0.0.1:1" }],
    ["from a page without an origin", { origin: "null" }],
    ["that the browser calls cross-site", { "sec-fetch-site": "cross-site" }],
    ["that the browser calls same-site", { "sec-fetch-site": "same-site" }],
  ])("%s", async (_, headers) => {
    const answer = await owner.post(EDIT, { note: "чужое" }, headers);
    expect(answer.status).toBe(403);
    expect(await noteOf()).toBe("");
  });

  it("that does not say where it comes from", async () => {
    const body = JSON.stringify({ note: "чужое" });
    const headers = { "content-type": "application/json" };
    const answer = await owner.ask(EDIT, { method: "POST", body, headers });
    expect(answer.status).toBe(403);
    expect(await noteOf()).toBe("");
  });

  it("and a page of our own is told nothing by another's", async () => {
    const said = { do: "change", key: "penalty.percent", value: "99", seen: "10" };
    const answer = await owner.post("/admin/api/pages/setup", said, { origin: "https://evil.example" });
    expect(answer.status).toBe(403);
    expect((await db.pool.query("SELECT 1 FROM settings")).rowCount).toBe(0);
  });

  it("and choosing a new password, and signing out", async () => {
    for (const path of ["/admin/new-password", "/admin/logout"]) {
      const answer = await owner.post(path, {}, { origin: "https://evil.example" });
      expect(answer.status).toBe(403);
    }
    expect((await owner.get("/admin/api/dashboard")).status).toBe(200);
  });

  it("and signing in is one of them", async () => {
    const answer = await new Visitor(url).post("/admin/login", {}, { origin: "https://evil.example" });
    expect(answer.status).toBe(403);
  });
});

it("the same request from our own page is taken: the guard is what refused it", async () => {
  const answer = await owner.post(EDIT, { note: "своё" }, { "sec-fetch-site": "same-origin" });
  expect(answer.status).toBe(200);
  expect(await noteOf()).toBe("своё");
});

it("a GET changes nothing, whichever action it names", async () => {
  const before = await db.pool.query("SELECT count(*) FROM audit");
  for (const action of ["edit", "adjustPoints", "writeToClient"]) {
    const answer = await owner.get(
      `/admin/api/resources/Client/records/${clientId}/${action}?points=5&reason=x&note=x`,
    );
    expect(answer.status).toBe(200);
  }
  expect(await noteOf()).toBe("своё");
  expect((await db.pool.query("SELECT count(*) FROM audit")).rows).toEqual(before.rows);
});

describe("what is sent", () => {
  it("above 512 KB is refused, and by an anonymous visitor leaves no file behind", async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("upload_"));
    const form = new FormData();
    form.set("file", new Blob([Buffer.alloc(600 * 1024)]), "big.bin");
    for (const path of ["/admin/login", "/admin/api/resources/Client/actions/new", "/admin/anything"]) {
      const answer = await new Visitor(url).ask(path, {
        method: "POST",
        body: form,
        headers: { origin: url },
      });
      expect([303, 401, 413]).toContain(answer.status);
    }
    const small = new FormData();
    small.set("file", new Blob(["x"]), "small.bin");
    await new Visitor(url).ask("/admin/login", { method: "POST", body: small, headers: { origin: url } });
    await owner.ask(EDIT, { method: "POST", body: small, headers: { origin: url } });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("upload_"))).toEqual(before);
  });

  it.each([
    ["broken JSON", "application/json", '{"a":'],
    ["JSON that is no object", "application/json", "[1]"],
    ["a name that reaches into objects", "application/json", '{"__proto__":{"isAdmin":true}}'],
    ["a name that reaches deeper", "application/json", '{"tags.constructor.x":"1"}'],
    ["a broken form", "multipart/form-data; boundary=x", "--y"],
  ])("as %s is answered with 400", async (_, type, body) => {
    const headers = { "content-type": type, origin: url };
    expect((await owner.ask(EDIT, { method: "POST", body, headers })).status).toBe(400);
  });

  it("of a kind that no form has is answered with 415", async () => {
    const headers = { "content-type": "text/xml", origin: url };
    expect((await owner.ask(EDIT, { method: "POST", body: "<a/>", headers })).status).toBe(415);
  });
});

describe("every answer", () => {
  it("forbids other hosts, frames and guessed types, and does not say what it is made with", async () => {
    for (const path of [
      "/admin/login",
      "/admin",
      "/admin/api/dashboard",
      "/admin/assets/panel.css",
      "/admin/nothing",
    ]) {
      const { headers } = await owner.get(path);
      expect(headers.get("content-security-policy")).toContain("default-src 'self'");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-powered-by")).toBeNull();
      expect(headers.get("strict-transport-security")).toBeNull();
    }
  });

  it("names no foreign host, and a name of staff cannot end the page's script", async () => {
    const { text } = await owner.get("/admin");
    expect(text).not.toMatch(/googleapis|https?:\/\/(?!www\.w3\.org|meyerweb\.com|127\.0\.0\.1)/);
    expect(text).not.toContain("</script><script>x()");
    expect(text).toContain("\\u003c/script>");
  });

  it("is compressed", async () => {
    const { headers } = await owner.get("/admin/frontend/assets/app.bundle.js", {
      "accept-encoding": "gzip",
    });
    expect(headers.get("content-encoding")).toBe("gzip");
  });
});

describe("a malformed request", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "Client",
      "Booking",
      "Nothing",
      "constructor",
      "list",
      "show",
      "edit",
      "search",
      "new",
      "bulkDelete",
    ),
    fc.string({ maxLength: 12 }),
    fc.constantFrom("..", "%00", "%E0%A4%A", "__proto__", clientId, "%", "0", "-1", "null", "a".repeat(300)),
  );
  const place = fc.constantFrom(
    "resources",
    "api/resources",
    "api/pages",
    "pages",
    "api/dashboard",
    "frontend/assets",
    "api",
  );
  const middle = fc.constantFrom("actions", "records", "bulk", "search", "");
  const query = fc.oneof(
    fc.constantFrom(
      "",
      "?page=-1&perPage=-5",
      "?page=1e9&perPage=abc",
      "?sortBy=passwordHash&direction=up",
      "?filters=x&filters.name=y",
      "?filters.createdAt~~from=never&filters.createdAt~~to=%00",
      "?filters.pointsBalance~~from=9e99",
      "?filters.id=not-a-uuid&filters.tags=a&filters.isVip=maybe",
      "?filters.__proto__.x=1",
      "?filters[name]=x&page[]=1&page[]=2",
      "?recordIds=1,2,,x",
      "?searchProperty=phone",
      "?filters.name=%27%3B--&filters.clientId~~from=1",
    ),
    fc.string({ maxLength: 20 }).map((text) => `?${encodeURIComponent(text)}=1`),
  );
  const path = fc.tuple(place, word, middle, word, word, query).map(([at, one, by, two, three, asked]) => {
    const parts = [at, one, by, two, three]
      .filter((part) => part !== "")
      .map((part) => (part.startsWith("%") ? part : encodeURIComponent(part)));
    return `/admin/${parts.join("/")}${asked}`;
  });

  it("is never a fault of ours: a thousand of them, and the panel still serves", async () => {
    const failures: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        path,
        fc.boolean(),
        fc.dictionary(word, fc.string(), { maxKeys: 3 }),
        async (at, posts, body) => {
          const answer = posts ? await owner.post(at, body) : await owner.get(at);
          if (answer.status >= 500) failures.push(`${posts ? "POST" : "GET"} ${at} → ${answer.status}`);
          if (/at .*\.ts:\d+|node_modules/.test(answer.text)) failures.push(`${at} shows its insides`);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(failures).toEqual([]);
    expect((await owner.get("/admin/api/dashboard")).status).toBe(200);
  }, 60_000);

  it.each([
    "GET / HTTP/9.9\r\n\r\n",
    "POST /admin/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "\r\n\0\r\n",
  ])("that is not even HTTP (%j) ends its connection alone", async (raw) => {
    const { port, hostname } = new URL(url);
    await new Promise<void>((done) => {
      const socket = connect(Number(port), hostname, () => socket.end(raw));
      socket.on("close", () => done());
      socket.on("error", () => done());
      socket.resume();
    });
    expect((await owner.get("/admin/api/dashboard")).status).toBe(200);
  });
});
