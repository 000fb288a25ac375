import type { ClientKey } from "./client-form.ts";
import type { Mapping } from "./model.ts";

/** Another booking system, and what it calls the columns of its file of clients. */
export type KnownSystem = { readonly source: string; readonly columns: Mapping<ClientKey> };

/** The systems whose files are known; the same forms come along as files for the command line (docs/import). */
export const KNOWN_SYSTEMS: readonly KnownSystem[] = [
  {
    source: "YCLIENTS",
    columns: {
      name: ["Имя", "Имя клиента", "ФИО", "Клиент"],
      phone: ["Телефон", "Номер телефона"],
      email: ["Email", "E-mail", "Электронная почта"],
      birthday: ["Дата рождения", "День рождения"],
      note: ["Комментарий", "Примечание"],
      tags: ["Категория", "Категории"],
      points: ["Баллы", "Баланс карты лояльности", "Бонусы"],
    },
  },
  {
    source: "DIKIDI",
    columns: {
      name: ["Имя", "Имя клиента", "Клиент", "ФИО"],
      phone: ["Телефон", "Мобильный телефон", "Номер телефона"],
      email: ["E-mail", "Email", "Почта"],
      birthday: ["Дата рождения", "День рождения"],
      note: ["Комментарий", "Заметка", "Примечание"],
      tags: ["Группа", "Группы", "Метки"],
      points: ["Бонусы", "Баллы", "Бонусный баланс"],
    },
  },
];
