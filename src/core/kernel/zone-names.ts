import type { Zone } from "./local-day.ts";

/** Russia's time zones by a city that everybody knows, west to east. */
export const CITIES = {
  "Europe/Kaliningrad": "Калининград",
  "Europe/Moscow": "Москва",
  "Europe/Samara": "Самара",
  "Asia/Yekaterinburg": "Екатеринбург",
  "Asia/Omsk": "Омск",
  "Asia/Novosibirsk": "Новосибирск",
  "Asia/Irkutsk": "Иркутск",
  "Asia/Yakutsk": "Якутск",
  "Asia/Vladivostok": "Владивосток",
  "Asia/Magadan": "Магадан",
  "Asia/Kamchatka": "Камчатка",
} as const satisfies Readonly<Record<Zone, string>>;

export type CityZone = keyof typeof CITIES;

const isCityZone = (zone: Zone): zone is CityZone => Object.hasOwn(CITIES, zone);

/** A zone as people call it: its city when it is one of ours, else what Russian calls it at that moment. */
export const zoneWords = (zone: Zone, at: Date): string =>
  isCityZone(zone) ? CITIES[zone] : (genericName(zone, at) ?? zone);

const genericName = (timeZone: Zone, at: Date): string | undefined =>
  new Intl.DateTimeFormat("ru-RU", { timeZone, timeZoneName: "shortGeneric" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
