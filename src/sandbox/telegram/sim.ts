import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readBody, sendJson } from "../http.ts";
import { listChats, viewChat, viewUser } from "./chat-view.ts";
import { faultSchema } from "./faults.ts";
import { fileBytes } from "./methods/media.ts";
import { deliverable } from "./update-queue.ts";
import {
  loadChat,
  pressCaption,
  pressData,
  putUser,
  SimError,
  setBlocked,
  shareContact,
  writeText,
} from "./user-actions.ts";
import type { World } from "./world.ts";

const WAIT_MS_MAX = 60_000;
const FIRST_USER_ID = 1001;

const userId = z.int().min(1);
const userBody = z.object({
  id: userId.optional(),
  first_name: z.string().trim().min(1).max(64).optional(),
  last_name: z.string().min(1).max(64).optional(),
  username: z
    .string()
    .regex(/^[A-Za-z]\w{3,31}$/)
    .optional(),
  language_code: z.string().min(2).max(10).optional(),
  phone_number: z.string().min(5).max(20).optional(),
});
const contactBody = z.object({
  phone_number: z.string().min(1).max(20).optional(),
  first_name: z.string().min(1).max(64).optional(),
  last_name: z.string().max(64).optional(),
  user_id: userId.nullable().optional(),
});
const messageBody = z
  .object({ user: userId, text: z.string().optional(), contact: contactBody.optional() })
  .refine(
    ({ text, contact }) => (text === undefined) !== (contact === undefined),
    "give either text or contact",
  );
const pressBody = z
  .object({
    user: userId,
    message_id: z.int().optional(),
    button: z.string().min(1).optional(),
    data: z.string().optional(),
  })
  .refine(
    ({ button, data }) => (button === undefined) !== (data === undefined),
    "give either button or data",
  );
const whoBody = z.object({ user: userId });

type Call = {
  readonly world: World;
  readonly url: URL;
  readonly body: unknown;
  readonly signal: AbortSignal;
};
type Answer = Promise<unknown> | unknown;

const CALLS: Readonly<Record<string, (call: Call) => Answer>> = {
  "POST users": ({ world, body }) => {
    const { id: givenId, phone_number, ...user } = parse(userBody, body);
    const id = givenId ?? nextUserId(world);
    const first_name = user.first_name ?? world.state.chats[String(id)]?.user.first_name;
    if (first_name === undefined) throw new SimError("first_name: a new user needs one");
    return viewUser(putUser(world, { ...user, id, first_name }, phone_number));
  },
  "GET users": ({ world }) => ({ users: Object.values(world.state.chats).map(viewUser) }),
  "POST message": ({ world, body }) => {
    const { user, text, contact } = parse(messageBody, body);
    const chat = loadChat(world, user);
    return contact ? shareContact(world, chat, contact) : writeText(world, chat, text ?? "");
  },
  "POST press": ({ world, body }) => {
    const { user, message_id, button, data } = parse(pressBody, body);
    const chat = loadChat(world, user);
    return data === undefined
      ? pressCaption(world, chat, button ?? "", message_id)
      : pressData(world, chat, data, message_id);
  },
  "POST block": ({ world, body }) => setBlocked(world, loadChat(world, parse(whoBody, body).user), true),
  "POST unblock": ({ world, body }) => setBlocked(world, loadChat(world, parse(whoBody, body).user), false),
  "POST faults": ({ world, body }) => {
    world.faults.add(parse(faultSchema, body));
    return { faults: world.faults.list() };
  },
  "GET faults": ({ world }) => ({ faults: world.faults.list() }),
  "DELETE faults": ({ world }) => {
    world.faults.clear();
    return { faults: [] };
  },
  "GET updates/pending": async ({ world, url, signal }) => {
    await world.changes.until(() => world.state.pending.length === 0, waitMs(url), signal);
    deliverable(world);
    return { count: world.state.pending.length };
  },
  "GET chats": async ({ world, url, signal }) => {
    const after = numberQuery(url, "after") ?? -1;
    await world.changes.until(() => world.state.revision > after, waitMs(url), signal);
    return listChats(world);
  },
};

/** Answers the `/sim/telegram/…` calls; `false` for any other path. */
export async function handleSim(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const path = /^\/sim\/telegram\/(.+?)\/?$/.exec(url.pathname)?.[1];
  if (path === undefined) return false;
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  try {
    if (request.method === "GET" && path.startsWith("files/")) {
      sendFile(world, response, decodeURIComponent(path.slice("files/".length)));
      return true;
    }
    const call = CALLS[`${request.method} ${path}`] ?? chatCall(request.method, path);
    if (!call) {
      sendJson(response, 404, { error: `there is no ${request.method} ${url.pathname}` });
      return true;
    }
    const body = request.method === "POST" ? parseJson(await readBody(request)) : undefined;
    sendJson(response, 200, await call({ world, url, body, signal: gone.signal }));
  } catch (error) {
    if (!(error instanceof SimError)) throw error;
    sendJson(response, 400, { error: error.message });
  }
  return true;
}

/** `GET chats/<user>?after=<revision>&wait_ms=<n>` answers when the chat is newer than that revision. */
function chatCall(method: string | undefined, path: string): ((call: Call) => Answer) | undefined {
  const id = /^chats\/([^/]+)$/.exec(path)?.[1];
  if (method !== "GET" || id === undefined) return undefined;
  return async ({ world, url, signal }) => {
    if (!/^\d+$/.test(id)) throw new SimError(`"${id}" is not a user's id`);
    const user = Number(id);
    loadChat(world, user);
    const after = numberQuery(url, "after") ?? -1;
    await world.changes.until(
      () => (world.state.chats[id]?.revision ?? after + 1) > after,
      waitMs(url),
      signal,
    );
    return viewChat(world, loadChat(world, user), numberQuery(url, "last"));
  };
}

function sendFile(world: World, response: ServerResponse, fileId: string): void {
  const file = world.state.files[fileId];
  if (!file) {
    sendJson(response, 404, { error: `there is no file ${fileId}` });
    return;
  }
  const isPicture = /^image\/(png|jpeg|webp|gif)$/.test(file.mimeType);
  const name = encodeURIComponent(file.name);
  response.writeHead(200, {
    "content-type": file.mimeType,
    "content-disposition": `${isPicture ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
    "x-content-type-options": "nosniff",
  });
  response.end(fileBytes(file));
}

function nextUserId(world: World): number {
  const taken = Object.values(world.state.chats).map(({ user }) => user.id);
  return Math.max(FIRST_USER_ID - 1, ...taken) + 1;
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join(".")}: ${message}`,
  );
  throw new SimError(sentences.join("; "));
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new SimError("the body is not JSON");
  }
}

function numberQuery(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new SimError(`${name}: "${text}" is not a whole number`);
  return Number(text);
}

const waitMs = (url: URL): number => Math.min(WAIT_MS_MAX, numberQuery(url, "wait_ms") ?? 0);
