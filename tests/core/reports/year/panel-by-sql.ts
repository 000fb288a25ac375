import type { AnalyticsAnswer, Picture } from "../../../../src/admin/pages/analytics/view.ts";
import type { FinanceData } from "../../../../src/admin/pages/finance/page.ts";
import { formatRubles, kopecks } from "../../../../src/core/kernel/money.ts";
import { formatWhole } from "../../../../src/core/kernel/points.ts";
import type { Database } from "../../../../src/core/runtime/database.ts";
import type { Visitor } from "../../../admin/visitor.ts";
import { financeBySql } from "./finance-by-sql.ts";
import { type Asked, type Figures, summaryBySql } from "./summaries-by-sql.ts";

const rubles = (amount: number | null | undefined): string => formatRubles(kopecks(amount ?? 0));
const of = (figures: Figures | undefined, name: string): number => figures?.[name] ?? 0;
const onSpot = (figures: Figures | undefined): number =>
  of(figures, "cashKopecks") + of(figures, "terminalKopecks") + of(figures, "transferKopecks");

/** A share as the panel rounds it: to a tenth of a percent; null of nothing. */
const share = (part: number, whole: number, most = Number.POSITIVE_INFINITY): number | null =>
  whole === 0 ? null : Math.min(Math.round((part / whole) * 1_000) / 10, most);
const occupancy = (time: Figures | undefined): number | null =>
  share(of(time, "bookedMinutes"), of(time, "offeredMinutes"), 100);
const average = (figures: Figures): number | null =>
  of(figures, "visits") === 0 ? null : Math.round(of(figures, "priceKopecks") / of(figures, "visits"));

/** An average is a fraction: to a billionth. */
const fine = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value * 1e9) / 1e9;

type Shown = Readonly<Record<string, unknown>>;

/** What the analytics page shows, beside what it should show by the rows. */
export async function analyticsAndRows(
  visitor: Visitor,
  db: Database,
  asked: Asked,
): Promise<{ readonly shown: Shown; readonly byRows: Shown }> {
  const at = `/admin/api/pages/analytics?from=${asked.from}&to=${asked.to}`;
  const answer = (await visitor.get(at)).json as unknown as AnalyticsAnswer;
  if (answer.kind !== "figures") throw new Error(`the page answered with ${answer.kind}`);
  const { cards, pictures } = answer.view;
  const picture = (id: string): Picture["rows"] => pictures.find((one) => one.id === id)?.rows ?? [];
  const now = (id: string) => picture(id).map(({ values }) => values[0] ?? null);
  const added = (id: string) => now(id).reduce((sum: number, value) => sum + (value ?? 0), 0);
  const hours = picture("hours").map(({ label, values }) => [Number.parseInt(label, 10), values] as const);
  return {
    shown: {
      cards: cards
        .map(({ value }) => value.replaceAll("\u00a0", " "))
        .filter((_, place) => place < 2 || place === 5),
      ...{ revenue: added("revenue"), visits: added("visits"), averagePrice: averageShown(cards[2]?.value) },
      ...{ clients: now("clients"), hot: now("hot"), points: now("points"), friends: now("friends") },
      ...{
        reviews: now("reviews").map(fine),
        missed: picture("misses")
          .flatMap(({ values }) => values.slice(0, 2))
          .reduce((a = 0, b = 0) => (a ?? 0) + (b ?? 0), 0),
      },
      specialists: picture("specialists").map(({ label, values }) => [label, ...values.map(fine)]),
      hours: hours
        .flatMap(([hour, values]) =>
          values.map((value, place) => [`${place + 1}-${String(hour).padStart(2, "0")}`, value]),
        )
        .filter(([, value]) => value !== null)
        .toSorted(),
    },
    byRows: await analyticsByRows(db, asked),
  };
}

const averageShown = (text: string | undefined): string => (text ?? "").replaceAll("\u00a0", " ");

async function analyticsByRows(db: Database, asked: Asked): Promise<Shown> {
  const summed = async (report: string, by = "month") => summaryBySql(db, report, { ...asked, by });
  const { sum: money } = await financeBySql(db, { ...asked, by: "kind" });
  const { sum: bookings, lines: ofSpecialist } = await summed("bookings", "specialist");
  const [{ sum: clients }, { sum: hot }, { sum: points }, { sum: friends }] = [
    await summed("clients"),
    await summed("hot-windows"),
    await summed("loyalty"),
    await summed("referral"),
  ];
  const { sum: reviews, lines: rated } = await summed("reviews", "specialist");
  const { lines: time } = await summed("occupancy", "specialist");
  const { lines: hours } = await summed("occupancy", "hour");
  const { rows: names } = await db.pool.query<{ id: string; name: string }>(
    "SELECT id, name FROM specialists ORDER BY position, name, id",
  );
  const price = average(bookings);
  return {
    cards: [
      rubles(money.revenueKopecks),
      formatWhole(of(bookings, "visits")),
      formatWhole(of(clients, "newClients")),
    ].map((text) => text.replaceAll("\u00a0", " ")),
    ...{ revenue: of(money, "revenueKopecks"), visits: of(bookings, "visits") },
    averagePrice: price === null ? "—" : rubles(price).replaceAll("\u00a0", " "),
    clients: [of(clients, "newClients"), of(clients, "returningClients")],
    hot: [
      of(hot, "offered"),
      occupancy(hot),
      of(hot, "visits"),
      of(hot, "savedKopecks"),
      of(hot, "discountKopecks"),
    ],
    points: [of(points, "issuedPoints"), of(points, "redeemedPoints"), of(points, "penaltyPoints")],
    friends: [
      of(friends, "invited"),
      of(friends, "friendsCame"),
      of(friends, "rewards"),
      of(friends, "rewardPoints"),
    ],
    reviews: [fine(reviews.averageRating), of(reviews, "reviews")],
    missed: of(bookings, "noShows") + of(bookings, "cancelledLate"),
    specialists: names
      .filter(({ id }) => ofSpecialist.has(id) || time.has(id) || rated.has(id))
      .map(({ id, name }) => {
        const own = ofSpecialist.get(id) ?? {};
        const review = rated.get(id);
        return [
          ...[name, occupancy(time.get(id)), of(own, "visits"), of(own, "priceKopecks"), average(own)],
          ...[
            of(own, "noShows"),
            of(own, "cancelledLate"),
            fine(review?.averageRating),
            of(review, "reviews"),
          ],
        ];
      }),
    hours: [...hours]
      .map(([key, figures]) => [key, occupancy(figures)])
      .filter(([, value]) => value !== null)
      .toSorted(),
  };
}

/** What the page of money shows of a period by a part, beside what it should show by the books. */
export async function moneyAndBooks(
  visitor: Visitor,
  db: Database,
  { by, ...asked }: Asked & { readonly by: string },
): Promise<{ readonly shown: Shown; readonly byRows: Shown }> {
  const at = `/admin/api/pages/finance?period=own&from=${asked.from}&to=${asked.to}&by=${by}&kind=all`;
  const { cards, lines, count } = (await visitor.get(at)).json as unknown as FinanceData;
  const { sum, lines: ofPart } = await financeBySql(db, { ...asked, by });
  const some = (amount: number): string => (amount === 0 ? "" : rubles(amount));
  return {
    shown: {
      count: Number.parseInt(count.replace(/\u00a0(?=\d)/g, ""), 10),
      cards: cards.map(({ key, value }) => [key, value]),
      lines: lines.map(({ key, cells }) => [key, ...cells.slice(0, 7)]).toSorted(),
    },
    byRows: {
      count: of(sum, "operations"),
      cards: [
        ["revenue", rubles(sum.revenueKopecks)],
        ["online", rubles(sum.onlineKopecks)],
        ["on_spot", rubles(onSpot(sum))],
        ["refunded", rubles(sum.refundedKopecks)],
        ["fee", rubles(sum.feeKopecks)],
        ["tips", rubles(sum.tipsKopecks)],
        ["kept", rubles(sum.keptKopecks)],
        ["points", formatWhole(of(sum, "pointsRedeemed"))],
      ],
      lines: [...ofPart]
        .map(([key, line]) => [
          ...[key === "" ? "none" : key, rubles(line.revenueKopecks), some(of(line, "onlineKopecks"))],
          ...[some(onSpot(line)), some(of(line, "refundedKopecks"))],
          ...[some(of(line, "feeKopecks") + of(line, "tipsFeeKopecks")), some(of(line, "tipsKopecks"))],
          some(of(line, "keptKopecks")),
        ])
        .toSorted(),
    },
  };
}
