import { describe, expect, it } from "vitest";
import { friendsScreen, inviteScreen } from "../../src/bot/referral/screens.ts";
import { consentScreen, menuScreen } from "../../src/bot/start/screens.ts";
import type { Friend } from "../../src/core/booking/index.ts";
import { SHIPPED_CONTENT } from "../../src/core/content/index.ts";
import { points } from "../../src/core/kernel/points.ts";
import { seen, words } from "./screens-under-test.ts";

describe("the beginning", () => {
  it("the consent names the version of its document, and links it when it is published", () => {
    const facts = { business: "Окошко", policyUrl: "https://okoshko.test/policy", policyVersion: "3" };
    expect(seen(consentScreen(words, facts))).toMatchSnapshot();
    const unpublished = consentScreen(words, { ...facts, policyUrl: "" }).text;
    expect(unpublished).toContain("версия 3");
    expect(unpublished).not.toContain("href");
    const invited = consentScreen(words, { ...facts, invitation: { name: "<Анна>", percent: 10 } }).text;
    expect(invited).toMatch(
      /^🎁 Вас пригласили: &lt;Анна&gt;\. Первый визит будет на 10\u00a0% дешевле!\n\nЗдравствуйте!/,
    );
  });

  it("the menu has its colours", () => {
    expect(
      seen(menuScreen(words, { ...SHIPPED_CONTENT, business: "Окошко", name: "Анна <3" })),
    ).toMatchSnapshot();
  });
});

describe("inviting", () => {
  const facts = {
    business: "Окошко",
    link: "https://t.me/okoshko_bot?start=ref_abc",
    friendPercent: 10,
    reward: 300,
    rewardsMax: 20,
    isOn: true,
  };
  it.each([
    ["both gain", {}],
    ["only the friend gains", { reward: 0 }],
    ["only the inviter gains, once a month", { friendPercent: 0, rewardsMax: 1 }],
    ["nobody gains", { isOn: false }],
  ])("EP-4: %s", (_, changed) => {
    expect(seen(inviteScreen(words, { ...facts, ...changed }))).toMatchSnapshot();
  });

  it("EP-4: friends with what each brought", () => {
    const since = new Date("2026-11-20T09:00:00Z");
    const friend = (name: string, reward: Friend["reward"], brought = 0) => ({
      ...{ id: name, name, since, reward, points: points(brought), isErased: name === "Удалённый клиент" },
    });
    const friends = [
      friend("Вера Ильинична", "not_yet"),
      friend("<Глеб>", "rewarded", 301),
      friend("Дина", "month_full"),
      friend("Егор", "none"),
      friend("Удалённый клиент", "rewarded", 300),
    ];
    expect(seen(friendsScreen(words, { page: 1, friends, hasMore: true }))).toMatchSnapshot();
  });
});
