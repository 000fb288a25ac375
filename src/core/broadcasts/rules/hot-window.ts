import { minutesAfter } from "../../kernel/instant.ts";
import type { Zone } from "../../kernel/local-day.ts";
import { escaped } from "../../kernel/markup.ts";
import { formatRubles, type Kopecks } from "../../kernel/money.ts";
import { plural } from "../../kernel/plural.ts";
import type { HotWindow } from "../model.ts";

/** So long new hot slots are gathered, counted from the first of them. */
export const GATHER_MINUTES = 5;
/** So many are announced at once, the soonest; whoever opens the bot sees all. */
export const WINDOWS_MAX = 10;
/** So many services are named for each. */
const OFFERS_MAX = 3;
const NAME_MAX = 60;

/**
 * Whether new hot slots were gathered long enough: five minutes since the first of them turned hot, that moment included.
 * All that turned hot by then go together.
 *
 * @source MS-4
 */
export function isGathered(slots: readonly { readonly hotSince: Date }[], now: Date): boolean {
  return slots.some(({ hotSince }) => minutesAfter(hotSince, GATHER_MINUTES) <= now);
}

/** What a broadcast of hot windows says above its list; the list itself is made for each reader anew. */
export const HOT_TEXT =
  "🔥 <b>Появились горящие окна!</b>\nЭто свободное время со скидкой, бронируется с предоплатой.";

/** For staff: «Горящие окна, чт, 26 ноября, 14:35»; a day may have several. */
export const hotTitle = (now: Date, zone: Zone): string => {
  const { weekday, day, month, time } = momentParts(now, zone);
  return `Горящие окна, ${weekday}, ${day} ${month}, ${time}`;
};

/**
 * The hot windows as Telegram's HTML: when and with whom, what fits in, the price before and now. At most ten, with three
 * services each; whatever staff named is cut to 60 characters, so that the message is never too long.
 *
 * @source MS-4
 */
export const windowsText = (windows: readonly HotWindow[], zone: Zone): string =>
  windows
    .slice(0, WINDOWS_MAX)
    .map((window) => windowLines(window, zone))
    .join("\n\n");

function windowLines({ startsAt, specialistName, offers }: HotWindow, zone: Zone): string {
  const { weekday, day, month, time } = momentParts(startsAt, zone);
  const left = offers.length - OFFERS_MAX;
  return [
    `🔴 <b>${weekday}, ${day} ${month}, ${time}</b>, ${shown(specialistName)}`,
    ...offers
      .slice(0, OFFERS_MAX)
      .map(
        ({ serviceName, listPrice, price }) =>
          `${shown(serviceName)}: ${wasPrice(listPrice, price)}<b>${rubles(price)}</b>`,
      ),
    ...(left > 0 ? [`и ещё ${left}\u00a0${plural(left, ["услуга", "услуги", "услуг"])}`] : []),
  ].join("\n");
}

/** At a discount of nothing there is no price before. */
const wasPrice = (listPrice: Kopecks, price: Kopecks): string =>
  listPrice > price ? `<s>${rubles(listPrice)}</s> ` : "";

/**
 * The caption of each window's button: «🔴 чт 26.11 18:00 · Стрижка · 1 600 ₽», and where several services fit, with
 * whom and from which price on. Two that would read alike are told apart by the specialist.
 */
export function windowLabels(windows: readonly HotWindow[], zone: Zone): ReadonlyMap<string, string> {
  const captions = windows.map((window) => captionOf(window, zone));
  const isTwin = (caption: string) => captions.filter((one) => one === caption).length > 1;
  return new Map(
    windows.map(({ slotId, specialistName }, index) => {
      const caption = captions[index] ?? "";
      return [slotId, isTwin(caption) ? `${caption} · ${cut(specialistName)}` : caption];
    }),
  );
}

function captionOf({ startsAt, specialistName, offers }: HotWindow, zone: Zone): string {
  const { weekday, day, monthNumber, time } = momentParts(startsAt, zone);
  const least = offers.reduce((one, other) => (other.price < one.price ? other : one), offers[0] ?? NOTHING);
  const what = offers.length === 1 ? cut(least.serviceName) : cut(specialistName);
  const price = `${offers.length === 1 ? "" : "от\u00a0"}${rubles(least.price)}`;
  return `🔴 ${weekday} ${day}.${monthNumber} ${time} · ${what} · ${price}`;
}

const NOTHING = { serviceName: "", price: 0 as Kopecks };

/** Whole rubles are shown without their kopecks. */
const rubles = (amount: Kopecks): string => formatRubles(amount).replace(",00", "");

function momentParts(instant: Date, zone: Zone) {
  const format = new Intl.DateTimeFormat("ru-RU", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const monthNumber = new Intl.DateTimeFormat("ru-RU", { timeZone: zone, month: "2-digit" }).format(instant);
  return {
    weekday: of("weekday"),
    day: of("day"),
    month: of("month"),
    monthNumber,
    time: `${of("hour")}:${of("minute")}`,
  };
}

const cut = (text: string): string => (text.length > NAME_MAX ? `${text.slice(0, NAME_MAX - 1)}…` : text);

const shown = (text: string): string => escaped(cut(text));
