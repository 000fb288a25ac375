import { Button, Input, Label, MessageBox } from "@adminjs/design-system";
import { useNotice } from "adminjs";
import React from "react";
import type { FoundClient, FoundClients, SlotCard } from "../../pages/calendar/model.ts";
import { act, askClients, NO_ANSWER } from "./calls.ts";

type Props = { readonly slot: SlotCard; readonly onDone: () => void };

/** Somebody who types has paused. */
const SEARCH_AFTER_MS = 250;

type Chosen = FoundClient | { readonly newPhone: string };

/** Books a slot for a client: who, what, done. */
const BookForm: React.FC<Props> = ({ slot, onDone }) => {
  const [bookingId] = React.useState(slot.bookingId);
  const [client, setClient] = React.useState<Chosen>();
  const [name, setName] = React.useState("");
  const [serviceId, setServiceId] = React.useState(slot.services[0]?.id ?? "");
  const [payment, setPayment] = React.useState("on_spot");
  const [reason, setReason] = React.useState("");
  const [refused, setRefused] = React.useState<string>();
  const [isBusy, setBusy] = React.useState(false);
  const notice = useNotice();
  const service = slot.services.find(({ id }) => id === serviceId);

  const book = async () => {
    if (client === undefined) return setRefused("Выберите клиента: найдите его по телефону или имени.");
    setBusy(true);
    setRefused(undefined);
    const who = "id" in client ? { clientId: client.id } : { phone: client.newPhone, name };
    try {
      const to = { resourceId: "Slot", recordId: slot.id, actionName: "bookForClient" };
      const answer = await act(to, { bookingId, serviceId, payment, hours: "24", reason, ...who });
      if (!answer.isDone) return setRefused(answer.message);
      notice({ message: answer.message, type: "success" });
      onDone();
    } catch {
      setRefused(NO_ANSWER);
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
      onSubmit={(event) => {
        event.preventDefault();
        book();
      }}
    >
      <h3>Записать клиента</h3>
      <ClientChoice client={client} onChoose={setClient} />
      {client !== undefined && !("id" in client) && (
        <div>
          <Label htmlFor="book-name">Имя нового клиента</Label>
          <Input
            id="book-name"
            width={1}
            value={name}
            autoFocus
            onChange={typed(setName)}
            autoComplete="off"
          />
        </div>
      )}
      <fieldset className="ok-cal-services">
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
      <fieldset className="ok-cal-services">
        <legend>Оплата</legend>
        <label>
          <input
            type="radio"
            name="payment"
            checked={payment === "on_spot"}
            onChange={() => setPayment("on_spot")}
          />
          <span>на месте, запись подтверждена сразу</span>
        </label>
        <label>
          <input
            type="radio"
            name="payment"
            checked={payment === "link"}
            onChange={() => setPayment("link")}
          />
          <span>по ссылке в боте, ждём сутки</span>
        </label>
      </fieldset>
      {slot.isHot && payment === "on_spot" && (
        <div>
          <Label htmlFor="book-reason">Почему без предоплаты</Label>
          <Input id="book-reason" width={1} value={reason} onChange={typed(setReason)} />
        </div>
      )}
      {refused && <MessageBox message={refused} variant="danger" />}
      <Button type="submit" variant="contained" disabled={isBusy} className="ok-cal-wide">
        {isBusy ? "Записываем…" : `Записать${service ? `: ${service.name}, ${service.price}` : ""}`}
      </Button>
    </form>
  );
};

const typed = (set: (text: string) => void) => (event: React.ChangeEvent<HTMLInputElement>) =>
  set(event.target.value);

type ChoiceProps = {
  readonly client: Chosen | undefined;
  readonly onChoose: (client: Chosen | undefined) => void;
};

/** The clients who fit what is typed; a number that nobody has is a new one's. */
const ClientChoice: React.FC<ChoiceProps> = ({ client, onChoose }) => {
  const [query, setQuery] = React.useState("");
  const [found, setFound] = React.useState<FoundClients & { readonly of: string }>();
  const field = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => field.current?.focus(), []);
  React.useEffect(() => {
    let isStale = false;
    const timer = setTimeout(async () => {
      const answer = await askClients(query).catch(() => ({ refused: "" }));
      if (!isStale) setFound("refused" in answer ? undefined : { ...answer, of: query });
    }, SEARCH_AFTER_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [query]);
  if (client !== undefined)
    return (
      <p className="ok-cal-chosen">
        <b>{"id" in client ? client.name : "Новый клиент"}</b>
        <span>{"id" in client ? client.phone : client.newPhone}</span>
        <button type="button" onClick={() => onChoose(undefined)}>
          сменить
        </button>
      </p>
    );
  const isNobody =
    found !== undefined && found.of.length > 1 && found.clients.length === 0 && !found.newPhone;
  return (
    <div>
      <Label htmlFor="book-client">Телефон или имя клиента</Label>
      <input
        id="book-client"
        ref={field}
        className="ok-cal-input"
        value={query}
        onChange={typed(setQuery)}
        autoComplete="off"
        placeholder="+7 900 123-45-67"
      />
      <ul className="ok-cal-found">
        {found?.clients.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => onChoose(one)}>
              <b>{one.name}</b> {one.mark && <i>{one.mark}</i>}
              <span>{one.phone ?? "телефон не указан"}</span>
            </button>
          </li>
        ))}
        {found?.newPhone && (
          <li>
            <button type="button" onClick={() => onChoose({ newPhone: found.newPhone ?? "" })}>
              <b>+ Новый клиент</b>
              <span>{found.newPhone}</span>
            </button>
          </li>
        )}
      </ul>
      {isNobody && (
        <p className="ok-cal-hint">
          Никого не нашли. Чтобы добавить нового клиента, введите его телефон целиком.
        </p>
      )}
    </div>
  );
};

export default BookForm;
