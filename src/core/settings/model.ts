import { kopecks, percent } from "../kernel/money.ts";
import { points } from "../kernel/points.ts";

export type { Definition } from "./kinds.ts";

import {
  choice,
  flag,
  hours,
  ids,
  money,
  phone,
  place,
  pointsNumber,
  share,
  stretch,
  text,
  timetable,
  wholeNumber,
  zone,
} from "./kinds.ts";

/**
 * Every number and word of the rulebook that the owner may change: key, kind, unit, limits, default.
 *
 * The keys are the rulebook's own. A value that was never changed is its default; only changed ones are rows.
 */
export const DEFINITIONS = {
  "business.name": text({
    group: "business",
    label: "Название",
    default: "Окошко",
    max: 60,
    isRequired: true,
  }),
  "business.timeZone": zone({ group: "business", label: "Часовой пояс", default: "Europe/Moscow" }),
  "business.address": text({ group: "business", label: "Адрес", default: "", max: 200 }),
  "business.phone": phone({ group: "business", label: "Телефон для клиентов", default: "", max: 40 }),
  "business.contacts": text({ group: "business", label: "Другие контакты", default: "", max: 300 }),
  "business.mapUrl": text({
    group: "business",
    label: "Ссылка на карту",
    default: "",
    max: 300,
    isUrl: true,
  }),
  "policy.url": text({
    group: "business",
    label: "Документ об обработке данных",
    default: "",
    max: 300,
    isUrl: true,
  }),
  "policy.version": text({ group: "business", label: "Версия этого документа", default: "1", max: 40 }),

  "calendar.daysAhead": wholeNumber({
    group: "calendar",
    label: "На сколько дней вперёд можно записаться",
    default: 14,
    min: 1,
    max: 60,
    unit: "days",
  }),
  "calendar.minLeadMinutes": wholeNumber({
    group: "calendar",
    label: "Записаться не позже чем за",
    default: 30,
    min: 0,
    max: 10_080,
    unit: "minutes",
  }),
  "booking.holdMinutes": wholeNumber({
    group: "calendar",
    label: "Сколько держать время до оплаты",
    default: 15,
    min: 5,
    max: 60,
    unit: "minutes",
  }),
  "booking.maxUpcoming": wholeNumber({
    group: "calendar",
    label: "Сколько будущих записей может быть у клиента",
    default: 3,
    min: 1,
    max: 50,
    unit: "bookings",
  }),

  "hot.discountPercent": share({ group: "hot", label: "Скидка горящего окна", default: percent(20) }),
  "hot.prepayment": money({
    group: "hot",
    label: "Предоплата горящего окна",
    default: kopecks(50_000),
    max: kopecks(35_000_000),
  }),
  "hot.prepaymentKeptWhenLate": flag({
    group: "hot",
    label: "Оставлять предоплату при поздней отмене",
    default: true,
  }),
  "discounts.stacking": choice({
    group: "hot",
    label: "Если скидок несколько",
    default: "best",
    values: { best: "действует бо́льшая", sum: "складываются" },
  }),

  "payments.sbp": flag({ group: "payments", label: "Кнопка СБП", default: false }),

  "receipts.mode": choice({
    group: "payments",
    label: "Чеки по 54-ФЗ",
    default: "off",
    values: { off: "не пробиваем", yookassa: "Чеки от ЮKassa" },
  }),
  "receipts.vatCode": choice({
    group: "payments",
    label: "НДС в чеке",
    default: "1",
    isCode: true,
    values: {
      "1": "без НДС",
      "2": "0\u00a0%",
      "3": "10\u00a0%",
      "4": "20\u00a0%",
      "5": "10/110",
      "6": "20/120",
      "7": "5\u00a0%",
      "8": "7\u00a0%",
      "9": "5/105",
      "10": "7/107",
      "11": "22\u00a0%",
      "12": "22/122",
    },
  }),
  "receipts.taxSystem": choice({
    group: "payments",
    label: "Система налогообложения в чеке",
    default: "unsaid",
    isCode: true,
    values: {
      "1": "общая",
      "2": "упрощённая, доходы",
      "3": "упрощённая, доходы минус расходы",
      "4": "единый налог на вменённый доход",
      "5": "единый сельхозналог",
      "6": "патент",
      unsaid: "не указывать",
    },
  }),

  "points.maxSharePercent": share({
    group: "points",
    label: "Какую часть цены можно оплатить баллами",
    default: percent(50),
  }),
  "points.redeemEveryDays": wholeNumber({
    group: "points",
    label: "Списывать баллы не чаще чем раз в",
    default: 14,
    min: 0,
    max: 365,
    unit: "days",
  }),
  "points.accrualPercent": share({ group: "points", label: "Баллы за визит", default: percent(10) }),
  "points.accrualBase": choice({
    group: "points",
    label: "Баллы за визит считаются от",
    default: "price",
    values: { price: "цены визита", paid: "оплаченного деньгами" },
  }),
  "points.rebookPercent": share({
    group: "points",
    label: "Ещё баллы за быструю запись",
    default: percent(5),
  }),
  "points.rebookDays": wholeNumber({
    group: "points",
    label: "Быстрая запись — не позже чем через",
    default: 7,
    min: 0,
    max: 365,
    unit: "days",
  }),

  "referral.friendPercent": share({
    group: "referral",
    label: "Скидка другу на первый визит",
    default: percent(10),
  }),
  "referral.reward": pointsNumber({
    group: "referral",
    label: "Баллы за приглашённого друга",
    default: points(300),
    max: points(100_000),
  }),
  "referral.maxPerMonth": wholeNumber({
    group: "referral",
    label: "Наград за друзей в месяц",
    default: 20,
    min: 0,
    max: 1_000,
    unit: "rewards",
  }),

  "cancel.lateHours": wholeNumber({
    group: "cancellation",
    label: "Поздняя отмена — меньше чем за",
    default: 12,
    min: 0,
    max: 336,
    unit: "hours",
  }),
  "cancel.graceMinutes": wholeNumber({
    group: "cancellation",
    label: "Передумать без последствий — в течение",
    default: 15,
    min: 0,
    max: 1_440,
    unit: "minutes",
  }),
  "penalty.percent": share({
    group: "cancellation",
    label: "Штраф баллами, доля цены",
    default: percent(10),
  }),
  "penalty.allowDebt": flag({
    group: "cancellation",
    label: "Штраф может увести баланс в минус",
    default: true,
  }),
  "noShow.periodDays": wholeNumber({
    group: "cancellation",
    label: "Две неявки считаются в пределах",
    default: 90,
    min: 1,
    max: 730,
    unit: "days",
  }),
  "noShow.blockDays": wholeNumber({
    group: "cancellation",
    label: "На сколько закрыть запись",
    default: 7,
    min: 1,
    max: 365,
    unit: "days",
  }),

  "visit.autoCompleteHours": wholeNumber({
    group: "calendar",
    label: "Отметить визит состоявшимся, если его никто не отметил, через",
    default: 3,
    min: 0,
    max: 168,
    unit: "hours",
  }),

  quietHours: stretch({
    group: "messages",
    label: "Тихие часы: без звука и без рассылок",
    default: { fromMinute: 22 * 60, toMinute: 9 * 60 },
  }),
  "review.delayMinutes": wholeNumber({
    group: "messages",
    label: "Просить отзыв через столько после визита",
    default: 60,
    min: 0,
    max: 10_080,
    unit: "minutes",
  }),
  "review.publicUrl": text({
    group: "messages",
    label: "Страница, где клиент может оставить отзыв для всех",
    default: "",
    max: 300,
    isUrl: true,
  }),
  "marketing.enabled": flag({ group: "messages", label: "Рекламные рассылки", default: false }),
  "hot.broadcast": choice({
    group: "messages",
    label: "Рассылка о новых горящих окнах",
    default: "approve",
    values: { auto: "сама", approve: "когда разрешит сотрудник", off: "не нужна" },
  }),
  "hot.segments": ids({
    group: "messages",
    label: "Кому писать о горящих окнах",
    default: [],
    max: 10,
    what: "сегменты; если не выбран ни один — все, у кого нет записи впереди",
  }),
  "hot.pauseDays": wholeNumber({
    group: "messages",
    label: "О горящих окнах писать клиенту не чаще чем раз в",
    default: 1,
    min: 0,
    max: 60,
    unit: "days",
  }),
  "waitlist.offerMinutes": wholeNumber({
    group: "messages",
    label: "Сколько держать окошко для того, кому его предложили из листа ожидания",
    default: 15,
    min: 5,
    max: 120,
    unit: "minutes",
  }),
  "reminders.hours": hours({ group: "messages", label: "Напоминать за", default: [24, 8, 4, 1], max: 336 }),

  "backup.folder": place({
    group: "backup",
    label: "Папка для резервных копий (пусто — не делать)",
    default: "",
    max: 300,
  }),
  "backup.cron": timetable({ group: "backup", label: "Когда делать копию", default: "0 4 * * *" }),
  "backup.keepDaily": wholeNumber({
    group: "backup",
    label: "Сколько ежедневных копий хранить",
    default: 7,
    min: 1,
    max: 366,
    unit: "copies",
  }),
  "backup.keepWeekly": wholeNumber({
    group: "backup",
    label: "Сколько еженедельных копий хранить",
    default: 4,
    min: 0,
    max: 520,
    unit: "copies",
  }),
  "backup.passphraseFile": place({
    group: "backup",
    label: "Файл с паролем, которым шифровать копии (пусто — не шифровать)",
    default: "",
    max: 300,
  }),
};

export type SettingKey = keyof typeof DEFINITIONS;

/** All settings as they are now, by the rulebook's keys. */
export type Settings = { readonly [K in SettingKey]: (typeof DEFINITIONS)[K]["default"] };

export const SETTING_KEYS = Object.keys(DEFINITIONS) as readonly SettingKey[];

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(DEFINITIONS, key);

export const DEFAULTS: Settings = Object.fromEntries(
  SETTING_KEYS.map((key) => [key, DEFINITIONS[key].default]),
) as Settings;
