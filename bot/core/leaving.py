"""Leaving by a plain word: "stop", "basta, grazie", "arrêt merci". Never by a word inside a sentence.

"Can they stop my wages?" is a question, and "stop" alone is not. So a message leaves only when every word of it is a
word of leaving or of politeness, and one at least is of leaving.
"""

from typing import Final

from bot.core.match.fold import words

LEAVE: Final = frozenset(
    """
    stop stopall unsubscribe unsuscribe quit leave remove enough
    para parar paren pare alto basta baja borrame borrarme salir dejadme dejenme desuscribir desuscribirme cancelar
    arret arrete arretez arreter stopper desabonner desabonnez desabonnement desinscription desinscrire assez
    fermare ferma fermate fermati smetti smettila smettete disiscrivi disiscrivimi disiscrivermi disiscrizione
    cancellami cancellatemi annulla
    """.split()
)
"""Words that mean it when they stand alone."""

_PHRASES: Final = tuple(
    tuple(phrase.split())
    for phrase in (
        "no more",
        "opt out",
        "no more messages",
        "leave me alone",
        "ya no mas",
        "no mas",
        "no mas mensajes",
        "darme de baja",
        "dame de baja",
        "date de baja",
        "plus de messages",
        "ne m ecrivez plus",
        "non scrivetemi piu",
        "non piu",
        "niente piu messaggi",
        "basta messaggi",
        "basta cosi",
        "stop messages",
    )
)

POLITE: Final = frozenset(
    """
    please pls plz thanks thank you thx cheers ok okay now it me all hi hello sorry bye kindly
    por favor porfa gracias muchas ya hola adios vale ahora disculpe perdon saludos
    svp sil s il vous te plait merci beaucoup bonjour salut maintenant tout de suite pardon
    grazie mille per favore cortesia piacere prego adesso ora subito ciao scusa scusate buongiorno
    """.split()
)
"""Words that people put around it; without a word of leaving they say nothing."""

_LONGEST: Final = 8  # words; whoever writes more has something to say


def meant(text: str) -> bool:
    """Whether somebody who is subscribed wants to hear no more."""
    said = words(text)
    if not said or len(said) > _LONGEST or "?" in text:
        return False
    rest, phrases = _without_phrases(said)
    leaves = phrases or any(word in LEAVE for word in rest)
    return leaves and all(word in LEAVE or word in POLITE for word in rest)


def _without_phrases(said: list[str]) -> tuple[list[str], bool]:
    """The words that belong to no phrase of leaving, and whether there was one. Longer phrases win."""
    rest, at, found = list[str](), 0, False
    while at < len(said):
        phrase = max((p for p in _PHRASES if tuple(said[at : at + len(p)]) == p), key=len, default=())
        found = found or bool(phrase)
        if not phrase:
            rest.append(said[at])
        at += len(phrase) or 1
    return rest, found
