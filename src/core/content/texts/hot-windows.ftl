# Горящие окна.
hot-title = 🔴 <b>Горящие окна</b>: ближайшее время со скидкой. Бронируются с предоплатой от { $amount }.
hot-none = Горящих окон сейчас нет. Они появляются неожиданно, загляните чуть позже.
hot-line = { $moment }: <b>{ $service }</b>, { $specialist }, <s>{ $listPrice }</s> <b>{ $price }</b>
button-hot-start = 🔴 { $moment } · { $service } · { $price }
button-hot-start-who = 🔴 { $moment } · { $service } · { $price } · { $specialist }
hot-window-title = 🔴 <b>{ $moment }</b>, { $specialist }. Что выбираете?
hot-window-gone = Это окно уже заняли.
button-hot-all = Все горящие окна
button-window-offer = { $service } · { $price }
# Сотрудникам: новые горящие окна.
hot-proposed = 🔥 <b>Новые горящие окна.</b> Рассказать о них клиентам?
hot-proposed-count = { $count ->
    [0] Сейчас рассылку никто не получит.
    [one] Сообщение получит { $count } клиент.
    [few] Сообщение получат { $count } клиента.
   *[other] Сообщение получат { $count } клиентов.
  }
button-hot-send = Разослать
button-hot-drop = Не надо
hot-sent = ✅ Рассылаем горящие окна.
hot-dropped = Хорошо, эти горящие окна не рассылаем.
