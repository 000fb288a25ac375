import { expect, it } from "vitest";
import { approvalHint } from "../../src/admin/actions/hot-preview.ts";

const ASKED = { way: "approve", readers: 21, silentBecause: undefined } as const;

it("MS-4: after a slot turned hot it is said where the broadcast is sent, if there is one to send", () => {
  expect(approvalHint(ASKED)).toMatch(/может узнать 21\u00a0клиент: .*«Отправить» в разделе «Рассылки»/);
  expect(approvalHint({ ...ASKED, readers: 0 })).toBe("");
  expect(approvalHint({ ...ASKED, way: "off" })).toBe("");
  expect(approvalHint({ ...ASKED, silentBecause: "marketing_off" })).toBe("");
});
