# Горящие окна.
hot-title = 🔴 <b>Горящие окна</b>: ближайшее время со скидкой. Бронируются с предоплатой { $amount }.
hot-none = Горящих окон сейчас нет. Они появляются неожиданно, загляните чуть позже.
hot-line = { $moment }: <b>{ $service }</b>, { $specialist }, <s>{ $listPrice }</s> <b>{ $price }</b>
button-hot-start = 🔴 { $moment } · { $service }
