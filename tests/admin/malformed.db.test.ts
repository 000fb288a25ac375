import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SETTINGS, TABLES } from "../../src/admin/lists.ts";
import { PAGES } from "../../src/admin/pages.ts";
import type { StaffRole } from "../../src/core/people/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Анна");
const booking = await makeBooking(app, {
  clientId,
  serviceId,
  slotId: await makeSlot(app, specialistId, 30),
});
const ids = [clientId, specialistId, serviceId, booking.id];

const visitors: Readonly<Record<StaffRole, Visitor>> = {
  owner: await signedIn(url, await makeStaff(app, { role: "owner" })),
  admin: await signedIn(url, await makeStaff(app, { role: "admin" })),
  specialist: await signedIn(url, await makeStaff(app, { role: "specialist", specialistId })),
};

const odd = fc.oneof(
  fc.constantFrom(
    ...ids,
    "",
    "0",
    "-1",
    "1e309",
    "99999999999999999999",
    "NaN",
    "null",
    "undefined",
    "__proto__",
    "constructor",
    "toString",
    "'; DROP TABLE staff; --",
    "%",
    "_",
    "\\",
    "\u0000",
    "\u202e\ud83d\ude00",
    "\ud800",
    "2026-02-30",
    "0000-00-00",
    "9999999-99-99",
    "24:61",
    "<script>alert(1)</script>",
    "{{constructor}}",
    "ё".repeat(10_001),
    "[]",
    '{"a":{}}',
    "data:image/png;base64,AAAA",
  ),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const value = fc.oneof(
  odd,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(odd, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("a", "value", "id"), odd, { maxKeys: 2 }),
);

/** Every list's every action, in its shape; every page. */
const actions = [...TABLES, SETTINGS].flatMap((table) => [
  ...["list", "search"].map((name) => ({ id: table.id, name, of: "list" })),
  ...["show", "edit"].map((name) => ({ id: table.id, name, of: "record" })),
  ...(table.actions ?? []).map(({ name, of }) => ({ id: table.id, name, of })),
]);
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed().slice(0, 120) || "x");
const place = fc.oneof(
  fc
    .tuple(fc.constantFrom(...actions), odd)
    .map(([{ id, name, of }, record]) =>
      of === "list"
        ? `resources/${id}/actions/${name}`
        : `resources/${id}/records/${encoded(record)}/${name}`,
    ),
  fc.constantFrom(...PAGES.map(({ id }) => `pages/${id}`)),
  fc.constant("dashboard"),
);

const NAMES = [
  ...[
    "do",
    "part",
    "key",
    "value",
    "seen",
    "change",
    "id",
    "name",
    "role",
    "email",
    "session",
    "points",
    "reason",
  ],
  ...[
    "page",
    "perPage",
    "sortBy",
    "direction",
    "filters.name",
    "filters.createdAt~~from",
    "filters.clientId",
  ],
  ...["from", "to", "day", "slotId", "serviceId", "specialistId", "clientId", "amount", "text", "definition"],
  ...[
    "searchProperty",
    "telegramId",
    "wanted",
    "present",
    "again",
    "isActive",
    "tags",
    "heard",
    "find",
    "period",
  ],
];
const DO = ["try", "restore", "changeMember", "endSession", "endSessions", "setPassword", "rename"];
const PARTS = ["settings", "history", "staff", "checklist"];
const given = fc.oneof(
  fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 6 }),
  fc
    .tuple(fc.constantFrom(...DO), fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 4 }))
    .map(([what, rest]) => ({ ...rest, do: what })),
);
const asked = fc.oneof(
  fc.dictionary(fc.constantFrom(...NAMES), odd, { maxKeys: 4 }),
  fc.constantFrom(...PARTS).map((part): Record<string, string> => ({ part, key: "penalty.percent" })),
);

type Request = { readonly at: string; readonly init: RequestInit };
const BODIES = ["json", "form", "multipart", "text", "broken", "xml"] as const;

const textFor = (one: unknown): string => (typeof one === "object" ? JSON.stringify(one) : String(one));

/** The same values in a body of some kind, right or wrong. */
function bodyOf(kind: (typeof BODIES)[number], values: Readonly<Record<string, unknown>>): RequestInit {
  const texts = Object.entries(values).map(
    ([name, one]) => [name, textFor(one).toWellFormed()] as [string, string],
  );
  const typed = (type: string, body: string): RequestInit => ({ body, headers: { "content-type": type } });
  switch (kind) {
    case "json":
      return typed("application/json", JSON.stringify(values));
    case "form":
      return { body: new URLSearchParams(texts) };
    case "multipart": {
      const form = new FormData();
      for (const [name, text] of texts) form.append(name, text);
      return { body: form };
    }
    case "text":
      return typed("text/plain", JSON.stringify(values));
    case "broken":
      return typed("application/json", `${JSON.stringify(values).slice(0, -1)},`);
    default:
      return typed("application/xml", "<a><b/></a>");
  }
}

const request: fc.Arbitrary<Request> = fc
  .tuple(place, fc.boolean(), asked, given, fc.constantFrom(...BODIES))
  .map(([path, posts, query, values, kind]) => {
    const search = Object.entries(query).map(
      ([name, text]) => `${encodeURIComponent(name)}=${encoded(text)}`,
    );
    const at = `/admin/api/${path}${search.length > 0 ? `?${search.join("&")}` : ""}`;
    if (!posts) return { at, init: {} };
    const body = bodyOf(kind, values);
    return { at, init: { method: "POST", ...body, headers: { ...body.headers, origin: url } } };
  });

/** What would show how we are made, or what another asked of the database. */
const INSIDES =
  /\bat .*\.(ts|js):\d+|node_modules|\bSELECT [\w.,*" ]+ FROM \w|invalid input syntax|syntax error at|relation ".*" does|PrismaClient|violates|\$argon2/i;
const REQUESTS = 1_000;
const MS_MAX = 240_000;

describe("a malformed request to any page or list", () => {
  it.each(["owner", "admin", "specialist"] as const)(
    "of the %s is answered, and with none of our insides",
    async (role) => {
      const failures: string[] = [];
      let answered = 0;
      await fc.assert(
        fc.asyncProperty(request, async ({ at, init }) => {
          // A connection that stood idle may be closed just as it is taken up again: then it is asked once more.
          const answer = await visitors[role].ask(at, init).catch(() => visitors[role].ask(at, init));
          answered += 1;
          if (answer.status >= 500) failures.push(`${init.method ?? "GET"} ${at}: ${answer.status}`);
          const [shown] = INSIDES.exec(answer.text) ?? [];
          if (shown !== undefined) failures.push(`${at} shows ${shown}`);
        }),
        { numRuns: REQUESTS },
      );
      expect(failures.slice(0, 5)).toEqual([]);
      expect(answered).toBeGreaterThanOrEqual(REQUESTS);
      expect((await visitors[role].get("/admin/api/dashboard")).status).toBe(200);
    },
    MS_MAX,
  );

  it("would be noticed if it showed its insides", () => {
    for (const text of [
      "Error: x\n    at run (/srv/src/admin/panel.ts:12:3)",
      'invalid input syntax for type uuid: "x"',
      "SELECT id FROM staff",
      'duplicate key value violates unique constraint "staff_email_once"',
    ])
      expect(INSIDES.test(text), text).toBe(true);
    expect(INSIDES.test("Такой записи нет или она вам не видна.")).toBe(false);
  });
});
