import type { Update } from "grammy/types";
import type { App } from "../core/app.ts";
import { type Claims, createClaims } from "./claims.ts";
import { failureFacts, failureSentence } from "./failure.ts";
import { ATTEMPTS_MAX, storeUpdates, waitingPeople } from "./inbox.ts";

/** How many people are answered at the same time. */
const PEOPLE_AT_ONCE = 16;
const WAITING_PEOPLE_MAX = 500;
/** How soon what other processes wrote down, or what failed here, is looked for. */
const LOOK_AROUND_MS = 1_000;

/** What handles one update. It may throw: the update is then tried again. */
export type UpdateHandler = {
  readonly handle: (update: Update) => Promise<void>;
  /** Says sorry for an update that was given up. */
  readonly apologise: (update: Update) => Promise<void>;
};

export type InboxWorker = {
  /** Writes updates down and has them handled at once; resolves when they are written. */
  accept(updates: readonly Update[]): Promise<void>;
  /** Resolves when nothing that this process knows of is waiting or running. */
  idle(): Promise<void>;
  /** Takes nothing new and waits for what is running. */
  stop(): Promise<void>;
};

type State = {
  readonly app: App;
  readonly handler: UpdateHandler;
  readonly claims: Claims;
  /** People to be looked at; once more if they were woken while being looked at. */
  readonly queued: Set<number>;
  readonly running: Map<number, Promise<void>>;
  readonly wokenAgain: Set<number>;
  isStopping: boolean;
  idleWaiters: (() => void)[];
};

/**
 * Handles what is in the inbox: each person's updates one after another, in Telegram's order, and nobody
 * waits for somebody else. What this process accepts is handled at once; what another left is found
 * within a second.
 */
export function handleInbox(app: App, handler: UpdateHandler): InboxWorker {
  const state: State = {
    app,
    handler,
    claims: createClaims(app),
    queued: new Set(),
    running: new Map(),
    wokenAgain: new Set(),
    isStopping: false,
    idleWaiters: [],
  };
  const timer = setInterval(() => void lookAround(state), LOOK_AROUND_MS);
  void lookAround(state);
  return {
    accept: async (updates) => {
      for (const person of await storeUpdates(app, updates)) wake(state, person);
    },
    idle: () => untilIdle(state),
    stop: async () => {
      state.isStopping = true;
      clearInterval(timer);
      state.queued.clear();
      await Promise.all(state.running.values());
      await state.claims.close();
    },
  };
}

async function lookAround(state: State): Promise<void> {
  if (state.isStopping) return;
  try {
    for (const person of await waitingPeople(state.app, WAITING_PEOPLE_MAX)) {
      if (!state.running.has(person)) wake(state, person);
    }
  } catch (error) {
    state.app.log.warn(failureFacts(error), "The inbox cannot be read now, it is tried again in a second");
  }
}

function wake(state: State, person: number): void {
  if (state.isStopping) return;
  if (state.running.has(person)) state.wokenAgain.add(person);
  else state.queued.add(person);
  startMore(state);
}

function startMore(state: State): void {
  for (const person of state.queued) {
    if (state.running.size >= PEOPLE_AT_ONCE || state.isStopping) return;
    state.queued.delete(person);
    const run = answerPerson(state, person).finally(() => {
      state.running.delete(person);
      if (state.wokenAgain.delete(person)) state.queued.add(person);
      startMore(state);
      announceIdle(state);
    });
    state.running.set(person, run);
  }
}

/** All that a person is waiting for, in order; stops at the first update that has to be tried again. */
async function answerPerson(state: State, person: number): Promise<void> {
  try {
    while (!state.isStopping && (await answerOldest(state, person))) {
      // One after another.
    }
  } catch (error) {
    state.app.log.warn(failureFacts(error), "An update stays in the inbox until the database answers");
  }
}

async function answerOldest({ app, handler, claims }: State, person: number): Promise<boolean> {
  const taken = await claims.take(person);
  if (taken === "busy") return false;
  if (taken === undefined) {
    await claims.finish(person);
    return false;
  }
  const { updateId, body, attempts } = taken;
  const failure =
    attempts > ATTEMPTS_MAX ? "given up: the process died at it" : await tryToHandle(handler, body);
  if (failure === undefined) return claims.finish(person, { updateId });
  const isLast = attempts >= ATTEMPTS_MAX;
  app.log[isLast ? "error" : "warn"](
    { ...failureFacts(failure), updateId, attempts },
    isLast ? "An update was given up" : "An update failed and is tried again",
  );
  if (!isLast) {
    await claims.finish(person);
    return false;
  }
  await handler.apologise(body).catch(() => undefined);
  return claims.finish(person, { updateId, failure: failureSentence(failure) });
}

async function tryToHandle(handler: UpdateHandler, update: Update): Promise<unknown> {
  try {
    await handler.handle(update);
    return undefined;
  } catch (error) {
    return error ?? "unknown";
  }
}

async function untilIdle(state: State): Promise<void> {
  if (state.running.size === 0 && state.queued.size === 0) return;
  await new Promise<void>((resolve) => state.idleWaiters.push(resolve));
}

function announceIdle(state: State): void {
  if (state.running.size > 0 || state.queued.size > 0) return;
  const waiters = state.idleWaiters;
  state.idleWaiters = [];
  for (const tell of waiters) tell();
}
