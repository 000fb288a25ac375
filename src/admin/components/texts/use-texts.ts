import { ApiClient } from "adminjs";
import React from "react";
import type { TextsState } from "../../pages/texts/state.ts";
import type { StepAnswer } from "../../pages/texts/steps.ts";
import { lostText } from "../no-answer.ts";
import { type Unsaved, useUnsaved } from "./use-unsaved.ts";

const api = new ApiClient();
const PAGE = "texts";

type Given = Readonly<Record<string, string | number | boolean>>;

/** Asks the page's server for something. */
export async function ask<T>(params: Given): Promise<T> {
  return (await api.getPage<T>({ pageName: PAGE, params })).data;
}

/** Has something looked at that changes nothing, or is kept aside. */
export async function tell<T>(data: Given): Promise<T> {
  return (await api.getPage<T>({ pageName: PAGE, method: "post", data })).data;
}

export type Said = Pick<StepAnswer, "message" | "isRefused" | "mistakes">;

export type Texts = {
  readonly state: TextsState;
  /** What came of the last step. */
  readonly said: Said | undefined;
  readonly isBusy: boolean;
  readonly unsaved: Unsaved;
  readonly hush: () => void;
  /** Says why something was not even tried. */
  readonly refuse: (message: string) => void;
  /** Takes a step in the draft as it is seen; whether it was done. */
  readonly step: (data: Given) => Promise<boolean>;
};

const LOST = "Сервер не ответил. Проверьте связь и попробуйте ещё раз: то, что вы написали, осталось здесь.";

export const TOO_LARGE =
  "Файл слишком большой: принимаем до 5 МБ. Если в нём много картинок, уберите часть и добавьте их на странице.";

const isTooLarge = (error: unknown): boolean =>
  (error as { readonly response?: { readonly status?: number } } | undefined)?.response?.status === 413;

/** The page's state, read once and then as each step answers it; undefined while it is read, null when it cannot be. */
export function useTexts(): Texts | undefined | null {
  const [state, setState] = React.useState<TextsState | null>();
  const [said, setSaid] = React.useState<Said>();
  const [isBusy, setBusy] = React.useState(false);
  const unsaved = useUnsaved();
  React.useEffect(() => {
    ask<{ state: TextsState }>({ what: "state" })
      .then((answer) => setState(answer.state ?? null))
      .catch(() => setState(null));
  }, []);
  if (!state) return state;
  const refuse = (message: string) => setSaid({ message, isRefused: true });
  const step = async (data: Given): Promise<boolean> => {
    setBusy(true);
    try {
      const answer = await tell<StepAnswer>({ ...data, revision: state.draft.revision });
      if (answer.state === undefined) throw new Error("no answer");
      setState(answer.state);
      setSaid(answer);
      return answer.isRefused !== true;
    } catch (error) {
      refuse(isTooLarge(error) ? TOO_LARGE : lostText(error, LOST));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { state, said, isBusy, unsaved, hush: () => setSaid(undefined), refuse, step };
}

/** A value that has stood still for a moment. */
export function useSettled<T>(value: T, afterMs = 350): T {
  const [settled, setSettled] = React.useState(value);
  React.useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}

/** An id for a step that may be sent twice. */
export const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const [six = 0, eight = 0] = [bytes[6], bytes[8]];
  bytes[6] = (six & 0x0f) | 0x40;
  bytes[8] = (eight & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};
