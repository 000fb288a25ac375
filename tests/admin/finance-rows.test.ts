import { expect, it } from "vitest";
import { operationView } from "../../src/admin/pages/finance/rows.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { points } from "../../src/core/kernel/points.ts";
import {
  type Fate,
  OPERATION_COLUMNS,
  type Operation,
  type OperationKind,
  operationsCountText,
  pointsGivenText,
} from "../../src/core/reports/index.ts";

const paid = (fate: Fate, returned: number): Operation => ({
  ...{ kind: "cash", id: "1", at: new Date("2026-12-01T10:00:00Z"), day: localDay("2026-12-01") },
  ...{ bookingId: undefined, bookingNumber: undefined, clientId: "2", clientName: "Вера" },
  ...{ serviceName: undefined, specialistName: undefined, amount: kopecks(200_000), gross: kopecks(200_000) },
  ...{ fee: kopecks(0), net: kopecks(200_000), points: points(0), detail: undefined, note: undefined },
  ...{ fate, returned: kopecks(returned) },
});

it.each<[Fate, number, string | undefined]>([
  ["captured", 0, undefined],
  ["partly_refunded", 50_000, "возвращено 500,00 ₽"],
  ["refunded", 200_000, undefined],
  // More is on its way back, or is kept: what went back already is not what the word says.
  ["waiting", 50_000, "возвращено 500,00 ₽"],
  ["kept", 50_000, "возвращено 500,00 ₽"],
])(
  "PY-5: of a payment that is %s with %s kopecks back, beside its word stands %s",
  (fate, returned, said) => {
    expect(operationView(paid(fate, returned), "Europe/Moscow").returned?.replaceAll("\u00a0", " ")).toBe(
      said,
    );
  },
);

it.each<[OperationKind, number, string]>([
  ["points_given", 400, "баллы начислены"],
  ["points_given", -400, "баллы списаны"],
  ["points_redeemed", -400, "баллы потрачены"],
  ["points_redeemed", 400, "баллы возвращены"],
])("EP-5: %s of %s points is called «%s», in the panel and in a file", (kind, moved, said) => {
  const one = { ...paid("posted", 0), kind, points: points(moved) };
  expect(operationView(one, "Europe/Moscow").what).toBe(said);
  expect(OPERATION_COLUMNS.find(({ key }) => key === "kind")?.of(one)).toBe(said);
});

it.each([
  [0, 0, "0 операций"],
  [1, 0, "1 операция с деньгами"],
  [3, 0, "3 операции с деньгами"],
  [0, 2, "2 движения баллов"],
  [3, 3, "6 операций: с деньгами 3, движений баллов 3"],
])("PY-5: %s with money and %s of points are counted as «%s»", (moneyOperations, pointsOperations, said) => {
  const counts = { operations: moneyOperations + pointsOperations, moneyOperations, pointsOperations };
  expect(operationsCountText(counts).replaceAll("\u00a0", " ")).toBe(said);
});

it.each([
  [400, 0, "начислено 400"],
  [350, 50, "начислено 400, отозвано 50"],
  [-50, 50, "начислено 0, отозвано 50"],
])("EP-5: points given of %s after %s were taken back are told as «%s»", (given, back, said) => {
  expect(pointsGivenText({ pointsGiven: points(given), pointsTakenBack: points(back) })).toBe(said);
});
