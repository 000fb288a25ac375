import { describe, expect, it } from "vitest";
import { checklistView } from "../../src/admin/pages/setup/checklist.ts";
import type { StaffView } from "../../src/admin/pages/setup/staff.ts";
import { addSlot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { percent } from "../../src/core/kernel/money.ts";
import { createYookassaProvider } from "../../src/core/payments/yookassa/index.ts";
import { resetPassword, signIn } from "../../src/core/people/index.ts";
import { DEFAULTS, EFFECTS, loadSettings, SETTING_KEYS } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await signedIn(url, await makeStaff(app, { role: "owner", name: "Ольга" }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin", name: "Пётр" }));
const PAGE = "/admin/api/pages/setup";

type Shown = {
  readonly hasUsual: boolean;
  readonly isUsual: boolean;
  readonly usual: string;
  readonly key: string;
  readonly value: string;
  readonly text: string;
  readonly mayChange: boolean;
  readonly affects: string;
};
type Told = Record<string, unknown> & { readonly setting?: Shown; readonly refused?: string };

const settings = async (visitor = owner): Promise<readonly Shown[]> => {
  const { groups } = (await visitor.get(`${PAGE}?part=settings`)).json as unknown as {
    readonly groups: readonly { readonly settings: readonly Shown[] }[];
  };
  return groups.flatMap((group) => group.settings);
};
const shown = async (key: string) => (await settings()).find((one) => one.key === key);
const tell = async (data: object, visitor = owner): Promise<Told> =>
  (await visitor.post(PAGE, data)).json as unknown as Told;
const historyOf = async (key: string) =>
  (
    (await owner.get(`${PAGE}?part=history&key=${key}`)).json as unknown as {
      changes: { id: number; reason: string }[];
    }
  ).changes;

describe("settings", () => {
  it("are all there, each with what it affects", async () => {
    expect((await settings()).map(({ key }) => key).sort()).toEqual([...SETTING_KEYS].sort());
    for (const key of SETTING_KEYS) expect(EFFECTS[key], key).toMatch(/^[А-ЯЁ0-9].{20,170}[.]$/su);
  });

  it("are changed one by one, and the answer shows the new value in words", async () => {
    const told = await tell({ do: "change", key: "cancel.lateHours", value: "24", seen: "12" });
    expect(told).toMatchObject({
      setting: { value: "24", text: "24\u00a0часа", isUsual: false, usual: "12" },
    });
    expect((await loadSettings(db))["cancel.lateHours"]).toBe(24);
  });

  it.each([
    ["hot.discountPercent", "сто", "Не подходит: «сто». Нужно целое число процентов от 0 до 100."],
    ["hot.prepayment", "-5", "Не подходит: «-5». Нужна сумма в рублях от 0 до 350\u00a0000,00\u00a0₽."],
    ["calendar.daysAhead", "0", "Не подходит: «0»."],
    ["no.such", "1", "Такой настройки нет: «no.such»."],
  ])(
    "%s = %s is refused beside the field: what was given, what fits; tried or saved alike",
    async (key, value, words) => {
      expect((await tell({ do: "try", key, value })).refused).toContain(words);
      expect(
        (await tell({ do: "change", key, value, seen: (await shown(key))?.value ?? "" })).refused,
      ).toContain(words);
    },
  );

  it("that would not agree with another are told so while they are typed", async () => {
    expect((await tell({ do: "try", key: "cancel.lateHours", value: "336" })).refused).toBeUndefined();
    await tell({ do: "change", key: "calendar.daysAhead", value: "7", seen: "14" });
    const { refused } = await tell({ do: "try", key: "cancel.lateHours", value: "336" });
    expect(refused).toContain("Не сходится");
  });

  it("changed by somebody else meanwhile are told, shown as they are now, and not overwritten", async () => {
    await tell({ do: "change", key: "noShow.blockDays", value: "9", seen: "7" });
    const told = await tell({ do: "change", key: "noShow.blockDays", value: "3", seen: "7" });
    expect(told.refused).toContain("только что изменил кто-то другой");
    expect(told.setting?.value).toBe("9");
    expect((await loadSettings(db))["noShow.blockDays"]).toBe(9);
  });

  it("are taken back with one click, which is a change of its own with its reason", async () => {
    await tell({ do: "change", key: "penalty.percent", value: "30", seen: "10" });
    await tell({ do: "change", key: "penalty.percent", value: "50", seen: "30" });
    const [latest] = await historyOf("penalty.percent");
    const told = await tell({ do: "restore", key: "penalty.percent", change: latest?.id ?? 0, seen: "50" });
    expect(told.setting?.value).toBe("30");
    const history = await historyOf("penalty.percent");
    expect(history).toHaveLength(3);
    expect(history[0]?.reason).toMatch(/^Вернули, как было до /);
    expect(
      (await tell({ do: "restore", key: "penalty.percent", change: 10 ** 8, seen: "30" })).refused,
    ).toContain("в истории уже нет");
  });

  it("are offered to be as usual unless they say who the business is; then the way back is said", async () => {
    for (const key of ["business.name", "business.address", "business.phone", "policy.url"])
      expect([key, (await shown(key))?.hasUsual]).toEqual([key, false]);
    const now = await shown("noShow.blockDays");
    expect([now?.hasUsual, now?.isUsual]).toEqual([true, false]);
    const data = { key: "noShow.blockDays", value: now?.usual ?? "", seen: now?.value ?? "" };
    expect((await tell({ do: "change", ...data })).said).toContain("можно в «Истории»");
  });

  it("that decide about money are an administrator's to read and not to change (PE-3)", async () => {
    const [money, calendar] = ["hot.prepayment", "booking.holdMinutes"].map((key) => ({ key }));
    const all = await settings(admin);
    expect(all.find(({ key }) => key === money?.key)?.mayChange).toBe(false);
    expect(all.find(({ key }) => key === calendar?.key)?.mayChange).toBe(true);
    for (const data of [
      { do: "change", key: "hot.prepayment", value: "1", seen: "500" },
      {
        do: "restore",
        key: "penalty.percent",
        change: (await historyOf("penalty.percent"))[0]?.id,
        seen: "30",
      },
      { do: "change", key: "marketing.enabled", value: "yes", seen: "no" },
    ])
      expect((await tell(data, admin)).refused).toBe("Эту настройку меняет только владелец.");
    expect((await loadSettings(db))["hot.prepayment"]).toBe(DEFAULTS["hot.prepayment"]);
    expect(
      (await tell({ do: "change", key: "booking.holdMinutes", value: "20", seen: "15" }, admin)).refused,
    ).toBe(undefined);
  });
});

describe("the first steps", () => {
  type Step = {
    readonly id: string;
    readonly isDone: boolean;
    readonly copy?: string;
    readonly now?: string;
  };
  const steps = async (visitor = owner): Promise<ReadonlyMap<string, Step>> => {
    const { sections } = (await visitor.get(`${PAGE}?part=checklist`)).json as unknown as {
      readonly sections: readonly { readonly steps: readonly Step[] }[];
    };
    return new Map(sections.flatMap((one) => one.steps).map((step) => [step.id, step]));
  };

  it("are done when the facts say so, and by no tick", async () => {
    const before = await steps();
    for (const id of ["business.name", "business.address", "services", "specialists", "links", "slots"])
      expect(before.get(id)?.isDone, id).toBe(false);
    const specialistId = await makeSpecialist(app, "Мария");
    const serviceId = await makeService(app, "Стрижка");
    await makeSlot(app, specialistId, 30);
    await tell({ do: "change", key: "business.name", value: "Студия", seen: "Окошко" });
    const after = await steps();
    for (const id of ["business.name", "services", "specialists", "links", "slots"])
      expect(after.get(id)?.isDone, id).toBe(true);
    expect(after.get("business.address")?.isDone).toBe(false);
    expect(after.get("slots")?.now).toBe("1 свободное окошко");
    const slotId = await makeSlot(app, specialistId, 50);
    await makeBooking(app, { clientId: await makeClient(app, "Вера"), serviceId, slotId });
    expect((await steps()).get("slots")?.now).toBe("1 свободное окошко");
    expect(after.get("gateway")?.now).toContain("YOOKASSA_SHOP_ID");
  });

  it("left undone are as many on the first page as the list counts, each in words with a way to it", async () => {
    for (const visitor of [owner, admin]) {
      const list = (await visitor.get(`${PAGE}?part=checklist`)).json as unknown as Record<string, number>;
      const { missing } = (await visitor.get("/admin/api/dashboard")).json as unknown as {
        missing: readonly { readonly text: string; readonly href: string }[];
      };
      expect(missing).toHaveLength(Number(list.total) - Number(list.done));
      expect(missing.map(({ text }) => text).join()).toMatch(/бота в Telegram.*Telegram владельца/);
      for (const { href } of missing) expect(href).toMatch(/^(resources|pages)\//);
    }
  });

  it("show no key; the address with a secret in it is the owner's to copy, and an administrator's not", async () => {
    const secretKey = "key-of-the-gateway-itself";
    const payments = createYookassaProvider({ shopId: "1", secretKey, apiUrl: "http://127.0.0.1:9/v3/" });
    const notificationsUrl = "https://salon.example/yookassa/notifications/only-for-the-gateway";
    const seenBy = async (role: "owner" | "admin") => {
      const user = { id: app.newId(), role, specialistId: undefined, email: "", title: "", pages: [] };
      const call = { app: { ...app, payments }, user, actor: OPERATOR, zone: DEFAULTS["business.timeZone"] };
      return JSON.stringify(await checklistView({ ...call, connections: { bot: "live", notificationsUrl } }));
    };
    const [owners, admins] = [await seenBy("owner"), await seenBy("admin")];
    expect(owners).toContain(notificationsUrl);
    expect(admins).not.toContain("only-for-the-gateway");
    expect(owners + admins).not.toContain(secretKey);
  });

  it("tick the bot only when Telegram knows its token", async () => {
    const user = {
      ...{ id: app.newId(), role: "owner" as const, specialistId: undefined },
      ...{ email: "", title: "", pages: [] },
    };
    const call = { app, user, actor: OPERATOR, zone: DEFAULTS["business.timeZone"] };
    const botWhen = async (answer: "asking" | "known" | "unknown_token" | "unreachable") => {
      const connections = { bot: "live" as const, botAnswer: () => answer, notificationsUrl: undefined };
      const view = await checklistView({ ...call, connections });
      return view.sections.flatMap(({ steps }) => steps).find(({ id }) => id === "bot");
    };
    expect(await botWhen("known")).toMatchObject({ isDone: true, now: "подключён" });
    expect(await botWhen("asking")).toMatchObject({ isDone: false });
    expect(await botWhen("unreachable")).toMatchObject({ isDone: false });
    const refused = await botWhen("unknown_token");
    expect(refused).toMatchObject({ isDone: false });
    expect(refused?.now).toContain("токен не подошёл");
  });
});

it("a closed account says until when, and what opens it", async () => {
  const member = await makeStaff(app, { role: "admin", name: "Забывчивая" });
  const notesOf = async () => {
    const view = (await owner.get(`${PAGE}?part=staff`)).json as unknown as StaffView;
    return view.members.find(({ name }) => name === "Забывчивая")?.notes.join(" ") ?? "";
  };
  expect(await notesOf()).not.toContain("вход закрыт");
  for (let failure = 0; failure < 5; failure += 1)
    await signIn(app, { email: member.email, password: "wrong", address: "192.0.2.1" });
  expect(await notesOf()).toMatch(/вход закрыт до \d\d:\d\d.*Новый одноразовый пароль откроет/);
  granted(await resetPassword(app, { staffId: member.id, actor: OPERATOR }));
  expect(await notesOf()).not.toContain("вход закрыт");
});

describe("a setting of prices", () => {
  it("PR-3: the discount of hot windows says how many it reprices, before and after", async () => {
    const key = "hot.discountPercent";
    const affects = async () => String((await shown(key))?.affects).replaceAll("\u00a0", " ");
    const form = async () =>
      JSON.stringify(
        (await owner.get(`/admin/api/resources/Setting/records/${key}/changeSetting`)).json.form,
      );
    expect(await affects()).not.toContain("Сейчас");
    expect(await form()).not.toContain("Сейчас");
    const specialistId = await makeSpecialist(app, "Софья");
    const from = Math.ceil(app.clock.now().getTime() / 3_600_000) * 3_600_000;
    const hot = async (hours: number, discountPercent?: number) => {
      const [startsAt, endsAt] = [
        new Date(from + hours * 3_600_000),
        new Date(from + (hours + 1) * 3_600_000),
      ];
      granted(
        await addSlot(app, {
          ...{ specialistId, startsAt, endsAt, kind: "hot", actor: OPERATOR },
          ...(discountPercent === undefined ? {} : { discountPercent: percent(discountPercent) }),
        }),
      );
    };
    for (const hours of [24, 26]) await hot(hours);
    // One with a discount of its own keeps its price.
    await hot(28, 50);
    await makeSlot(app, specialistId, 30);
    expect(await affects()).toContain("Сейчас изменит цену 2 горящих окошек.");
    expect((await form()).replaceAll("\u00a0", " ")).toContain("Сейчас изменит цену 2 горящих окошек.");
    const change = async (value: string, seen: string) =>
      String((await tell({ do: "change", key, value, seen })).said).replaceAll("\u00a0", " ");
    const seen = (await shown(key))?.value ?? "";
    expect(await change("37", seen)).toContain("сохранено. Изменили цену 2 горящих окошек.");
    expect(await change("37", "37")).not.toContain("Изменили");
    expect(await affects()).toContain("цену 2");
    expect((await settings()).filter((one) => one.affects.includes("Сейчас"))).toHaveLength(1);
  });
});
