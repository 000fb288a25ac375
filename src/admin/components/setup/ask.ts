import { ApiClient } from "adminjs";

const api = new ApiClient();

/** What a page of our own answers; nothing is changed by asking. */
export async function ask<T>(pageName: string, params: Readonly<Record<string, string>> = {}): Promise<T> {
  const { data } = await api.getPage({ pageName, method: "get", params });
  return data as T;
}

export type Given = Readonly<Record<string, string>>;

/** Tells a page of our own to do something; what came of it, or that nobody answered. */
export async function act<T extends { refused?: string }>(pageName: string, data: Given): Promise<T> {
  try {
    return (await api.getPage({ pageName, method: "post", data: data as never })).data as T;
  } catch {
    return { refused: "Сервер не ответил. Проверьте, прошло ли действие, и попробуйте снова." } as T;
  }
}
