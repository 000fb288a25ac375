import { describe, expect, it } from "vitest";
import type { ClientCard, PartId } from "../../src/admin/pages/client/view.ts";
import { eraseClient } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { findClient, writeNote } from "../../src/core/people/index.ts";
import { testDatabase } from "../support/database.ts";
import { liveOn } from "./lived-client.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeClient, makeSlot } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const login = await makeStaff(app, { role: "owner", name: "Ольга Петрова" });
const owner = await signedIn(url, login);
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const lived = await liveOn(app, login.id);
const { clientId } = lived;
const specialist = await signedIn(
  url,
  await makeStaff(app, { role: "specialist", specialistId: lived.specialistId }),
);

const PAGE = "/admin/api/pages/client";
type Answer = {
  readonly card?: ClientCard;
  readonly part?: { readonly lines: readonly object[]; readonly next?: number };
  readonly found?: readonly { readonly id: string; readonly name: string; readonly detail: string }[];
  readonly problem?: string;
};
const ask = async (who: Visitor, query: Readonly<Record<string, string>>): Promise<Answer> => {
  const answer = await who.get(`${PAGE}?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  return answer.json as unknown as Answer;
};
const cardOf = async (id: string, who = owner): Promise<ClientCard> => {
  const { card } = await ask(who, { id });
  if (card === undefined) throw new Error("no card");
  return card;
};
const linesOf = (card: ClientCard, id: PartId) => card.parts.find((part) => part.id === id)?.lines ?? [];
const plain = (value: unknown): string =>
  JSON.stringify(value).replaceAll("\u00a0", " ").replaceAll("\u2011", "-");
const act = async (who: Visitor, name: string, values: object) =>
  (await who.post(`/admin/api/resources/Client/records/${clientId}/${name}`, values)).json as unknown as {
    readonly notice?: { readonly type: string; readonly message: string };
    readonly refused?: { readonly field: string | null; readonly message: string };
    readonly redirectUrl?: string;
    readonly form: {
      readonly fields: readonly { name: string; value?: string; options?: { value: string }[] }[];
    };
  };

describe("the card of a client", () => {
  it("tells in one look who it is, how they stand and what they came to", async () => {
    const card = await cardOf(clientId);
    expect(card).toMatchObject({
      name: "Анна Ковалёва",
      pinned: "Аллергия на краску с аммиаком",
      alert: "Запись через бота закрыта, пока не откроете. Причина: две неявки подряд",
    });
    expect(card.badges.map(({ text }) => text)).toEqual(["заблокирован", "постоянная", "утро"]);
    const facts = new Map([...card.contacts, ...card.figures].map((fact) => [fact.label, fact]));
    expect(facts.get("Телефон")).toMatchObject({ href: "tel:+79161234567", note: "подтверждён в Telegram" });
    expect(facts.get("Telegram")).toMatchObject({ value: "@anna_kov", href: "https://t.me/anna_kov" });
    expect(facts.get("Почта")?.href).toBe("mailto:anna@example.test");
    expect(facts.get("Кто пригласил")).toMatchObject({
      value: "Ольга Синицына",
      href: `pages/client?id=${lived.inviterId}`,
    });
    expect(facts.get("Визитов")?.value).toBe("2");
    expect(facts.get("Неявок")).toMatchObject({ value: "1", tone: "danger" });
    expect(facts.get("Следующий визит")?.note).toBe(`№ ${lived.number}`);
    // Two visits, 1 350 and 1 500 rubles; 1 200 were taken for each, 200 of them went back.
    expect(plain(facts.get("Средний чек"))).toContain("1 425,00 ₽");
    expect(plain(facts.get("Потрачено"))).toContain("2 000,00 ₽");
    expect(facts.get("Потрачено")?.note).toBe("уже получено, без чаевых");
    expect(facts.get("Средний чек")?.note).toBe("по ценам визитов");
    // 150 and 300 of the prices were never taken; what went back is a kindness.
    expect({ ...card.awaited, text: plain(card.awaited?.text) }).toEqual({
      text: '"450,00 ₽ за 2 визита"',
      href: `resources/Booking?filters.clientId=${clientId}&filters.unpaid=true`,
    });
  });

  it("has something of everything that happened, and each line leads to its own page", async () => {
    const card = await cardOf(clientId);
    expect(plain(linesOf(card, "upcoming"))).toContain("Стрижка и укладка, Мария Орлова");
    expect(linesOf(card, "past").map(({ badge }) => badge?.text)).toEqual([
      "визит состоялся",
      "неявка",
      "визит состоялся",
    ]);
    expect(linesOf(card, "notes").map(({ title, words }) => [title, words])).toEqual(
      expect.arrayContaining([
        ["Ольга Петрова", "Просит не звонить, только писать"],
        ["Ольга Петрова", "Пьёт кофе без сахара"],
      ]),
    );
    const talk = linesOf(card, "talk").map(({ title, words }) => [title, words]);
    expect(talk).toEqual(
      expect.arrayContaining([
        ["Клиент", "Можно прийти с ребёнком?"],
        ["Ольга Петрова", "Конечно, ждём вас!"],
      ]),
    );
    const money = plain(linesOf(card, "money"));
    for (const words of ["Возврат: терминал, на месте", "−200,00 ₽", "пересчитали укладку", "1 200,00 ₽"])
      expect(money).toContain(words);
    const points = plain(linesOf(card, "points"));
    for (const words of ["+300", "стало 460", "подарок ко дню рождения", "Ольга Петрова"])
      expect(points).toContain(words);
    expect(plain(linesOf(card, "outbox"))).toContain("напоминание за 24 ч");
    expect(plain(linesOf(card, "waitlist"))).toContain("любой специалист");
    expect(plain(linesOf(card, "reviews"))).toContain("Очень аккуратно, спасибо!");
    expect(linesOf(card, "friends")).toMatchObject([
      { title: "Вера Ильинична", href: `pages/client?id=${lived.friendId}` },
    ]);
    expect(linesOf(card, "consents").map(({ badge }) => badge?.text)).toEqual(["дано", "дано"]);
    for (const { href } of card.parts.flatMap(({ lines }) => lines)) {
      if (href === undefined || !href.startsWith("resources/")) continue;
      expect((await owner.get(`/admin/api/${href}`)).json.record, href).toBeDefined();
    }
  });

  it("opens the actions that fit, to each manager, and they come back to it", async () => {
    for (const who of [owner, admin]) {
      const names = (await cardOf(clientId, who)).actions.map(({ name }) => name);
      expect(names.slice(0, 4)).toEqual(["bookVisit", "writeToClient", "writeNote", "adjustPoints"]);
      expect(names).toContain("liftBlock");
      expect(names).not.toContain("blockClient");
      expect(names).not.toContain("addClient");
    }
    const noteId = app.newId();
    const said = await act(owner, "writeNote", { noteId, text: "Приходит с собакой" });
    expect(said).toMatchObject({ notice: { type: "success", message: "Заметка записана." } });
    expect(said.redirectUrl).toBe(`/admin/resources/Client/records/${clientId}/show`);
    expect(linesOf(await cardOf(clientId), "notes")[0]).toMatchObject({ words: "Приходит с собакой" });
    expect((await act(owner, "writeNote", { noteId: app.newId(), text: " " })).refused?.field).toBe("text");
    expect((await act(owner, "renameClient", { name: "" })).refused?.field).toBe("name");
    expect((await act(owner, "changePhone", { phone: "12" })).refused?.field).toBe("phone");
    expect((await act(owner, "changeDetails", { email: "никак", birthday: "7.3" })).refused?.field).toBe(
      "email",
    );
    expect((await act(owner, "changeDetails", { birthday: "31.02" })).refused?.field).toBe("birthday");
    const kept = await act(owner, "changeDetails", { email: "vera@okoshko.test", birthday: "7.03.1990" });
    expect(kept.notice).toMatchObject({ type: "success", message: "Записали." });
    expect(await findClient(app.db, clientId)).toMatchObject({
      ...{ email: "vera@okoshko.test", birthday: "1990-03-07" },
    });
    const pinned = await act(owner, "edit", { note: "Аллергия на краску с аммиаком" });
    expect(pinned.redirectUrl).toBe(`/admin/resources/Client/records/${clientId}/show`);
  });

  it("PY-8: books a visit: a service, a day, a time; twice under one id it is one booking", async () => {
    await makeSlot(app, lived.specialistId, 30);
    const at = `/admin/api/resources/Client/records/${clientId}/bookVisit`;
    const asked = (values: object) => owner.post(at, { ...values, isRecast: "true" });
    const { form } = (await asked({ serviceId: lived.serviceId })).json as unknown as Awaited<
      ReturnType<typeof act>
    >;
    const field = (name: string) => form.fields.find((one) => one.name === name);
    const slotId = field("slotId")?.options?.[0]?.value;
    expect(field("hours")).toBeUndefined();
    const values = { bookingId: field("bookingId")?.value, serviceId: lived.serviceId, slotId };
    expect((await act(owner, "bookVisit", { ...values, slotId: "" })).refused?.field).toBe("slotId");
    expect((await act(owner, "bookVisit", { ...values, serviceId: "" })).refused?.field).toBe("serviceId");
    const first = await act(owner, "bookVisit", values);
    expect(first.notice?.message).toMatch(/^Запись № \d+: /);
    expect((await act(owner, "bookVisit", values)).notice?.message).toBe(first.notice?.message);
    expect(linesOf(await cardOf(clientId), "upcoming")).toHaveLength(2);
  });

  it("shows long parts bit by bit, none of it twice", async () => {
    const id = await makeClient(app, "Многословная");
    for (let number = 1; number <= 28; number += 1)
      granted(
        await writeNote(app, {
          noteId: app.newId(),
          clientId: id,
          text: `Заметка ${number}`,
          actor: OPERATOR,
        }),
      );
    const first = (await cardOf(id)).parts.find((part) => part.id === "notes");
    expect(first).toMatchObject({ next: 5 });
    const more = async (offset: number) =>
      (await ask(owner, { ask: "more", part: "notes", id, offset: String(offset) })).part;
    const second = await more(5);
    const third = await more(second?.next ?? 0);
    expect([first?.lines.length, second?.lines.length, third?.lines.length]).toEqual([5, 20, 3]);
    expect(third?.next).toBeUndefined();
    const all = [...(first?.lines ?? []), ...(second?.lines ?? []), ...(third?.lines ?? [])];
    expect(new Set(all.map((line) => JSON.stringify(line))).size).toBe(28);
  });

  it("PE-2: of an erased client says so, offers nothing and tells no more than that", async () => {
    const id = await makeClient(app, "Исчезнувшая");
    granted(await writeNote(app, { noteId: app.newId(), clientId: id, text: "Личное", actor: OPERATOR }));
    granted(await eraseClient(app, { clientId: id, actor: OPERATOR, reason: "письмо" }));
    const card = await cardOf(id);
    expect(card).toMatchObject({ actions: [], contacts: [], mayPin: false });
    expect(card.gone?.text).toContain("Персональные данные удалены");
    expect(plain(card)).not.toMatch(/Исчезнувшая|Личное/);
  });

  it("whatever is asked, is answered with a sentence", async () => {
    const queries = [
      {},
      { id: "1" },
      { id: app.newId() },
      { ask: "more" },
      { ask: "more", part: "notes", id: clientId, offset: "-1" },
      { ask: "more", part: "__proto__", id: clientId, offset: "5" },
      { ask: "more", part: "notes", id: "'; DROP TABLE clients", offset: "0" },
    ];
    for (const query of queries) expect((await ask(owner, query)).problem).toContain("Такого клиента нет");
    expect(await ask(owner, { ask: "find", text: "\u0000%_\\'\"" })).toEqual({ found: [] });
    expect(await ask(owner, { ask: "find", text: "я".repeat(1_000) })).toEqual({ found: [] });
    const far = await ask(owner, { ask: "more", part: "points", id: clientId, offset: "999999999" });
    expect(far.part).toEqual({ lines: [] });
    expect((await owner.post(PAGE, { id: clientId })).status).toBe(200);
  });
});

describe("the quick search", () => {
  const names = async (text: string) =>
    (await ask(owner, { ask: "find", text })).found?.map(({ name }) => name);

  it("finds by the name, the phone in any spelling, the Telegram name and the number of a booking", async () => {
    for (const text of ["ковалева", "8 (916) 123-45-67", "+79161234567", "@anna_kov", `№ ${lived.number}`])
      expect(await names(text), text).toEqual(["Анна Ковалёва"]);
    const [first] = (await ask(owner, { ask: "find", text: String(lived.number) })).found ?? [];
    expect(first?.detail).toContain(`запись № ${lived.number}, `);
  });

  it("without a word offers who came last", async () => {
    const { found } = await ask(owner, { ask: "recent" });
    expect(found?.map(({ name }) => name)).toContain("Анна Ковалёва");
  });
});

describe("roles (PE-3)", () => {
  it("a specialist is refused the card, its parts and the search, and is shown no way there", async () => {
    for (const query of [
      `?id=${clientId}`,
      "?ask=find&text=анна",
      "?ask=recent",
      `?ask=more&part=notes&id=${clientId}&offset=0`,
    ]) {
      const answer = await specialist.get(`${PAGE}${query}`);
      expect(answer.status).toBe(403);
      expect(answer.text).not.toContain("Анна");
    }
    expect((await act(specialist, "writeNote", { noteId: app.newId(), text: "Я" })).notice?.type).toBe(
      "error",
    );
    expect((await act(specialist, "bookVisit", {})).notice?.type).toBe("error");
    expect((await act(specialist, "renameClient", { name: "Я" })).notice?.type).toBe("error");
    expect((await act(specialist, "changePhone", { phone: "+79005550000" })).notice?.type).toBe("error");
  });

  it("what is pinned to a client stands on their bookings for managers, and for nobody else", async () => {
    const [booking] = linesOf(await cardOf(clientId), "past");
    const noteFor = async (who: Visitor) =>
      (await who.get(`/admin/api/${booking?.href}`)).json.record?.params.clientNote;
    expect(await noteFor(admin)).toBe("Аллергия на краску с аммиаком");
    expect(await noteFor(specialist)).toBe("видят владелец и администраторы");
  });

  it("nobody who is not signed in gets anything", async () => {
    const answer = await fetch(`${url}${PAGE}?id=${clientId}`, { redirect: "manual" });
    expect(answer.status).toBe(401);
  });
});
