import type { ClientKey } from "../../../core/import/index.ts";

/** What a column holds, by an example: what else is taken, the core says. */
export const COLUMN_HINTS: Readonly<Record<ClientKey, string>> = {
  name: "Анна Смирнова",
  phone: "+7 900 123-45-67 или 8 900 123-45-67: по нему клиента узнают",
  email: "anna@mail.ru",
  birthday: "07.03.1990 или 07.03 без года",
  note: "что важно знать мастеру",
  tags: "через запятую: постоянная, окрашивание",
  points: "целое число: 350",
};
