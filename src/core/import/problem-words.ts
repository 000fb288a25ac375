import { formatChange, formatWhole } from "../kernel/points.ts";
import type { RejectedCell, RowProblem } from "./model.ts";

/** After «ожидается»; a face whose ways of mending are its own says so itself. */
const EXPECTED = {
  cells_too_many: ({ detail }) =>
    `не больше ячеек, чем столбцов (${detail}); проверьте кавычки и разделители`,
  quotes_not_closed: () => "закрытая кавычка: дальше этой строки файл не прочитать",
  name_empty: () => "имя",
  name_too_long: ({ detail }) => `имя не длиннее ${detail} знаков`,
  phone_missing: () => "телефон: по нему клиента узнают",
  phone_unreadable: () => "телефон: +7 900 123-45-67, 8 900 123-45-67 или с кодом другой страны через +",
  phone_repeated: ({ detail }) =>
    `каждый телефон один раз; этот уже был в строке ${detail} с другими данными`,
  email_unreadable: () => "e-mail вида anna@mail.ru",
  birthday_unreadable: () => "день рождения: 07.03.1990, 1990-03-07 или 07.03 без года",
  birthday_out_of_range: () => "день рождения не в будущем и не больше 120 лет назад",
  note_too_long: ({ detail }) => `заметка не длиннее ${detail} знаков`,
  tag_too_long: ({ detail }) => `метки не длиннее ${detail} знаков, через запятую`,
  tags_too_many: ({ detail }) => `не больше ${detail} меток у клиента, вместе с прежними`,
  points_unreadable: () => "целое число баллов: 150, 1 500 или -50",
  points_out_of_range: ({ detail }) => `не больше ${formatWhole(Number(detail))} баллов`,
  points_zero: () => "число баллов, не ноль",
  opening_is_another: ({ detail }) =>
    `${formatChange(Number(detail))}: столько из этого источника уже перенесено; разницу внесите изменением баллов у клиента`,
  unknown_client: () =>
    "телефон или id клиента, который уже есть в базе; нового сначала добавьте или перенесите",
  start_unreadable: () => "день и время по часам бизнеса: 01.12.2026 10:00 или 2026-12-01 10:00",
  price_unreadable: () => "цена в рублях: 1500 или 1 500,50; пусто — по нынешней цене",
  price_out_of_range: () => "цена не больше 350 000 ₽",
  booking_note_too_long: ({ detail }) => `заметка не длиннее ${detail} знаков`,
  slot_missing: () => "начало уже созданного окна этого специалиста",
  slot_taken: () => "свободное время: это занято, или окна короче услуги",
  slot_gone: () => "открытое окно специалиста, который делает эту услугу, того же вида, что услуга",
  slot_overlaps: () => "время, которое не задевает другие окна специалиста",
  slot_in_past: () => "время впереди",
  too_late_to_book: () => "время впереди",
  start_on_past_day: () => "время впереди",
  slot_in_time_off: () => "рабочее время специалиста",
  slot_length_out_of_range: () => "услуга длиной от 5 минут до суток",
  overlaps_own_booking: () => "время, в которое у клиента нет другой записи",
  unknown_service: () => "название услуги, как в списке услуг",
  unknown_specialist: () => "имя или id специалиста, как в списке специалистов",
  ambiguous_specialist: () => "имя специалиста целиком или его id",
  // Of what an import never asks for: no link, no discount, no id of a change, and a reason for what is waived; and it
  // is made by those who work in everybody's calendar.
  not_your_booking: () => "время в своём календаре",
  not_your_slot: () => "время в своём календаре",
  change_is_another: () => "другое время",
  discount_only_hot: () => "другое время",
  link_time_passed: () => "другое время",
  link_after_start: () => "другое время",
  nothing_to_pay: () => "другое время",
  waiver_needs_reason: () => "другое время",
  entry_is_another: () => "тот же клиент и то же число, что записаны этим запросом раньше",
} as const satisfies Readonly<Record<RowProblem, (cell: RejectedCell) => string>>;

export type ExpectedWords = Readonly<Partial<Record<RowProblem, (cell: RejectedCell) => string>>>;

/** What is expected instead of what stands in a rejected cell: in the words of a face, where it has its own. */
export const expectedOf = (cell: RejectedCell, own: ExpectedWords = {}): string =>
  (own[cell.problem] ?? EXPECTED[cell.problem])(cell);
