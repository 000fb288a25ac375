import { CITIES, type CityZone } from "../../core/kernel/zone-names.ts";

/** Russia's time zones, each under its city's letters for a button. */
const BY_CODE = {
  kgd: "Europe/Kaliningrad",
  msk: "Europe/Moscow",
  sam: "Europe/Samara",
  ekb: "Asia/Yekaterinburg",
  oms: "Asia/Omsk",
  nsk: "Asia/Novosibirsk",
  irk: "Asia/Irkutsk",
  yak: "Asia/Yakutsk",
  vvo: "Asia/Vladivostok",
  mag: "Asia/Magadan",
  kam: "Asia/Kamchatka",
} as const satisfies Readonly<Record<string, CityZone>>;

export type CityCode = keyof typeof BY_CODE;

export const CITY_CODES = Object.keys(BY_CODE) as readonly CityCode[];

export const cityOfCode = (code: CityCode): { readonly zone: CityZone; readonly city: string } => ({
  zone: BY_CODE[code],
  city: CITIES[BY_CODE[code]],
});

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
