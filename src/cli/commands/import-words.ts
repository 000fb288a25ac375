import { type ExpectedWords, expectedOf as expectedIn, type RejectedCell } from "../../core/import/index.ts";
import { formatChange } from "../../core/kernel/points.ts";

/** Where what is to be done is a command. */
const OWN: ExpectedWords = {
  opening_is_another: ({ detail }) =>
    `${formatChange(Number(detail))}: столько из этого источника уже перенесено; разницу внесите командой points adjust`,
  slot_missing: () => "начало окна специалиста; создать недостающие окна — с флагом --make-slots",
  unknown_service: () => "название услуги, как в services list",
  unknown_specialist: () => "имя или id специалиста, как в specialists list",
  entry_is_another: () => "тот же клиент и то же число, что записаны под этим --id раньше",
};

/** What is expected instead of what stands in a rejected cell. */
export const expectedOf = (cell: RejectedCell): string => expectedIn(cell, OWN);

const GIVEN_MAX = 60;

/** `строка 12, «Телефон»: дано «12», ожидается …`. */
export function cellText(cell: RejectedCell): string {
  const { line, column, given } = cell;
  const short = given.length > GIVEN_MAX ? `${given.slice(0, GIVEN_MAX)}…` : given;
  const where = column === undefined ? `строка ${line}` : `строка ${line}, «${column}»`;
  const what = short === "" ? "пусто" : `дано «${short.replace(/\s+/g, " ")}»`;
  return `${where}: ${what}, ожидается ${expectedOf(cell)}`;
}
