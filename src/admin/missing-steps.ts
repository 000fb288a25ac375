import { checklistView, type Step } from "./pages/setup/checklist.ts";
import type { PageCall } from "./panel-page.ts";

/** A first step that is not done, as it is asked for on the first page. */
export type MissingStep = { readonly text: string; readonly href: string };

/** The needed steps of the setup's own list that are not done yet: the first page counts by the same rule. */
export async function findMissing(
  call: Pick<PageCall, "app" | "user" | "connections">,
): Promise<readonly MissingStep[]> {
  const { sections } = await checklistView(call);
  return sections
    .flatMap(({ steps }) => steps)
    .filter(({ isDone, isOptional }) => !isDone && !isOptional)
    .map((step) => ({ text: WORDS[step.id] ?? step.title, href: hrefOf(step) }));
}

const WORDS: Readonly<Record<string, string>> = {
  "business.name": "Напишите название: его увидят клиенты",
  "business.address": "Укажите адрес: он стоит в каждой записи",
  "business.phone": "Укажите телефон для клиентов",
  "policy.url": "Добавьте ссылку на документ об обработке данных: бот покажет её, когда просит согласие",
  services: "Добавьте услугу",
  specialists: "Добавьте специалиста",
  links: "Назначьте услугу специалисту",
  slots: "Создайте окошки",
  bot: "Подключите бота в Telegram",
  telegram: "Свяжите Telegram владельца: бот сообщит о записях и отменах",
};

/** A setting is said in its own form; what is done elsewhere is explained in the list. */
const hrefOf = ({ id, href }: Step): string =>
  id.includes(".") ? `resources/Setting/records/${id}/changeSetting` : (href ?? "pages/setup");
