"""Example texts for tests of the spam filter, and helpers that verify a message."""

from django.test import RequestFactory

from forms.spam.verification import verify

PATIENTS = [
    "Call me",
    "call me please 479-555-0142",
    "PLEASE CALL ME ABOUT MY BACK. I HAVE BEEN WAITING TWO WEEKS!!!",
    "Hi, do you take Medicare and AR Blue Cross?",
    "My primary care doctor sent a referral on Monday. Did you get it?",
    "I read about RFA on https://www.mayoclinic.org/tests-procedures/radiofrequency-neurotomy. Do you do that?",
    "Is this the same injection as here: www.spine-health.com/epidural and https://orthoinfo.aaos.org/en/treatment/x?",
    "I take Cialis, lisinopril and metformin. Do I have to stop any of them before the injection?",
    "I deal cards at the casino in Hot Springs and can't stand for more than an hour because of my back.",
    "I work from home and sit ten hours a day. My neck is killing me.",
    "Your website says closed on Friday by appointment. Can I get a Friday appointment?",
    "Need to cancel tomorrow 2pm appt. John",
    "What does it cost without insurance? Someone told me $1,200.",
    "My mom is 84 and can not walk anymore, she has stenosis. Can she be seen this week??",
    "I left my glasses in room 3.",
    "Please fax my records to Dr. Smith, 479-555-0100, and e-mail me at jane.doe@gmail.com when it is done.",
    "The MRI is on the disc and also here https://images.example.org/share/abc123, password on the paper.",
    "I got your letter. Why do I owe $240? Can I make payments, or get a loan for it?",
    "do u do stem cells",
    "Is there a 10% off for the newsletter? I signed up and did not get it.",
    "I have an appointment on 12/3. Where do I park? I use a wheelchair.",
    "Referral: 54 y/o male, L4-L5 radiculopathy, failed PT and NSAIDs. MRI attached. Please schedule. Clinic RN",
    "I won the appeal with my insurance. Can we now plan the stimulator?",
    "Hola, quisiera saber si aceptan pacientes sin seguro. Gracias.",
    "ME DUELE MUCHO LA ESPALDA, NECESITO UNA CITA LO MÁS PRONTO POSIBLE",
    "Por favor llámenme al 479-555-0199 después de las 5, trabajo en la planta de pollo.",
    "¿Tienen a alguien que hable español? Mi papá no habla inglés.",
    "Leí en https://medlineplus.gov/spanish/backpain.html sobre las inyecciones. ¿Las hacen ustedes?",
    "Mi esposa toma warfarina. ¿Tiene que dejarla antes del procedimiento?",
    "허리가 너무 아파서 예약을 하고 싶습니다. 한국어를 하는 분이 계십니까? 전화해 주세요.",
]

SPAM = [
    "Hi, I can get your website on the first page of Google. Guaranteed SEO results.",
    "We offer high quality backlinks and guest post on DA 70+ sites. https://links.example.com",
    "Boost your traffic and get more leads with our explainer video. Reply stop to opt out.",
    "Buy viagra without prescription https://pills.example.com",
    "<a href='http://casino.example.com'>best slots</a>",
    "[url=http://example.com]cheap watches[/url]",
    "Earn $500 a day with bitcoin trading! Join our telegram t.me/profits",
    "http://a.example.com http://b.example.com http://c.example.com",
    "Business loans up to $500K, working capital in 24 hours. Visit https://fund.example.com",
    "Hot girls near you https://dating.example.com",
    "Купите наши товары по лучшей цене, скидки каждый день! https://magazin.example.com",
    "专业提供各类发票，价格优惠，欢迎咨询我们的网站 www.example.com",
    "We noticed your web site could rank higher. Our web design team offers a free trial.",
    "Contact list of doctors: e-mail database of physicians, bulk email at low price.",
    "Congratulations! You have won a gift card, claim your prize at http://prize.example.com",
    "Invest in forex and crypto with passive income https://fx.example.com",
    "Posicionamiento web en la primera página de Google para su sitio web.",
    "Gane dinero con criptomonedas, escríbame por WhatsApp https://wa.me/123",
    "Online casino jackpot, free spins: play at luckyspin.xyz",
    "Limited time offer: web development and mobile app development. Unsubscribe here.",
]


def request_with(address="203.0.113.7", **posted):
    """Return a request that sends a form from this IP address."""
    return RequestFactory().post("/contact-us/", posted, REMOTE_ADDR=address)


def verification_of(message, name="Test Patient", request=None):
    """Return the verification of a message with a name, an address and a text."""
    return verify(request or request_with(), [name, "test@example.com", message], name)
