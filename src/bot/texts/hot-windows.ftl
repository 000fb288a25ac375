# Горящие окна.
hot-title = 🔴 <b>Горящие окна</b>: ближайшее время со скидкой. Бронируются с предоплатой от { $amount }.
hot-none = Горящих окон сейчас нет. Они появляются неожиданно, загляните чуть позже.
hot-line = { $moment }: <b>{ $service }</b>, { $specialist }, <s>{ $listPrice }</s> <b>{ $price }</b>
button-hot-start = 🔴 { $moment } · { $service } · { $price }
button-hot-start-who = 🔴 { $moment } · { $service } · { $price } · { $specialist }
