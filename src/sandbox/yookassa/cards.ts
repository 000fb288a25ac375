import type { Cancellation } from "./model.ts";

/** A card of YooKassa's test shop and what always comes of it. */
export type TestCard = {
  readonly number: string;
  readonly brand: string;
  readonly is3ds: boolean;
  readonly decline: Cancellation | undefined;
};

const success = (number: string, brand: string, is3ds = false): TestCard => ({
  number,
  brand,
  is3ds,
  decline: undefined,
});

export const SUCCESS_CARDS: readonly TestCard[] = [
  success("5555555555554477", "MasterCard", true),
  success("5555555555554444", "MasterCard"),
  success("4793128161644804", "Visa", true),
  success("4111111111111111", "Visa"),
  success("2200000000000004", "Mir", true),
  success("2202474301322987", "Mir"),
  success("6759649826438453", "Maestro"),
  success("4175001000000017", "Visa Electron"),
  success("370000000000002", "AmericanExpress"),
  success("3528000700000000", "JCB"),
  success("36700102000000", "DinersClub"),
];

type DeclineRow = { readonly party: string; readonly reason: string; readonly numbers: readonly string[] };

const byNetwork = (reason: string, ...numbers: readonly string[]): DeclineRow => ({
  party: "payment_network",
  reason,
  numbers,
});
const byYooMoney = (reason: string, ...numbers: readonly string[]): DeclineRow => ({
  party: "yoo_money",
  reason,
  numbers,
});

/** MasterCard, Visa, Mir: in this order in every row. */
export const DECLINES: readonly DeclineRow[] = [
  byNetwork("insufficient_funds", "5555555555554600", "4562265587712390", "2200000000000053"),
  byNetwork("3d_secure_failed", "5555555555554592", "4839665499603842", "2200000000000012"),
  byNetwork("call_issuer", "5555555555554535", "4926946416239025", "2200000000000020"),
  byNetwork("card_expired", "5555555555554543", "4141435412630840", "2200000000000038"),
  byNetwork("fraud_suspected", "5555555555554568", "4483274282299972", "2200000000000046"),
  byNetwork("general_decline", "5555555555554527", "4889971706588753", "2202202212312379"),
  byNetwork("invalid_card_number", "5555555555554618", "4951017853630544", "2201382000000013"),
  byNetwork("invalid_csc", "5555555555554626", "4194180666146368", "2200770212727079"),
  byNetwork("issuer_unavailable", "5555555555554501", "4654130848359150", "2201382000000021"),
  byNetwork("payment_method_limit_exceeded", "5555555555554576", "4565231022577548", "2201382000000039"),
  byNetwork("payment_method_restricted", "5555555555554550", "4233961169071671", "2201382000000047"),
  byYooMoney("country_forbidden", "5555555555554584", "4969751510013864", "2201382000000054"),
  byYooMoney("fraud_suspected", "5555555555554634", "4119098878796485", "2201696981989955"),
];

const DECLINE_BRANDS = ["MasterCard", "Visa", "Mir"] as const;

const REASON_WORDS: Readonly<Record<string, string>> = {
  "3d_secure_failed": "Не пройдена проверка 3-D Secure",
  call_issuer: "Банк просит позвонить ему",
  canceled_by_merchant: "Платёж отменил магазин",
  card_expired: "Истёк срок действия карты",
  country_forbidden: "Карты этой страны не принимаются",
  expired_on_capture: "Магазин не подтвердил списание вовремя",
  expired_on_confirmation: "Время на оплату вышло",
  fraud_suspected: "Платёж заблокирован: подозрение в мошенничестве",
  general_decline: "Банк отклонил платёж без объяснения",
  insufficient_funds: "На карте не хватает денег",
  invalid_card_number: "Неверный номер карты",
  invalid_csc: "Неверный код CVC",
  issuer_unavailable: "Банк, выпустивший карту, недоступен",
  payment_method_limit_exceeded: "Исчерпан лимит платежей",
  payment_method_restricted: "Операции по карте запрещены",
};

/** A decline in words for the payer; an unknown reason gets a general sentence. */
export function reasonWords(reason: string): string {
  return REASON_WORDS[reason] ?? "Платёж отклонён";
}

const CARDS: ReadonlyMap<string, TestCard> = new Map(
  [
    ...SUCCESS_CARDS,
    ...DECLINES.flatMap(({ party, reason, numbers }) =>
      numbers.map((number, place) => ({
        number,
        brand: DECLINE_BRANDS[place] ?? "Unknown",
        is3ds: reason === "3d_secure_failed",
        decline: { party, reason },
      })),
    ),
  ].map((card) => [card.number, card]),
);

/** Finds a test card by its number; spaces and dashes do not matter. */
export function findCard(typed: string): TestCard | undefined {
  return CARDS.get(typed.replace(/[\s-]/g, ""));
}
