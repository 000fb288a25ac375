import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxPart, SandboxSurroundings } from "../part.ts";
import { answerApi } from "./api.ts";
import { answerCheckout, isCheckout } from "./checkout.ts";
import { forgetOldKeys } from "./idempotence.ts";
import { createNotifier } from "./notifications.ts";
import { expirePayments } from "./payments.ts";
import { settleRefunds } from "./refunds.ts";
import type { Shop } from "./shop.ts";
import { answerSim, SIM_PREFIX } from "./sim.ts";
import { emptyState, snapshotOf, stateFrom } from "./state.ts";

export type YookassaSandboxOptions = {
  readonly shopId: string;
  readonly secretKey: string;
  /** Whether every payment must carry a receipt (no). */
  readonly fiscalization?: boolean;
  /** Whether a refused card on the page ends the payment, with no second try (no). */
  readonly finalDecline?: boolean;
  /** Where notifications go unless `POST /sim/yookassa/notification-url` says otherwise. */
  readonly notificationUrl?: () => string | undefined;
};

export type YookassaSandbox = SandboxPart;

/**
 * YooKassa's API v3 on loopback under `/v3`, its payment page, its notifications, and the
 * `/sim/yookassa` calls that play the payer and break things.
 *
 * It checks what the real one checks and answers with its errors.
 * It does not keep saved cards, invoices, payouts or marketplaces: the product uses none.
 */
export function createYookassaSandbox(
  surroundings: SandboxSurroundings,
  options: YookassaSandboxOptions,
): YookassaSandbox {
  const defaults = {
    hasFiscalization: options.fiscalization ?? false,
    isDeclineFinal: options.finalDecline ?? false,
  };
  const closing = new AbortController();
  const nowMs = (): number => surroundings.now().getTime();
  const shop: Shop = {
    state: emptyState(defaults),
    shopId: options.shopId,
    secretKey: options.secretKey,
    baseUrl: surroundings.baseUrl,
    nowMs,
    announce: (event, object) => notifier.announce(event, object),
  };
  const notifier = createNotifier({
    state: () => shop.state,
    nowMs,
    url: () => shop.state.notificationUrl ?? options.notificationUrl?.(),
  });

  return {
    async handle(request, response, url) {
      if (!isOwn(url.pathname)) return false;
      // Whatever the clock has brought is so already, even before the next tick.
      runDue(shop);
      await answerOwn(shop, { request, response, url }, closing.signal);
      return true;
    },
    async tick() {
      runDue(shop);
      await notifier.deliverDue();
    },
    reset() {
      shop.state = emptyState(defaults);
    },
    snapshot: () => structuredClone(snapshotOf(shop.state)),
    restore(state) {
      shop.state = stateFrom(state, defaults);
    },
    async close() {
      closing.abort();
      await notifier.close();
    },
  };
}

const isApi = (path: string): boolean => path === "/v3" || path.startsWith("/v3/");
const isSim = (path: string): boolean => path.startsWith(`${SIM_PREFIX}/`);
const isOwn = (path: string): boolean => isApi(path) || isSim(path) || isCheckout(path);

function runDue(shop: Shop): void {
  expirePayments(shop);
  settleRefunds(shop);
  forgetOldKeys(shop);
}

type Http = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly url: URL };

async function answerOwn(shop: Shop, http: Http, closing: AbortSignal): Promise<void> {
  const path = http.url.pathname;
  if (isSim(path)) return answerSim(shop, http);
  if (isCheckout(path)) return answerCheckout(shop, http);
  try {
    await answerApi(shop, http, closing);
  } catch (error) {
    if (!closing.aborted) throw error;
    http.response.destroy(); // a slow answer that the end of the sandbox cut short
  }
}
