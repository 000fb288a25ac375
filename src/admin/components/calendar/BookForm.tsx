import { Button, Input, Label, MessageBox } from "@adminjs/design-system";
import { useNotice } from "adminjs";
import React from "react";
import type { SlotCard } from "../../pages/calendar/model.ts";
import { lostText } from "../no-answer.ts";
import ClientChoice, { type Chosen } from "./ClientChoice.tsx";
import { type Answer, act } from "./calls.ts";
import TypedClient from "./TypedClient.tsx";

type Props = {
  readonly slot: SlotCard;
  /** Another has taken the time meanwhile. */
  readonly isTaken: boolean;
  readonly onDone: (bookingId: string, isByLink: boolean) => void;
};

/** A new client has no chat with the bot yet. */
const isReachable = (client: Chosen | undefined): boolean =>
  client === undefined || ("id" in client && client.isReachable);

/** Books a slot for a client: who, what, done. */
const BookForm: React.FC<Props> = ({ slot, isTaken, onDone }) => {
  const [bookingId] = React.useState(slot.bookingId);
  const [client, setClient] = React.useState<Chosen>();
  const [phone, setPhone] = React.useState("");
  const [name, setName] = React.useState("");
  const [serviceId, setServiceId] = React.useState(slot.services[0]?.id ?? "");
  const [wayToPay, setPayment] = React.useState("on_spot");
  const [hours, setHours] = React.useState("");
  const [reason, setReason] = React.useState("");
  const [refused, setRefused] = React.useState<Pick<Answer, "message" | "field">>();
  const [isBusy, setBusy] = React.useState(false);
  const notice = useNotice();
  const end = React.useRef<HTMLDivElement>(null);
  // What was wrong makes the form longer than the sheet: it and the button stay in sight.
  React.useEffect(() => {
    if (refused) end.current?.scrollIntoView({ block: "nearest" });
  }, [refused]);
  // The field that had the focus gives way to whom it found: the keyboard goes on to the next one.
  const services = React.useRef<HTMLFieldSetElement>(null);
  const isFound = client !== undefined && "id" in client;
  React.useEffect(() => {
    if (isFound) services.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
  }, [isFound]);
  const isLinkOffered = slot.mayFind && !slot.isBegun;
  const payment = isLinkOffered ? wayToPay : "on_spot";
  const service = slot.services.find(({ id }) => id === serviceId);

  const book = async () => {
    if (client === undefined && slot.mayFind)
      return setRefused({ message: "Выберите клиента: найдите его по телефону или имени." });
    setBusy(true);
    setRefused(undefined);
    const who =
      client !== undefined && "id" in client
        ? { clientId: client.id }
        : { phone: client?.newPhone ?? phone, name };
    try {
      const to = { resourceId: "Slot", recordId: slot.id, actionName: "bookForClient" };
      const answer = await act(to, { bookingId, serviceId, payment, hours, reason, ...who });
      if (!answer.isDone) return setRefused(answer);
      notice({ message: answer.message, type: "success" });
      onDone(bookingId, payment === "link");
    } catch (error) {
      setRefused({ message: lostText(error) });
    } finally {
      setBusy(false);
    }
  };

  if (slot.services.length === 0)
    return (
      <p className="ok-cal-hint">
        В это окошко не помещается ни одна услуга специалиста. Проверьте длину окошка и список услуг.
      </p>
    );
  return (
    <form
      className="ok-cal-book"
      onChange={() => setRefused(undefined)}
      onSubmit={(event) => {
        event.preventDefault();
        book();
      }}
    >
      <h3>{slot.isBegun ? "Записать пришедшего клиента" : "Записать клиента"}</h3>
      {slot.mayFind ? (
        <ClientChoice
          client={client}
          onChoose={(chosen) => {
            setClient(chosen);
            setRefused(undefined);
          }}
        />
      ) : (
        <TypedClient
          typed={{ phone, name }}
          field={refused?.field}
          onChange={(typed) => {
            setPhone(typed.phone);
            setName(typed.name);
          }}
        />
      )}
      {client !== undefined && !("id" in client) && (
        <div>
          <Label htmlFor="book-name" required>
            Имя нового клиента
          </Label>
          <Input
            id="book-name"
            width={1}
            value={name}
            autoFocus
            aria-required="true"
            aria-invalid={refused?.field === "name"}
            onChange={typed(setName)}
            autoComplete="off"
          />
        </div>
      )}
      <fieldset ref={services} className="ok-cal-services">
        <legend>Услуга</legend>
        {slot.services.map(({ id, name: called, until, price }) => (
          <label key={id}>
            <input type="radio" name="service" checked={id === serviceId} onChange={() => setServiceId(id)} />
            <span>{called}</span>
            <small>
              до {until}, {price}
            </small>
          </label>
        ))}
      </fieldset>
      {slot.mayFind ? (
        <WaysToPay
          chosen={payment}
          isLinkOffered={isLinkOffered}
          isHandedOver={!isReachable(client)}
          onChoose={setPayment}
        />
      ) : (
        <p className="ok-cal-hint">Оплата на месте, запись подтверждена сразу.</p>
      )}
      {payment === "link" && (
        <div>
          <Label htmlFor="book-hours">Сколько часов ждать оплату</Label>
          <input
            id="book-hours"
            className="ok-cal-input"
            inputMode="numeric"
            value={hours}
            aria-invalid={refused?.field === "hours"}
            onChange={typed(setHours)}
          />
          <small>Не заполните — ждём сутки, но не дольше, чем до начала визита.</small>
        </div>
      )}
      {slot.isHot && payment === "on_spot" && (
        <div>
          <Label htmlFor="book-reason" required>
            Почему без предоплаты
          </Label>
          <Input
            id="book-reason"
            width={1}
            value={reason}
            aria-required="true"
            aria-invalid={refused?.field === "reason"}
            onChange={typed(setReason)}
          />
        </div>
      )}
      <div ref={end} className="ok-cal-book-end">
        {isTaken && !isBusy && (
          <MessageBox message="Это время только что заняли. Выберите другое окошко." variant="danger" />
        )}
        {refused && !isTaken && <MessageBox message={refused.message} variant="danger" />}
        <Button type="submit" variant="contained" disabled={isBusy || isTaken} className="ok-cal-wide">
          {isBusy ? "Записываем…" : `Записать${service ? `: ${service.name}, ${service.price}` : ""}`}
        </Button>
      </div>
    </form>
  );
};

const WaysToPay: React.FC<{
  readonly chosen: string;
  readonly isLinkOffered: boolean;
  /** By staff: the bot cannot write to the client. */
  readonly isHandedOver: boolean;
  readonly onChoose: (way: string) => void;
}> = ({ chosen, isLinkOffered, isHandedOver, onChoose }) => (
  <fieldset className="ok-cal-services">
    <legend>Оплата</legend>
    <label>
      <input
        type="radio"
        name="payment"
        checked={chosen === "on_spot"}
        onChange={() => onChoose("on_spot")}
      />
      <span>на месте, запись подтверждена сразу</span>
    </label>
    {isLinkOffered ? (
      <label>
        <input type="radio" name="payment" checked={chosen === "link"} onChange={() => onChoose("link")} />
        <span>по ссылке, запись ждёт оплаты</span>
      </label>
    ) : (
      <small>Время уже началось: ссылку на оплату отправлять поздно.</small>
    )}
    {chosen === "link" && isHandedOver && (
      <small>Бот не может написать клиенту: ссылку покажем вам, отправите её сами.</small>
    )}
  </fieldset>
);

const typed = (set: (text: string) => void) => (event: React.ChangeEvent<HTMLInputElement>) =>
  set(event.target.value);

export default BookForm;
