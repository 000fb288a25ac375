import { ApiClient } from "adminjs";
import type { CardPart, ClientCard, FoundLine, PartId } from "../../pages/client/view.ts";

const api = new ApiClient();

async function ask<Answer>(params: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await api.getPage({ pageName: "client", method: "get", params });
  return response.data as unknown as Answer;
}

export type Opened = { readonly card?: ClientCard; readonly problem?: string };

export const askCard = (id: string): Promise<Opened> => ask({ id });

export const askMore = (of: {
  readonly id: string;
  readonly part: PartId;
  readonly offset: number;
}): Promise<{ readonly part?: CardPart }> => ask({ ask: "more", ...of, offset: String(of.offset) });

type Found = { readonly found?: readonly FoundLine[] };

export const askFound = async (text: string): Promise<readonly FoundLine[]> =>
  (await ask<Found>({ ask: "find", text })).found ?? [];

export const askRecent = async (): Promise<readonly FoundLine[]> =>
  (await ask<Found>({ ask: "recent" })).found ?? [];
