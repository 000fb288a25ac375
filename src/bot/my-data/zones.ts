import type { Zone } from "../../core/kernel/local-day.ts";

type City = { readonly zone: Zone; readonly city: string };

/** Russia's time zones by a city that everybody knows, west to east, each under its letters for a button. */
const BY_CODE = {
  kgd: { zone: "Europe/Kaliningrad", city: "Калининград" },
  msk: { zone: "Europe/Moscow", city: "Москва" },
  sam: { zone: "Europe/Samara", city: "Самара" },
  ekb: { zone: "Asia/Yekaterinburg", city: "Екатеринбург" },
  oms: { zone: "Asia/Omsk", city: "Омск" },
  nsk: { zone: "Asia/Novosibirsk", city: "Новосибирск" },
  irk: { zone: "Asia/Irkutsk", city: "Иркутск" },
  yak: { zone: "Asia/Yakutsk", city: "Якутск" },
  vvo: { zone: "Asia/Vladivostok", city: "Владивосток" },
  mag: { zone: "Asia/Magadan", city: "Магадан" },
  kam: { zone: "Asia/Kamchatka", city: "Камчатка" },
} as const satisfies Readonly<Record<string, City>>;

export type CityCode = keyof typeof BY_CODE;

export const CITY_CODES = Object.keys(BY_CODE) as readonly CityCode[];

export const cityOfCode = (code: CityCode): City => BY_CODE[code];

/** What a zone is called: its city when it is one of ours. */
export const cityOfZone = (zone: Zone): string | undefined =>
  CITY_CODES.map(cityOfCode).find((one) => one.zone === zone)?.city;

/** As the buttons write them; `same` is the business's own zone. */
export const CITY_LETTERS: Readonly<Record<CityCode | "same", string>> = {
  same: "same",
  kgd: "kgd",
  msk: "msk",
  sam: "sam",
  ekb: "ekb",
  oms: "oms",
  nsk: "nsk",
  irk: "irk",
  yak: "yak",
  vvo: "vvo",
  mag: "mag",
  kam: "kam",
};
