import { ApiClient } from "adminjs";
import { lostText, NO_ANSWER } from "../no-answer.ts";

const api = new ApiClient();

/** What a page of our own answers; nothing is changed by asking. */
export async function ask<T>(pageName: string, params: Readonly<Record<string, string>> = {}): Promise<T> {
  const { data } = await api.getPage({ pageName, method: "get", params });
  return data as T;
}

export type Given = Readonly<Record<string, string>>;

/** Tells a page of our own to do something; what came of it, or that nobody answered: what changes nothing says so itself. */
export async function act<T extends { refused?: string }>(
  pageName: string,
  data: Given,
  noAnswer = NO_ANSWER,
): Promise<T> {
  try {
    return (await api.getPage({ pageName, method: "post", data: data as never })).data as T;
  } catch (error) {
    return { refused: lostText(error, noAnswer) } as T;
  }
}
