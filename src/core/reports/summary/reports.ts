import type { Totals } from "../analytics/model.ts";
import {
  gatherBookings,
  gatherLoyalty,
  gatherMessages,
  gatherOccupancy,
  gatherReviews,
  type LoyaltyFigures,
  type MessageFigures,
  type RatingFigures,
  type TimeFigures,
} from "./gather.ts";
import type {
  Asked,
  Figure,
  FigureOf,
  FigureUnit,
  FigureValues,
  Gathered,
  SummaryName,
  SummaryPart,
  SummaryReport,
} from "./model.ts";
import type { BookingFigures } from "./statements.ts";
import { totalsOf } from "./totals.ts";

type Spec<Source> = {
  readonly about: string;
  readonly parts: readonly SummaryPart[];
  readonly figures: readonly FigureOf<Source>[];
  readonly standing?: readonly Figure[];
  readonly gather: (asked: Asked) => Promise<Gathered<Source>>;
};

const report = <Source>({ gather, figures, standing = [], ...spec }: Spec<Source>): SummaryReport => {
  const valuesOf = (source: Source): FigureValues =>
    Object.fromEntries(figures.map(({ name, of }) => [name, of(source)]));
  return {
    ...spec,
    figures,
    standing,
    summarise: async (asked) => {
      const { lines, sum, standing: now = {} } = await gather(asked);
      return {
        lines: lines.map(({ source, ...line }) => ({ ...line, values: valuesOf(source) })),
        sum: valuesOf(sum),
        standing: now,
      };
    },
  };
};

/** `[name, key, title, about]` of a figure that the terminal's table shows. */
type Words = readonly [name: string, key: string, title: string, about: string];

const figure = <Source>(
  [name, key, title, about]: Words,
  unit: FigureUnit,
  of: (source: Source) => number | undefined,
  isMain = true,
): FigureOf<Source> => ({ name, key, title, about, unit, of, isMain });

const share = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : (part / whole) * 100;

const BY_SPANS = ["day", "week", "month"] as const;

const bookings = report<BookingFigures>({
  about: "записи по дню, на который они были: чем кончились",
  parts: [...BY_SPANS, "specialist", "service"],
  gather: gatherBookings,
  figures: [
    figure(
      ["bookings", "bookings", "Записей", "все записи на эти дни, чем бы ни кончились, штуки"],
      "count",
      (one) => one.bookings,
    ),
    figure(
      ["ahead", "ahead", "Впереди", "в силе или ждут оплаты, штуки"],
      "count",
      (one) => one.ahead,
      false,
    ),
    figure(["visits", "visits", "Визитов", "состоялись, штуки"], "count", (one) => one.visits),
    figure(["noShows", "no_shows", "Неявок", "клиент не пришёл, штуки"], "count", (one) => one.noShows),
    figure(
      ["cancelledByClient", "cancelled_by_client", "Отменил клиент", "клиент отменил вовремя, штуки"],
      "count",
      (one) => one.byClient,
      false,
    ),
    figure(
      ["cancelledLate", "cancelled_late", "Отменил поздно", "клиент отменил позже срока, штуки"],
      "count",
      (one) => one.lateCancels,
      false,
    ),
    figure(
      ["cancelledByBusiness", "cancelled_by_business", "Отменили мы", "отменены не клиентом, штуки"],
      "count",
      (one) => one.byBusiness,
      false,
    ),
    figure(
      ["cancelled", "cancelled", "Отмен", "все отмены вместе, штуки"],
      "count",
      (one) => one.byClient + one.lateCancels + one.byBusiness,
    ),
    figure(
      ["moved", "moved", "Перенесено", "перенесены на другое время, штуки"],
      "count",
      (one) => one.moved,
      false,
    ),
    figure(
      ["expired", "expired", "Не оплачено", "брони, которые так и не оплатили, штуки"],
      "count",
      (one) => one.expired,
      false,
    ),
    figure(
      [
        "priceKopecks",
        "price_rubles",
        "Стоимость, ₽",
        "цена состоявшихся визитов со скидками, баллы не вычтены, рубли",
      ],
      "kopecks",
      (one) => one.priceKopecks,
    ),
  ],
});

const occupancy = report<TimeFigures>({
  about: "загрузка: сколько времени предложили и сколько заняли",
  parts: [...BY_SPANS, "weekday", "hour", "specialist"],
  gather: gatherOccupancy,
  figures: [
    figure(
      ["offeredMinutes", "offered_minutes", "Предложено, мин", "открытые окна, занятые и свободные, минуты"],
      "minutes",
      (one) => one.offeredMinutes,
    ),
    figure(
      ["bookedMinutes", "booked_minutes", "Занято, мин", "записи в силе, визиты и неявки, минуты"],
      "minutes",
      (one) => one.bookedMinutes,
    ),
    figure(
      [
        "occupancyPercent",
        "occupancy_percent",
        "Загрузка, %",
        "занятое от предложенного, проценты; пусто — окон не было",
      ],
      "percent",
      (one) => share(one.bookedMinutes, one.offeredMinutes),
    ),
  ],
});

const clients = report<Totals>({
  about: "клиенты: кто пришёл впервые и кто вернулся",
  parts: BY_SPANS,
  gather: (asked) => totalsOf(asked, { withClients: true }),
  figures: [
    figure(
      [
        "clients",
        "clients",
        "Пришло",
        "сколько разных клиентов было на визитах, люди; части не складываются в период",
      ],
      "count",
      (one) => one.newClients + one.returningClients,
    ),
    figure(
      ["newClients", "new_clients", "Впервые", "первый в жизни визит, люди"],
      "count",
      (one) => one.newClients,
    ),
    figure(
      ["returningClients", "returning_clients", "Вернулись", "были и раньше этих дней, люди"],
      "count",
      (one) => one.returningClients,
    ),
    figure(
      ["friendsCame", "friends_came", "По приглашению", "из пришедших впервые — по ссылке друга, люди"],
      "count",
      (one) => one.friendsCame,
    ),
    figure(["visits", "visits", "Визитов", "состоялись, штуки"], "count", (one) => one.visits),
  ],
});

const loyalty = report<LoyaltyFigures>({
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

const referral = report<Totals>({
  about: "приглашения: кто пришёл по ссылке друга и что за это начислено",
  parts: BY_SPANS,
  gather: (asked) => totalsOf(asked, { withClients: true }),
  figures: [
    figure(
      ["invited", "invited", "Перешли по ссылке", "новые клиенты по ссылке друга, люди"],
      "count",
      (one) => one.invited,
    ),
    figure(
      ["friendsCame", "friends_came", "Пришли на визит", "из них и прежних — первый визит в эти дни, люди"],
      "count",
      (one) => one.friendsCame,
    ),
    figure(
      ["rewards", "rewards", "Наград", "начислено наград минус снятые, штуки"],
      "count",
      (one) => one.rewards,
    ),
    figure(
      ["rewardPoints", "reward_points", "Баллов", "за приглашённых минус снятое, баллы"],
      "points",
      (one) => one.rewardPoints,
    ),
  ],
});

const hotWindows = report<Totals["hot"]>({
  about: "горящие окна: сколько их было, сколько заняли и что это принесло",
  parts: [...BY_SPANS, "specialist"],
  gather: async (asked) => {
    const { lines, sum } = await totalsOf(asked, { withClients: false });
    return { lines: lines.map((line) => ({ ...line, source: line.source.hot })), sum: sum.hot };
  },
  figures: [
    figure(
      ["offered", "offered", "Окон", "открытые горящие окна, занятые и нет, штуки"],
      "count",
      (one) => one.offered,
    ),
    figure(
      ["offeredMinutes", "offered_minutes", "Предложено, мин", "время этих окон, минуты"],
      "minutes",
      (one) => one.offeredMinutes,
      false,
    ),
    figure(
      ["bookedMinutes", "booked_minutes", "Занято, мин", "записи в горящих окнах, минуты"],
      "minutes",
      (one) => one.bookedMinutes,
      false,
    ),
    figure(
      [
        "occupancyPercent",
        "occupancy_percent",
        "Загрузка, %",
        "занятое от предложенного, проценты; пусто — окон не было",
      ],
      "percent",
      (one) => share(one.bookedMinutes, one.offeredMinutes),
    ),
    figure(
      ["visits", "visits", "Визитов", "состоялись в горящих окнах, штуки"],
      "count",
      (one) => one.visits,
    ),
    figure(
      ["savedKopecks", "saved_rubles", "Выручено, ₽", "цена этих визитов, рубли"],
      "kopecks",
      (one) => one.savedKopecks,
    ),
    figure(
      ["discountKopecks", "discount_rubles", "Скидки, ₽", "сколько уступили от обычной цены, рубли"],
      "kopecks",
      (one) => one.discountKopecks,
    ),
  ],
});

const reviews = report<RatingFigures>({
  about: "отзывы по дню, в который их написали; сами отзывы — reviews list",
  parts: [...BY_SPANS, "specialist", "rating"],
  gather: gatherReviews,
  figures: [
    figure(["reviews", "reviews", "Отзывов", "написано, штуки"], "count", (one) => one.reviews),
    figure(
      ["averageRating", "average_rating", "Средняя оценка", "звёзды от 1 до 5; пусто — отзывов не было"],
      "stars",
      (one) => one.averageRating,
    ),
  ],
});

const messages = report<MessageFigures>({
  about: "сообщения бота по дню, на который назначены; каждое отдельно — messages list",
  parts: [...BY_SPANS, "kind", "reason"],
  gather: gatherMessages,
  figures: [
    figure(["messages", "messages", "Всего", "назначены на эти дни, штуки"], "count", (one) => one.messages),
    figure(["sent", "sent", "Отправлено", "приняты Telegram, штуки"], "count", (one) => one.sent),
    figure(["queued", "queued", "В очереди", "ещё не отправлены, штуки"], "count", (one) => one.queued),
    figure(
      ["skipped", "skipped", "Не понадобилось", "стали не нужны или слать некому, штуки"],
      "count",
      (one) => one.skipped,
    ),
    figure(["failed", "failed", "Не доставлено", "Telegram отказал, штуки"], "count", (one) => one.failed),
  ],
});

/** What the rows say of a period, report by report: the same figures as the panel's, each with its unit. */
export const SUMMARIES: Readonly<Record<SummaryName, SummaryReport>> = {
  bookings,
  occupancy,
  clients,
  loyalty,
  referral,
  "hot-windows": hotWindows,
  reviews,
  messages,
};
