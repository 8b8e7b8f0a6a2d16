"""Simulated patients who send a message, send it again if there is no response, and sometimes send it twice."""

import http.client
import random
import time
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from PIL import Image

from tests.files import multipart, pdf, picture

HOST = "www.ioipm.example"
CONTACT = "/contact-us/"
SECONDS_TO_WAIT = 20
SECONDS_BETWEEN_TRIES = (0.2, 2)
TRIES = (3, 25)  # the lowest and the highest number


@dataclass
class Patient:
    """Sends one message, whose text contains a unique id.

    `thanks` holds the reference of each thank-you page, `answers` the status of each response, 0 if there was none.
    """

    number: int
    seed: int
    port: int
    thanks: list = field(default_factory=list)
    answers: list = field(default_factory=list)

    def __post_init__(self):
        self._chance = random.Random(f"{self.seed}/{self.number}")  # noqa: S311 repeatable with the same seed
        self.id = f"id-{self.seed}-{self.number}-{self._chance.randbytes(4).hex()}"
        self.files = [self._make_file(place) for place in range(self._chance.choice([0, 0, 1, 1, 2]))]
        self._tickets = []

    def _make_file(self, place):
        if self._chance.random() < 0.5:
            return f"{self.id}-{place}.pdf", pdf(lambda document: self._write_into(document, place))
        color = tuple(self._chance.randbytes(3))
        exif = Image.Exif()
        exif[0x010E] = f"Photo of {self.id}"  # ImageDescription
        image = Image.new("RGB", (40 + self.number % 50, 30 + place), color)
        return f"{self.id}-{place}.jpg", picture(image=image, exif=exif)

    def _write_into(self, document, place):
        document.docinfo["/Title"] = f"{self.id} {place} {b64encode(self._chance.randbytes(2000)).decode()}"

    def write(self):
        """Send the message until it is confirmed or no tries are left; sometimes send a confirmed message once more."""
        if self._chance.random() < 0.2:
            self._send_without_name()
        tries = self._chance.randint(*TRIES)
        while not self.thanks and tries:
            tries -= 1
            self._submit(self._fields())
            self._wait()
        if self.thanks and self._chance.random() < 0.3:
            self._submit(self._fields())  # as with the back button

    def _send_without_name(self):
        """Send the form with an error first; the response has tickets for the files that were sent with it."""
        status, page = self._send({**self._fields(), "name": ""})
        if status == 422:
            names = [name for name, _content in self.files]
            tickets = BeautifulSoup(page, "html.parser").select("[data-kept-files] [name=files_ticket]")
            self._tickets = [one["value"] for one in tickets] if len(tickets) == len(names) else []

    def _fields(self):
        return {
            "sent_from": "/conditions-we-treat/mid-back-pain/",
            "name": f"Test Patient {self.number}",
            "email": f"patient{self.number}@example.com",
            "phone": "",
            "topic": "",
            "message": f"My back hurts since {self.number} days ({self.id}).",
            "website": "",
        }

    def _submit(self, fields):
        status, _page = self._send(fields)
        if status == 422 and self._tickets:  # the stored files have expired: choose them again
            self._tickets = []

    def _send(self, fields):
        """Send a request; return status and body of the response, 0 and "" if the connection failed."""
        parts = list(fields.items())
        if self._tickets:
            parts += [("files_ticket", ticket) for ticket in self._tickets]
        else:
            parts += [("files", name, content) for name, content in self.files]
        body, kind = multipart(*parts)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_WAIT)
        try:
            connection.request("POST", CONTACT, body, self._headers(kind))
            response = connection.getresponse()
            status, location, page = response.status, response.headers.get("Location", ""), response.read().decode()
        except (OSError, http.client.HTTPException):
            status, location, page = 0, "", ""
        finally:
            connection.close()
        self.answers.append(status)
        if status == 303:
            self.thanks.append(parse_qs(urlsplit(location).query)["sent"][0])
        return status, page

    def _headers(self, kind):
        """Return the headers of Chromium and of a proxy; each patient has a different IP address."""
        return {
            "Host": HOST,
            "Content-Type": kind,
            "Origin": f"https://{HOST}",
            "Referer": f"https://{HOST}{CONTACT}",
            "Sec-Fetch-Site": "same-origin",
            "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Dest": "document",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"10.{self.seed % 200}.{self.number // 250}.{self.number % 250 + 1}",
        }

    def _wait(self):
        if not self.thanks:
            time.sleep(self._chance.uniform(*SECONDS_BETWEEN_TRIES))
