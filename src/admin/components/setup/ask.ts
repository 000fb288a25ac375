import { ApiClient } from "adminjs";

const api = new ApiClient();

/** What a page of our own answers; nothing is changed by asking. */
export async function ask<T>(pageName: string, params: Readonly<Record<string, string>> = {}): Promise<T> {
  const { data } = await api.getPage({ pageName, method: "get", params });
  return data as T;
}

export type Given = Readonly<Record<string, string>>;

const NO_ANSWER = "Сервер не ответил. Проверьте, прошло ли действие, и попробуйте снова.";

/** Tells a page of our own to do something; what came of it, or that nobody answered: what changes nothing says so itself. */
export async function act<T extends { refused?: string }>(
  pageName: string,
  data: Given,
  noAnswer = NO_ANSWER,
): Promise<T> {
  try {
    return (await api.getPage({ pageName, method: "post", data: data as never })).data as T;
  } catch {
    return { refused: noAnswer } as T;
  }
}
