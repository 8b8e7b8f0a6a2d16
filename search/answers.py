"""Answers about the clinic, shown above the results: many queries ask for hours or a number and not for a page."""

from functools import lru_cache
from itertools import chain

from django.db import models

from search.query import Query
from search.spelling import known_words
from search.tokens import stem, tokenize
from search.visibility import Visibility


class Answer(models.TextChoices):
    """What the answer says. In a query with words of several, the first of them is shown."""

    EMERGENCY = "emergency"
    HOURS = "hours"
    CONTACT = "contact"
    TEAM = "team"


# English and Spanish words that ask for the answer.
WORDS = {
    Answer.EMERGENCY: """
        emergency 911 urgent ambulance
        emergencia urgencia urgente ambulancia
        """,
    Answer.HOURS: """
        hour open close closed closing opening holiday weekend saturday sunday monday tuesday wednesday thursday friday
        thanksgiving christmas xmas easter juneteenth july labor memorial independence veterans
        horario horas abierto abren cerrado cierran feriado festivo sabado domingo lunes martes miercoles jueves viernes
        navidad pascua
        """,
    Answer.CONTACT: """
        phone telephone number call fax email mail address zip contact location located direction map
        appointment book schedule reschedule cancel online portal telehealth telemedicine video virtual
        bill billing pay payment job career employment hiring covid mask vaccine opinion
        telefono numero llamar correo direccion contacto ubicacion mapa
        cita citas cancelar turno factura pagar empleo trabajo mascarilla vacuna
        """,
    Answer.TEAM: """
        dr dra doctor physician provider specialist surgeon anesthesiologist nurse staff team
        doctora doctores medico especialista cirujano enfermera personal equipo
        """,
}
# Words beside them that do not change what is asked. A query with any other word asks for something else, for example
# “numb for 12 hours”.
WORDS_BESIDE = """
    clinic office room time today tonight tomorrow now day week month year eve early late lunch night evening morning
    regular business normal first second last next new name list review rating credential male female speak talk see
    visit find near nearest pain management arkansas ar russellville city street code 4th fourth there
    patient please break running miss missed
    clinica consultorio oficina hoy manana ahora dia semana mes ano hora nombre lista resena hablar ver buscar nueva
    nuevo dolor primera primer paciente ustedes hacer pedir quiero necesito
    """


# Before the name of a person.
TITLES = {"dr", "dra", "doctor", "doctora"}


def answer_to(query: Query, visibility: Visibility) -> Answer | None:
    """Return the answer that the query asks for, None if it asks for something else."""
    words, beside = _stems_of_words(query.language_code)
    if query.stems <= beside.union(*words.values()):
        return next((answer for answer in Answer if query.stems & words[answer]), None)
    return Answer.TEAM if _names_a_person(query, visibility) else None


def _names_a_person(query: Query, visibility: Visibility) -> bool:
    """Return whether the query is “Dr” and at most two words that are in no name of a page."""
    title, *names = query.words
    return title in TITLES and len(names) <= 2 and not {*names}.intersection(chain(*known_words(visibility)))


@lru_cache
def _stems_of_words(language_code: str) -> tuple[dict[Answer, frozenset[str]], frozenset[str]]:
    stems = {answer: _stems(words, language_code) for answer, words in WORDS.items()}
    return stems, _stems(WORDS_BESIDE, language_code)


def _stems(words: str, language_code: str) -> frozenset[str]:
    return frozenset(stem(word, language_code) for word in tokenize(words))
