import { badRequest } from "../bot-error.ts";
import type { Webhook } from "../model.ts";
import { booleanParam, integerParam, type Params, textParam } from "../params.ts";
import type { Polling } from "../polling.ts";
import { dropExpired, setAllowedUpdates } from "../update-queue.ts";
import type { WebhookDelivery } from "../webhook.ts";
import { unixSeconds, type World } from "../world.ts";
import { type Method, type MethodAnswer, success } from "./method.ts";

const CONNECTIONS_DEFAULT = 40;
const CONNECTIONS_MAX = 100;

/** The methods by which a bot receives updates. */
export function updateMethods(
  polling: Polling,
  delivery: () => WebhookDelivery,
): Readonly<Record<string, Method>> {
  const removeWebhook = (world: World, params: Params): MethodAnswer => {
    if (booleanParam(params, "drop_pending_updates")) world.state.pending = [];
    if (!world.state.webhook) return { result: true, description: "Webhook is already deleted" };
    delete world.state.webhook;
    delivery().stop();
    return { result: true, description: "Webhook was deleted" };
  };

  const setWebhook: Method = (world, params) => {
    const url = textParam(params, "url").trim();
    if (url === "") return removeWebhook(world, params);
    const webhook = checkWebhook(url, params);
    setAllowedUpdates(world, params.values.get("allowed_updates"));
    if (booleanParam(params, "drop_pending_updates")) world.state.pending = [];
    const present = world.state.webhook;
    const isSame =
      present?.url === webhook.url &&
      present.secretToken === webhook.secretToken &&
      present.maxConnections === webhook.maxConnections;
    if (isSame) return { result: true, description: "Webhook is already set" };

    polling.endPoll("terminated by setWebhook request");
    delivery().stop();
    world.state.webhook = webhook;
    world.changes.announce();
    return { result: true, description: "Webhook was set" };
  };

  return {
    getUpdates: async (_world, params, signal) => success(await polling.getUpdates(params, signal)),
    setWebhook,
    deleteWebhook: removeWebhook,
    getWebhookInfo: (world) => success(webhookInfo(world)),
  };
}

function checkWebhook(url: string, params: Params): Webhook {
  if (!URL.canParse(url) || !/^https?:/i.test(url)) {
    throw badRequest("bad webhook: invalid webhook URL specified");
  }
  const secretToken = textParam(params, "secret_token");
  if (!/^[A-Za-z0-9_-]{0,256}$/.test(secretToken)) {
    throw badRequest("secret token contains unallowed characters");
  }
  const connections = integerParam(params, "max_connections") ?? CONNECTIONS_DEFAULT;
  return {
    url,
    ...(secretToken === "" ? {} : { secretToken }),
    maxConnections: Math.min(CONNECTIONS_MAX, Math.max(1, connections)),
  };
}

function webhookInfo(world: World): Record<string, unknown> {
  dropExpired(world);
  const { webhook, pending, allowedUpdates } = world.state;
  return {
    url: webhook?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: pending.length,
    ...(webhook ? { max_connections: webhook.maxConnections } : {}),
    ...(webhook?.lastErrorAtMs === undefined
      ? {}
      : {
          last_error_date: unixSeconds(new Date(webhook.lastErrorAtMs)),
          last_error_message: webhook.lastErrorMessage,
        }),
    ...(allowedUpdates ? { allowed_updates: allowedUpdates } : {}),
  };
}
