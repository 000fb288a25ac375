import { type HotPreview, type HotSilence, previewHot } from "../../core/broadcasts/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles, type Percent } from "../../core/kernel/money.ts";
import type { ActionCall } from "../panel-action.ts";
import { formatDay, formatTime, wordFor } from "../readable.ts";

const OFFERS_SHOWN = 3;

/** Who would hear of it if a slot turned hot, and what would be offered in it at which price (MS-4). */
export async function hotPreviewOf(
  { app, row, zone }: ActionCall,
  discountPercent: Percent | undefined,
): Promise<string> {
  return hotPreviewText(await previewHot(app, { slotIds: [String(row.id)], discountPercent }), zone);
}

/** The same of what is known. */
export function hotPreviewText(preview: HotPreview, zone: Zone): string {
  const offers = preview.windows.flatMap((window) => window.offers);
  const prices = offers
    .slice(0, OFFERS_SHOWN)
    .map(
      ({ serviceName, listPrice, price }) =>
        `${serviceName} ${formatRubles(price)} вместо ${formatRubles(listPrice)}`,
    );
  const offered = prices.length === 0 ? "" : ` Цена: ${prices.join("; ")}.`;
  return `${audience(preview, (at) => formatTime(at, zone))}${offered}`;
}

/** What is left to do after a slot turned hot, where clients are told only once somebody agreed; else nothing. */
export function approvalHint({
  way,
  readers,
  silentBecause,
}: Pick<HotPreview, "way" | "readers" | "silentBecause">): string {
  if (way !== "approve" || silentBecause !== undefined || readers === 0) return "";
  return ` Об окошке ${wordFor(readers, ["может", "могут", "могут"])} узнать ${peopleOf(readers)}: через несколько минут нажмите «Отправить» в разделе «Рассылки».`;
}

const peopleOf = (readers: number): string =>
  `${readers}\u00a0${wordFor(readers, ["клиент", "клиента", "клиентов"])}`;

function audience(
  { way, readers, silentBecause, quietUntil, notSeenYet }: HotPreview,
  time: (at: Date) => string,
): string {
  if (silentBecause === "not_seen_yet" && notSeenYet !== undefined) {
    const { seenSince, daysAhead } = notSeenYet;
    const ahead = `${daysAhead}\u00a0${wordFor(daysAhead, ["день", "дня", "дней"])}`;
    return `Клиентам не напишем: запись открыта на ${ahead} вперёд, это окошко они увидят с ${formatDay(seenSince)}.`;
  }
  if (silentBecause !== undefined) return SILENCE[silentBecause];
  const people = peopleOf(readers);
  const verb = wordFor(readers, ["узнает", "узнают", "узнают"]);
  const when =
    way === "approve"
      ? " — после вашего «Отправить» в рассылках"
      : quietUntil === undefined
        ? " в ближайшие минуты"
        : ` после тихих часов, в ${time(quietUntil)}`;
  return `Об окошке ${verb} ${people}${when}.`;
}

const SILENCE = {
  payments_off: "Клиентам не предложим: онлайн-оплата выключена, а горящие бронируют с предоплатой.",
  marketing_off: "Клиентам не напишем: рассылки выключены в настройках.",
  broadcast_off: "Клиентам не напишем: рассылка о горящих окошках выключена в настройках.",
  hot_already: "Окошко уже горящее: о нём уже сказали.",
  nothing_fits: "Клиентам не напишем: в это окошко не помещается ни одна услуга.",
  not_seen_yet: "Клиентам не напишем: так далеко вперёд они пока не записываются.",
  nobody_to_tell: "Сейчас некому написать: никто не согласился на рассылки, или все уже записаны.",
} as const satisfies Readonly<Record<HotSilence, string>>;
