import React from "react";
import ClientChoice, { type Chosen } from "./calendar/ClientChoice.tsx";

type Props = { readonly value: string; readonly onChange: (value: string) => void };

/** Who an action is for: the id of a client who was found, or the whole phone of a new one. */
const ClientField: React.FC<Props> = ({ value, onChange }) => {
  const [chosen, setChosen] = React.useState<Chosen>();
  return (
    <div className="ok-client-field">
      <ClientChoice
        client={value === "" ? undefined : chosen}
        onChoose={(one) => {
          setChosen(one);
          onChange(one === undefined ? "" : "id" in one ? one.id : one.newPhone);
        }}
      />
    </div>
  );
};

export default ClientField;
