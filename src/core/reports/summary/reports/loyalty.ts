import { dayBounds } from "../../analytics/bounds.ts";
import type { Totals } from "../../analytics/model.ts";
import { pointsOwed } from "../../analytics/people.ts";
import { bySpans, total } from "../by-spans.ts";
import type { Asked, Gathered } from "../model.ts";
import { BY_SPANS, figure, report } from "../report.ts";
import { expiredByDay } from "../statements.ts";
import { totalsOf } from "../totals.ts";

type LoyaltyFigures = Pick<Totals, "issued" | "redeemed" | "penalties"> & {
  readonly expiredHolds: number;
  readonly expiredPoints: number;
};

async function gatherLoyalty(asked: Asked): Promise<Gathered<LoyaltyFigures>> {
  const { app, period, zone } = asked;
  const [{ lines, sum }, expired, owed] = await Promise.all([
    totalsOf(asked, { withClients: false }),
    expiredByDay(app.db, dayBounds(period, zone)),
    pointsOwed(app.db),
  ]);
  const add = (rows: typeof expired) => ({
    expiredHolds: total(rows, (row) => row.holds),
    expiredPoints: total(rows, (row) => row.points),
  });
  const ofSpans = bySpans(asked, expired, add);
  return {
    lines: lines.map((line, place) => ({
      ...line,
      source: { ...line.source, ...(ofSpans[place]?.source ?? add([])) },
    })),
    sum: { ...sum, ...add(expired) },
    standing: { pointsOwed: owed },
  };
}

/** What points did, and how many clients have now. */
export const loyalty = report<LoyaltyFigures>({
  about: "баллы: начислено, потрачено, снято; и сколько их у клиентов сейчас",
  parts: BY_SPANS,
  gather: gatherLoyalty,
  figures: [
    figure(
      [
        "issuedPoints",
        "issued_points",
        "Начислено",
        "за визиты, быструю запись, друзей, вручную и при импорте балансов; снятое обратно вычтено, баллы",
      ],
      "points",
      (one) => one.issued,
    ),
    figure(
      ["redeemedPoints", "redeemed_points", "Потрачено", "на записи минус возвращённое, баллы"],
      "points",
      (one) => one.redeemed,
    ),
    figure(
      ["penaltyPoints", "penalty_points", "Штрафы", "за неявки и поздние отмены минус прощённое, баллы"],
      "points",
      (one) => one.penalties,
    ),
    figure(
      [
        "expiredHolds",
        "expired_holds",
        "Отложено зря, раз",
        "брони с баллами, которые так и не оплатили, штуки",
      ],
      "count",
      (one) => one.expiredHolds,
    ),
    figure(
      [
        "expiredHoldPoints",
        "expired_hold_points",
        "Отложено зря",
        "баллы этих броней: вернулись клиентам, баллы",
      ],
      "points",
      (one) => one.expiredPoints,
    ),
  ],
  standing: [
    {
      ...{ name: "pointsOwed", key: "points_owed", title: "У клиентов сейчас", unit: "points", isMain: true },
      about: "сколько могут потратить: балансы больше нуля, без долгов, баллы; на момент отчёта",
    },
  ],
});
