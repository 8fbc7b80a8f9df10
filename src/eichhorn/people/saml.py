"""SAML: the older way in which a provider vouches for somebody, by a signed assertion that their browser carries over.

The difficult thing: the library lets pass what an answer leaves out. So what makes an answer ours is asked for again,
inside the assertion that is signed: our own request, our address, our name. Answers that nobody asked for are refused,
and a name that changes with every sign-in is none. No request of ours leaves here at all.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from eichhorn.people.oidc import Claims, Doubt, NotBelieved

LARGEST_ANSWER = 300_000
MAIL_NAMES = (
    "email", "mail", "emailaddress", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:1.2.840.113549.1.9.1",
)  # fmt: skip
"""What providers call the attribute with the address."""
CERTIFICATES = "\n\n"


@dataclass(frozen=True, slots=True)
class Registration:
    """A provider, and the two addresses of ours that it knows."""

    issuer: str
    entrance: str
    certificates: tuple[str, ...]
    name: str
    """Our own entity id, where our metadata lie."""
    back: str


def registration(issuer: str, entrance: str, certificate: str, *, name: str, back: str) -> Registration:
    return Registration(issuer, entrance, tuple(certificate.split(CERTIFICATES)), name, back)


def told_by(metadata: str) -> tuple[str, str, str]:
    """Return issuer, entrance and certificates from the provider's metadata, or raise NotBelieved."""
    try:
        told = OneLogin_Saml2_IdPMetadataParser.parse(metadata.strip().encode())["idp"]
        issuer, entrance = str(told["entityId"]), str(told["singleSignOnService"]["url"])
        many = told.get("x509certMulti", {}).get("signing") or [told["x509cert"]]
    except (KeyError, ValueError, etree.LxmlError, OneLogin_Saml2_Error) as problem:
        raise NotBelieved(Doubt.NO_PROVIDER, "these are no metadata") from problem
    if urlsplit(entrance).scheme not in {"http", "https"}:
        raise NotBelieved(Doubt.NO_PROVIDER, "it has no entrance")
    return issuer, entrance, CERTIFICATES.join(many)


def metadata(ours: Registration) -> str:
    """Return what the provider has to know of us."""
    told: str | bytes = OneLogin_Saml2_Settings(_settings(ours), sp_validation_only=True).get_sp_metadata()
    return told.decode() if isinstance(told, bytes) else told


def depart(ours: Registration) -> tuple[str, str]:
    """Return where the person goes, and the number of our request, to be remembered until they are back."""
    auth = OneLogin_Saml2_Auth(_asked(ours, {}), _settings(ours))
    return str(auth.login(return_to=ours.name)), str(auth.get_last_request_id())


def come_back(ours: Registration, answer: str, *, request: str) -> Claims:
    """Return whom the provider vouches for in its answer to this request, or raise NotBelieved."""
    if not answer or len(answer) > LARGEST_ANSWER:
        raise NotBelieved(Doubt.NOT_PROVEN, "no answer, or far too long")
    try:
        auth = OneLogin_Saml2_Auth(_asked(ours, {"SAMLResponse": answer}), _settings(ours))
        auth.process_response(request_id=request)
    except (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, etree.LxmlError, ValueError, TypeError) as problem:
        raise NotBelieved(Doubt.NOT_PROVEN, type(problem).__name__) from problem
    if auth.get_errors() or not auth.is_authenticated():
        raise NotBelieved(Doubt.NOT_PROVEN, str(auth.get_last_error_reason()))
    _refuse_what_is_not_ours(auth.get_last_response_xml(), ours, request)
    if auth.get_nameid_format() == Names.NAMEID_TRANSIENT or not auth.get_nameid():
        raise NotBelieved(Doubt.NOT_PROVEN, "it gave no lasting name")
    return Claims(subject=str(auth.get_nameid()), email=_address(auth), email_verified=True)


def _refuse_what_is_not_ours(xml: str | bytes, ours: Registration, request: str) -> None:
    """Raise where the one signed assertion leaves out what makes it an answer to us."""
    document = etree.fromstring(xml.encode() if isinstance(xml, str) else xml, etree.XMLParser(resolve_entities=False))
    spaces = {"saml": Names.NS_SAML}
    told = document.xpath("//saml:Assertion//saml:SubjectConfirmationData", namespaces=spaces)
    audiences = document.xpath("//saml:Assertion//saml:Audience/text()", namespaces=spaces)
    answers = any(
        one.get("InResponseTo") == request and one.get("Recipient") == ours.back and one.get("NotOnOrAfter")
        for one in told
    )
    if not answers or ours.name not in [str(audience).strip() for audience in audiences]:
        raise NotBelieved(Doubt.NOT_PROVEN, "it is no answer to us")


def _address(auth: OneLogin_Saml2_Auth) -> str:
    """Return the address that the assertion tells, else its name where that is one."""
    told = {name.lower(): values for name, values in auth.get_attributes().items()}
    found = next((told[name][0] for name in MAIL_NAMES if told.get(name)), "")
    by_name = auth.get_nameid() if auth.get_nameid_format() == Names.NAMEID_EMAIL_ADDRESS else ""
    return str(found or by_name or "")


def _asked(ours: Registration, sent: dict[str, str]) -> dict[str, Any]:
    """Return the request as the library wants it, with the public address instead of whatever a header says."""
    back = urlsplit(ours.back)
    return {
        "https": "on" if back.scheme == "https" else "off", "http_host": back.netloc, "script_name": back.path,
        "get_data": {}, "post_data": sent,
    }  # fmt: skip


def _settings(ours: Registration) -> dict[str, Any]:
    return {
        "strict": True,
        "sp": {
            "entityId": ours.name,
            "assertionConsumerService": {"url": ours.back, "binding": Names.BINDING_HTTP_POST},
            "NameIDFormat": Names.NAMEID_PERSISTENT,
        },
        "idp": {
            "entityId": ours.issuer,
            "singleSignOnService": {"url": ours.entrance, "binding": Names.BINDING_HTTP_REDIRECT},
            "x509certMulti": {"signing": list(ours.certificates)},
        },
        "security": {
            "wantAssertionsSigned": True, "wantAttributeStatement": False, "rejectDeprecatedAlgorithm": True,
            "rejectUnsolicitedResponsesWithInResponseTo": True, "requestedAuthnContext": False,
            "allowSingleLabelDomains": True,
        },
    }  # fmt: skip
