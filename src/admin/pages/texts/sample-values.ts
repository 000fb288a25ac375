import { type BookingView, listClientBookings } from "../../../core/booking/index.ts";
import { choicesIn, namesIn, type ShippedText, type TextValues } from "../../../core/content/index.ts";
import { formatRubles, kopecks } from "../../../core/kernel/money.ts";
import { plural } from "../../../core/kernel/plural.ts";
import { formatWhole } from "../../../core/kernel/points.ts";
import { type Client, findClient } from "../../../core/people/index.ts";
import type { Settings } from "../../../core/settings/index.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant, formatTime } from "../../readable.ts";

/** Something fit to be read, for every value that a sentence may name. */
const SAMPLES: Readonly<Record<string, string>> = {
  ...{
    name: "Анна",
    friend: "Вера",
    specialist: "Мария",
    who: "Мария",
    service: "Стрижка",
    business: "Окошко",
  },
  ...{
    amount: "1 600,00 ₽",
    price: "1 600,00 ₽",
    listPrice: "2 000,00 ₽",
    paid: "1 600,00 ₽",
    rubles: "300",
  },
  ...{ before: "1 400,00 ₽", onSpot: "1 100,00 ₽", points: "160 баллов", balance: "320 баллов" },
  ...{ when: "вт, 1 декабря, 14:00", moment: "вт, 1 декабря, 14:00", until: "14:35", date: "1 декабря" },
  ...{
    ownMoment: "вт, 1 декабря, 18:00",
    possibleAt: "пн, 7 декабря, 12:00",
    day: "вт, 1 декабря",
    time: "14:00",
  },
  ...{ startsAt: "вт, 1 декабря, 14:00", endsAt: "вт, 8 декабря, 12:00", endedAt: "вт, 1 декабря, 13:10" },
  ...{
    from: "10:00",
    to: "20:00",
    days: "1–7 декабря",
    duration: "1 час",
    hold: "15 минут",
    costs: "штраф 10 %",
  },
  ...{ number: "12", otherNumber: "15", booking: " №12", percent: "10", share: "50", id: "1001" },
  ...{ address: "ул. Садовая, 5", phone: "+7 900 123-45-67", contacts: "@okoshko", email: "anna@example.ru" },
  ...{ url: "https://example.ru", link: "https://t.me/okoshko_bot?start=ref", zone: "по Москве" },
  ...{ ownZone: "по Омску", city: "Омск", birthday: "7 марта", text: "Здравствуйте!", words: "Спасибо!" },
  ...{ reason: "перерыв", description: "С укладкой", about: "10 лет опыта", stars: "⭐⭐⭐⭐⭐", mark: "🟢" },
  ...{
    state: "подтверждена",
    caption: "Предоплата",
    greeting: "Приятно познакомиться, Анна!",
    said: "Отметили.",
  },
  ...{
    what: "новые записи",
    bookings: "5",
    visits: "3",
    version: "1",
    min: "50",
    max: "3",
    charactersMax: "300",
  },
  ...{
    contents: "операции с деньгами",
    problem: "диск заполнен",
    was: "⭐⭐⭐",
    given: "{время}",
    document: " Документ об обработке данных, версия 1.",
  },
  ...{ minutes: "30 минут", hours: "2 часа", count: "3", promised: "no", part: "prepayment" },
};

/** Texts that mean something else by a name than the others do. */
const OF_TEXT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "refused-on-spot-above-owed": { max: "1 100,00 ₽" },
  "refused-rating-out-of-range": { max: "5" },
  "refused-tip-out-of-range": { min: "10,00 ₽", max: "15 000,00 ₽" },
  "wait-hours": { hours: "10:00–14:00" },
};

/** What a preview of this text puts in for each name; words by which only a form is chosen are left out. */
export function examplesOf(text: ShippedText): ReadonlyMap<string, string> {
  const values = waysOf(text, SAMPLES).at(-1)?.values ?? {};
  const told = Object.entries(values).filter(([name]) => !CHOOSERS.has(name));
  return new Map(told.map(([name, value]) => [name, String(value).trim()]));
}

/** Words of the program's own by which only a form is chosen. */
const CHOOSERS: ReadonlySet<string> = new Set(["promised", "part", "chosen"]);

/** What is said of a chosen client: their own name and points, and their next visit, or else the last. */
export async function valuesOfClient(
  { app, zone }: PageCall,
  clientId: string,
  settings: Settings,
): Promise<{ readonly name: string; readonly values: Readonly<Record<string, string>> }> {
  const client = await findClient(app.db, clientId);
  if (client === undefined || client.isErased)
    return { name: SAMPLES.name ?? "", values: { ...SAMPLES, ...ofBusiness(settings) } };
  const filter = { clientId, now: app.clock.now(), rowsMax: 1, offset: 0 };
  const [next] = await listClientBookings(app.db, { ...filter, kind: "upcoming" });
  const [last] = next === undefined ? await listClientBookings(app.db, { ...filter, kind: "past" }) : [];
  const booking = next ?? last;
  const values = {
    ...{ ...SAMPLES, ...ofBusiness(settings), ...ofClient(client) },
    ...(booking === undefined ? {} : ofBooking(booking, zone)),
  };
  return { name: client.name, values };
}

const ofBusiness = (settings: Settings): Readonly<Record<string, string>> => ({
  business: settings["business.name"],
  ...(settings["business.address"] === "" ? {} : { address: settings["business.address"] }),
});

function ofClient({ name, phone, email, pointsBalance }: Client): Readonly<Record<string, string>> {
  const points = `${formatWhole(pointsBalance)} ${plural(pointsBalance, ["балл", "балла", "баллов"])}`;
  return {
    ...{ name, balance: points },
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
  };
}

function ofBooking(booking: BookingView, zone: PageCall["zone"]): Readonly<Record<string, string>> {
  const when = formatInstant(booking.startsAt, zone);
  const price = formatRubles(booking.price);
  const amount = formatRubles(booking.payNow > 0 ? booking.payNow : booking.price);
  return {
    ...{ service: booking.serviceName, specialist: booking.specialistName, number: String(booking.number) },
    ...{ when, moment: when, startsAt: when, time: formatTime(booking.startsAt, zone) },
    ...{
      price,
      amount,
      listPrice: formatRubles(booking.listPrice),
      onSpot: formatRubles(kopecks(booking.onSpot)),
    },
  };
}

/** A number that asks for each form; a word stands for itself. */
const FORM_VALUES: Readonly<Record<string, number>> = { one: 1, few: 3, many: 5, other: 5, two: 2, zero: 0 };

const FORMS_SHOWN_MAX = 4;

/** One way to say a sentence: by which form, and with which values. */
export type Way = { readonly label: string; readonly values: TextValues };

/** The sentence with the given values: each form of what it chooses by, the others at their last one. */
export function waysOf(text: ShippedText, values: Readonly<Record<string, string>>): readonly Way[] {
  const given = { ...values, ...OF_TEXT[text.key] };
  const choices = choicesIn(text.pattern);
  const base: Record<string, string | number> = Object.fromEntries(
    namesIn(text.pattern).map((name) => [name, given[name] ?? name]),
  );
  for (const [name, keys] of choices) base[name] = formValue([...keys].at(-1) ?? "other", keys, given[name]);
  const [first] = choices;
  if (first === undefined) return [{ label: "", values: counted(base) }];
  const [name, keys] = first;
  return [...keys].slice(-FORMS_SHOWN_MAX).map((key) => {
    const value = formValue(key, keys, given[name]);
    return {
      label: typeof value === "number" ? String(value) : "",
      values: counted({ ...base, [name]: value }),
    };
  });
}

/** What is chosen by a count says that count, and no sum of money: «5 баллов». */
const counted = (values: Record<string, string | number>): TextValues =>
  typeof values.count === "number" && "amount" in values
    ? { ...values, amount: formatWhole(values.count) }
    : values;

function formValue(key: string, keys: ReadonlySet<string>, given: string | undefined): string | number {
  if (/^\d+$/.test(key)) return Number(key);
  const isCounted = [...keys].some((one) => one === "one" || one === "few" || /^\d+$/.test(one));
  if (isCounted) return FORM_VALUES[key] ?? 5;
  return key === "other" ? (given ?? "…") : key;
}
