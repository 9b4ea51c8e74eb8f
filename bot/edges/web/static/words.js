// What the page itself says, in the languages that the bot speaks. The bot's own words come from the server.

const WORDS = {
  en: {
    about: "What you can do when your employer goes bankrupt",
    attach: "Attach",
    attachNote: "To try how the bot answers. Nothing is uploaded.",
    bot: "Redress",
    cancel: "Cancel",
    cancelEdit: "Stop editing",
    choices: "Choices",
    clear: "Clear this chat",
    clearAsk: "The messages disappear from this tab. What the bot knows about this person stays.",
    clearDo: "Clear",
    commands: "Commands",
    connecting: "connecting …",
    document: "Document",
    down: "Go to the newest message",
    edit: "Edit this message",
    edited: "edited",
    editing: "Edit message",
    log: "Conversation",
    newPerson: "New person",
    noCommands: "The commands appear here as soon as the chat is online.",
    online: "online",
    opens: "opens a page",
    people: "Persons",
    photo: "Photo",
    reconnecting: "reconnecting …",
    reply: "Reply to this message",
    replying: "Reply",
    send: "Send",
    sticker: "Sticker",
    voice: "Voice message",
    waiting: "waiting to be sent",
    worker: "Worker",
    write: "Message",
    you: "You",
  },
  es: {
    about: "Qué puedes hacer si tu empresa quiebra",
    attach: "Adjuntar",
    attachNote: "Para probar cómo responde el bot. No se sube nada.",
    bot: "Redress",
    cancel: "Cancelar",
    cancelEdit: "Dejar de editar",
    choices: "Opciones",
    clear: "Vaciar este chat",
    clearAsk: "Los mensajes desaparecen de esta pestaña. Lo que el bot sabe de esta persona se queda.",
    clearDo: "Vaciar",
    commands: "Comandos",
    connecting: "conectando …",
    document: "Documento",
    down: "Ir al último mensaje",
    edit: "Editar este mensaje",
    edited: "editado",
    editing: "Editar mensaje",
    log: "Conversación",
    newPerson: "Otra persona",
    noCommands: "Los comandos aparecen aquí en cuanto el chat esté en línea.",
    online: "en línea",
    opens: "abre una página",
    people: "Personas",
    photo: "Foto",
    reconnecting: "reconectando …",
    reply: "Responder a este mensaje",
    replying: "Responder",
    send: "Enviar",
    sticker: "Sticker",
    voice: "Mensaje de voz",
    waiting: "pendiente de envío",
    worker: "Persona",
    write: "Mensaje",
    you: "Tú",
  },
  fr: {
    about: "Que faire quand votre employeur fait faillite",
    attach: "Joindre",
    attachNote: "Pour voir comment le bot répond. Rien n’est envoyé.",
    bot: "Redress",
    cancel: "Annuler",
    cancelEdit: "Ne plus modifier",
    choices: "Choix",
    clear: "Vider cette discussion",
    clearAsk: "Les messages disparaissent de cet onglet. Ce que le bot sait de cette personne reste.",
    clearDo: "Vider",
    commands: "Commandes",
    connecting: "connexion …",
    document: "Document",
    down: "Aller au dernier message",
    edit: "Modifier ce message",
    edited: "modifié",
    editing: "Modifier le message",
    log: "Discussion",
    newPerson: "Autre personne",
    noCommands: "Les commandes s’affichent ici dès que la discussion est en ligne.",
    online: "en ligne",
    opens: "ouvre une page",
    people: "Personnes",
    photo: "Photo",
    reconnecting: "reconnexion …",
    reply: "Répondre à ce message",
    replying: "Répondre",
    send: "Envoyer",
    sticker: "Autocollant",
    voice: "Message vocal",
    waiting: "en attente d’envoi",
    worker: "Personne",
    write: "Message",
    you: "Vous",
  },
  it: {
    about: "Che cosa puoi fare se la tua azienda fallisce",
    attach: "Allega",
    attachNote: "Per provare come risponde il bot. Non viene caricato nulla.",
    bot: "Redress",
    cancel: "Annulla",
    cancelEdit: "Non modificare",
    choices: "Scelte",
    clear: "Svuota questa chat",
    clearAsk: "I messaggi spariscono da questa scheda. Quello che il bot sa di questa persona rimane.",
    clearDo: "Svuota",
    commands: "Comandi",
    connecting: "connessione …",
    document: "Documento",
    down: "Vai all’ultimo messaggio",
    edit: "Modifica questo messaggio",
    edited: "modificato",
    editing: "Modifica messaggio",
    log: "Conversazione",
    newPerson: "Altra persona",
    noCommands: "I comandi compaiono qui appena la chat è online.",
    online: "online",
    opens: "apre una pagina",
    people: "Persone",
    photo: "Foto",
    reconnecting: "riconnessione …",
    reply: "Rispondi a questo messaggio",
    replying: "Rispondi",
    send: "Invia",
    sticker: "Sticker",
    voice: "Messaggio vocale",
    waiting: "in attesa di invio",
    worker: "Persona",
    write: "Messaggio",
    you: "Tu",
  },
};

export const language = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in WORDS) ?? "en";

export const words = WORDS[language];

/** Fill the page's own texts and labels in. */
export function speak(page) {
  page.documentElement.lang = language;
  for (const element of page.querySelectorAll("[data-say]")) element.textContent = words[element.dataset.say];
  for (const element of page.querySelectorAll("[data-placeholder]")) element.placeholder = words[element.dataset.placeholder];
  for (const element of page.querySelectorAll("[data-label]")) label(element, words[element.dataset.label]);
}

/** Name a control for the eyes (on hover) and for a screen reader. */
export function label(element, text) {
  element.setAttribute("aria-label", text);
  if (element.matches("button")) element.title = text;
}

// British and American English write dates and times differently.
const region = navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;
const clock = new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(region, { weekday: "long", day: "numeric", month: "long" });
const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

export const time = (at) => clock.format(at);

/** "Today", "Yesterday", or the date. */
export function date(at) {
  const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);
  const ago = Math.round((midnight(Date.now()) - midnight(at)) / 86_400_000);
  const text = ago < 2 ? near.format(-ago, "day") : day.format(at);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
