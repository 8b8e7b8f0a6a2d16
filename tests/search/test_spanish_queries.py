"""Queries of Spanish-speaking patients, with the page that must be the first result on both databases.

They are written as people type them: with and without accents, misspelled, in everyday words.
"""

import pytest

from tests.html import soup

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.sql, pytest.mark.usefixtures("spanish_site")]

# By the last part of the page's address. Two or three pages are equally right for some words.
EXPECTED = {
    "dolor-de-espalda-baja": [
        "dolor de espalda baja",
        "me duele la cintura",
        "lumbago",
        "dolor lumbar",
        "dolor de espalda vaja",
    ],
    "dolor-de-espalda-media": ["dolor en medio de la espalda", "dolor entre los omóplatos"],
    "dolor-de-cuello": ["dolor de cuello", "me duele la nuca", "torticolis", "dolor en las cervicales"],
    "dolor-radicular-lumbar": [
        "ciatica",
        "ciática",
        "siatica",
        "dolor de espalda que baja por la pierna",
        "hernia de disco",
        "disco herniado",
    ],
    "dolor-radicular-lumbar dolor-radicular-cervical": ["nervio pinchado"],
    "dolor-radicular-cervical": [
        "dolor de cuello que baja al brazo",
        "se me duerme el brazo",
        "nervio pinzado en el cuello",
    ],
    "dolor-articular-y-de-bursa": [
        "dolor de rodilla",
        "bursitis",
        "me duele el hombro",
        "artritis",
        "dolor de cadera",
        "dolor de coyunturas",
    ],
    "dolor-neuropatico": ["culebrilla", "neuropatia diabetica", "ardor en los pies"],
    "fibromialgia": ["fibromialgia", "fibromialjia", "me duele todo el cuerpo"],
    "dolor-de-cara-y-cabeza": ["migraña", "migrana", "dolor de cabeza", "neuralgia del trigémino"],
    "fracturas-por-compresion": ["fractura de vertebra", "osteoporosis"],
    "sindrome-de-cirugia-fallida-de-espalda": [
        "me operaron de la espalda y me sigue doliendo",
        "dolor después de cirugía de espalda",
    ],
    "sindrome-de-dolor-regional-complejo": ["distrofia simpatica refleja", "sindrome doloroso regional complejo"],
    "dolor-abdominal-y-pelvico": ["dolor de panza", "dolor pelvico"],
    "dolor-por-cancer": ["dolor de cancer"],
    "sindrome-de-dolor-central": ["dolor despues de un derrame cerebral"],
    "inyecciones-epidurales": ["inyeccion en la espalda", "infiltracion epidural", "inyecsion epidural"],
    "inyecciones-en-articulaciones-y-bursas": ["inyeccion de cortisona en la rodilla"],
    "ablacion-por-radiofrecuencia": ["quemar los nervios"],
    "inyecciones-en-puntos-gatillo": ["nudos en los músculos"],
    "cifoplastia-y-vertebroplastia": ["cemento en la columna"],
    "estimulador-de-la-medula-espinal": ["estimulador de columna"],
    "inyecciones-sacroiliacas": ["inyección sacroilíaca"],
    "bloqueos-del-plexo-simpatico": ["bloqueo del ganglio estrellado"],
    "procedimiento-mild dolor-de-espalda-baja dolor-radicular-lumbar": ["estenosis"],
    "medicina-estetica": ["botox"],
    "medicina-regenerativa": ["células madre"],
    "recursos-para-pacientes": ["aseguranza"],
    "manejo-de-opioides": ["pastillas fuertes para el dolor"],
    "russellville": ["dirección de la clínica"],
    "contactenos": ["hacer una cita"],
    "recursos-para-pacientes estimado-de-buena-fe": ["cuanto cuesta"],
    "ayuda-en-su-idioma": ["necesito un intérprete"],
}
CASES = [(query, slugs.split()) for slugs, queries in EXPECTED.items() for query in queries]


def test_table_is_long_enough():
    assert len(CASES) >= 60


@pytest.mark.parametrize(("query", "slugs"), CASES)
def test_page_comes_first(client, query, slugs):
    found = [link["href"] for link in soup(client.get("/es/search/", {"q": query})).select(".search-results__title")]
    assert [address.strip("/").rpartition("/")[2] for address in found[:1]] in [[slug] for slug in slugs], found[:5]
