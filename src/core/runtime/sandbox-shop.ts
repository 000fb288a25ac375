/**
 * Where the sandbox's gateway is, and what it and those who ask it know each other by, with the bot that its page leads
 * back to. It is reached on loopback alone.
 */
export const SANDBOX_SHOP = {
  host: "127.0.0.1",
  shopId: "100500",
  secretKey: "test_sandbox",
  botUsername: "okoshko_bot",
} as const;
