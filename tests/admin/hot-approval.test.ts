import { expect, it } from "vitest";
import { approvalHint, hotPreviewText } from "../../src/admin/actions/hot-preview.ts";
import type { HotPreview } from "../../src/core/broadcasts/index.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";

const ASKED = { way: "approve", readers: 21, silentBecause: undefined } as const;

it("MS-4: after a slot turned hot it is said where the broadcast is sent, if there is one to send", () => {
  expect(approvalHint(ASKED)).toMatch(/может узнать 21\u00a0клиент: .*«Отправить» в разделе «Рассылки»/);
  expect(approvalHint({ ...ASKED, readers: 0 })).toBe("");
  expect(approvalHint({ ...ASKED, way: "off" })).toBe("");
  expect(approvalHint({ ...ASKED, silentBecause: "marketing_off" })).toBe("");
});

it("MS-4: of a slot further ahead than clients may book it is said since when they see it", () => {
  const preview: HotPreview = {
    way: "auto",
    readers: 0,
    leftOut: {},
    silentBecause: "not_seen_yet",
    quietUntil: undefined,
    notSeenYet: { seenSince: localDay("2026-12-01"), daysAhead: 21 },
    windows: [],
  };
  expect(hotPreviewText(preview, "Europe/Moscow").replaceAll("\u00a0", " ")).toBe(
    "Клиентам не напишем: запись открыта на 21 день вперёд, это окошко они увидят с 1 дек 2026.",
  );
});
