import { type Command, Option } from "commander";
import { setMeetingLink } from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { readBookingKey } from "../arguments.ts";
import { answering, type Desk } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { UsageError } from "../usage.ts";
import { changeBooking } from "./change-booking.ts";
import { tellingOf } from "./tell-client.ts";

type LinkFlags = { readonly url?: string; readonly clear?: boolean };

/** Where one online booking meets, instead of the specialist's usual place (SL-8). */
export function addMeetingLink(bookings: Command, desk: Desk): void {
  withExamples(
    bookings
      .command("link")
      .description("задать ссылку на встречу для онлайн-записи; клиенту придёт сообщение")
      .argument("<номер>", "номер записи или её id", readBookingKey)
      .option("--url <адрес>", "ссылка для этой записи, https://…")
      .addOption(new Option("--clear", "убрать её: снова обычная ссылка специалиста").conflicts("url"))
      .action(answering(desk, (key: string | number, flags: LinkFlags) => link(desk, key, flags))),
    "bookings link 12 --url https://meet.example.com/anna",
    "bookings link 12 --clear",
  );
}

function link(desk: Desk, key: string | number, { url, clear }: LinkFlags) {
  if (url === undefined && clear !== true) {
    throw new UsageError("Нужно одно из двух: --url или --clear.", { flag: "--url" });
  }
  return changeBooking(desk, key, async (app, { id: bookingId }) => {
    const set = await setMeetingLink(app, { bookingId, meetingUrl: url, actor: OPERATOR });
    if (!set.ok) return set;
    return { ...set, said: saidOf(set.value.meetingUrl), telling: await tellingOf(app, set.value) };
  });
}

const saidOf = (now: string | undefined): string =>
  now === undefined ? "ссылки на встречу нет" : `ссылка на встречу ${now}`;
