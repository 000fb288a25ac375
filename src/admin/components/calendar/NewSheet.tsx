import React from "react";
import type { May } from "../../pages/calendar/model.ts";
import type { MadeOn } from "../../panel-action.ts";
import ActionForm from "../ActionForm.tsx";
import { dayOf, minutesBetween, plusDays, timeOf, weekdayOf } from "./days.ts";
import type { Stretch } from "./Grid.tsx";

type Props = {
  readonly may: May;
  /** Without a stretch only the day is known. */
  readonly stretch: Stretch | undefined;
  readonly day: string;
  /** When only one is looked at. */
  readonly specialistId: string | undefined;
  readonly onDone: (madeOn?: MadeOn) => void;
};

const KINDS = [
  ["addSlot", "Одно окошко", "add"],
  ["generateSlots", "По шаблону", "generate"],
  ["takeTimeOff", "Выходной", "takeTimeOff"],
] as const satisfies readonly (readonly [string, string, keyof May])[];

/** What an empty time becomes: one slot, many by a pattern, or time off. */
const NewSheet: React.FC<Props> = ({ may, stretch, day, specialistId, onDone }) => {
  const offered = KINDS.filter(([, , right]) => may[right]);
  const [chosen, setChosen] = React.useState<string>(offered[0]?.[0] ?? "");
  return (
    <>
      <h2 tabIndex={-1}>Новое в календаре</h2>
      <fieldset className="ok-cal-group" aria-label="Что добавить">
        {offered.map(([name, label]) => (
          <button key={name} type="button" aria-pressed={name === chosen} onClick={() => setChosen(name)}>
            {label}
          </button>
        ))}
      </fieldset>
      <ActionForm
        key={chosen}
        resource={{ id: "Slot" }}
        action={{ name: chosen }}
        prefilled={prefilledFor(chosen, { stretch, day, specialistId })}
        onDone={onDone}
      />
    </>
  );
};

function prefilledFor(
  name: string,
  { stretch, day, specialistId }: Pick<Props, "stretch" | "day" | "specialistId">,
): Record<string, string | readonly string[]> {
  const who = stretch?.specialistId ?? specialistId;
  const whose = who === undefined ? {} : { specialistId: who };
  const several = who === undefined ? {} : { specialistIds: [who] };
  if (stretch === undefined) {
    if (name === "addSlot") return { ...whose, day };
    return { ...several, from: day, to: name === "takeTimeOff" ? day : twoWeeks(day) };
  }
  const { start, end } = stretch;
  const times = { day: dayOf(start), time: timeOf(start) };
  if (name === "addSlot")
    return { ...whose, ...times, length: String(minutesBetween({ from: start, to: end })) };
  if (name === "generateSlots")
    return {
      ...several,
      from: dayOf(start),
      to: twoWeeks(dayOf(start)),
      weekdays: [String(weekdayOf(dayOf(start)))],
      opensAt: timeOf(start),
      closesAt: dayOf(end) > dayOf(start) ? "24:00" : timeOf(end),
    };
  return {
    ...several,
    from: dayOf(start),
    fromTime: timeOf(start),
    to: dayOf(end),
    toTime: timeOf(end),
  };
}

/** The last of two weeks that begin with a day. */
const twoWeeks = (day: string): string => plusDays(day, 13);

export default NewSheet;
