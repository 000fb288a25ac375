import { ApiClient } from "adminjs";
import type {
  BookingCard,
  Done,
  FoundClients,
  OffCard,
  Refusal,
  SlotCard,
} from "../../pages/calendar/model.ts";
import { tellDone } from "../everywhere/deeds.ts";
import { lostText } from "../no-answer.ts";

const api = new ApiClient();

const asked = async <T>(params: Readonly<Record<string, string>>): Promise<T | Refusal> => {
  const { data } = await api.getPage({ pageName: "calendar", params });
  return data as unknown as T | Refusal;
};

export const askSlot = (id: string) => asked<SlotCard>({ ask: "slot", id });
export const askBooking = (id: string) => asked<BookingCard>({ ask: "booking", id });
export const askOff = (id: string) => asked<OffCard>({ ask: "off", id });
export const askClients = (query: string) => asked<FoundClients>({ ask: "clients", query });

/** Whether what a sheet is about stands in the calendar no more; where nobody can tell, it is not said. */
export async function isGone({ kind, id }: { readonly kind: string; readonly id: string }): Promise<boolean> {
  if (kind !== "slot" && kind !== "off") return false;
  const answer = await (kind === "slot" ? askSlot(id) : askOff(id)).catch(() => ({}));
  return "isGone" in answer;
}

/** What an action of a list answered: that it is done, or why not. */
export type Answer = {
  readonly isDone: boolean;
  readonly message: string;
  readonly field?: string;
};

type Told = {
  readonly notice?: { readonly message: string; readonly type: string };
  readonly refused?: { readonly field: string | null; readonly message: string };
};

/** Does an action of a list to one of its rows, without its form. */
export async function act(
  to: { readonly resourceId: string; readonly recordId: string; readonly actionName: string },
  data: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await api.recordAction({ ...to, data } as never);
  const { notice, refused } = response.data as unknown as Told;
  if (refused) {
    const field = refused.field === null ? {} : { field: refused.field };
    return { isDone: false, message: refused.message, ...field };
  }
  const isDone = notice?.type === "success";
  if (isDone) tellDone();
  return { isDone, message: notice?.message ?? "Это действие вам недоступно." };
}

/** Does what the page itself does, and says what came of it. */
export async function doIt(data: Readonly<Record<string, string>>): Promise<Answer> {
  try {
    const response = await api.getPage({ pageName: "calendar", method: "post", data });
    const answer = response.data as unknown as Done | Refusal;
    return "done" in answer
      ? { isDone: true, message: answer.done }
      : { isDone: false, message: answer.refused };
  } catch (error) {
    return { isDone: false, message: lostText(error) };
  }
}
