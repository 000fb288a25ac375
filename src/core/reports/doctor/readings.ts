/** What a check measures on its way to a finding, with what a monitor's page says of it. */
export const READINGS = {
  web_reachable: "1: the web server answers at the address that the world is told.",
  telegram_reachable: "1: Telegram answers this machine.",
  telegram_token_ok: "1: Telegram takes the bot's token.",
  telegram_updates_pending: "Updates that wait at Telegram for the bot.",
  yookassa_reachable: "1: YooKassa answers this machine.",
  yookassa_key_ok: "1: YooKassa takes the shop's key.",
  clock_ahead_seconds:
    "How far another's clock is ahead of this machine's, beyond what asking took; below zero: behind.",
  disk_free_bytes: "What the product may still write where it keeps its files.",
  disk_total_bytes: "The size of that disk.",
} as const;

export type Reading = {
  readonly of: keyof typeof READINGS;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
};
