"""moto's server with what the tests need and moto does not do yet: KMS signatures over digests, and AWS Private CA's APIPassthrough,
validity, usage mode and idempotency tokens. Arguments: the port."""

import base64
import datetime
import hashlib
import json
import sys
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from moto.acmpca import models as pca_models
from moto.acmpca import responses as pca_responses
from moto.kms import responses as kms_responses
from moto.kms import utils as kms_utils
from moto.server import main

call = threading.local()

kms_sign = kms_responses.KmsResponse.sign


def remember_message_type(self):
    call.digest = self._get_param("MessageType") == "DIGEST"
    return kms_sign(self)


def hashed(algorithm):
    return Prehashed(algorithm) if getattr(call, "digest", False) else algorithm


def sign_ec(self, message, signing_algorithm):
    kms_utils.validate_signing_algorithm(signing_algorithm, self.valid_signing_algorithms)
    algorithm = self._ECDSAPrivateKey__hash_algorithm(signing_algorithm)
    return self.private_key.sign(message, ec.ECDSA(hashed(algorithm)))


def sign_rsa(self, message, signing_algorithm):
    pad, algorithm = self._RSAPrivateKey__padding_and_hash_algorithm(signing_algorithm)
    return self.private_key.sign(message, pad, hashed(algorithm))


kms_responses.KmsResponse.sign = remember_message_type
kms_utils.ECDSAPrivateKey.sign = sign_ec
kms_utils.RSAPrivateKey.sign = sign_rsa

NAMES = {"2.5.4.10": x509.NameOID.ORGANIZATION_NAME, "2.5.4.11": x509.NameOID.ORGANIZATIONAL_UNIT_NAME, "2.5.4.3": x509.NameOID.COMMON_NAME}
USAGES = {
    "digital_signature": "DigitalSignature", "content_commitment": "NonRepudiation", "key_encipherment": "KeyEncipherment",
    "data_encipherment": "DataEncipherment", "key_agreement": "KeyAgreement", "key_cert_sign": "KeyCertSign", "crl_sign": "CRLSign",
    "encipher_only": "EncipherOnly", "decipher_only": "DecipherOnly",
}
by_token = {}
issue_certificate = pca_responses.ACMPCAResponse.issue_certificate
create_authority = pca_responses.ACMPCAResponse.create_certificate_authority


def create(self):
    answer = create_authority(self)
    mode = json.loads(self.body).get("UsageMode", "GENERAL_PURPOSE")
    self.acmpca_backend.certificate_authorities[json.loads(answer)["CertificateAuthorityArn"]].usage_mode = mode
    return answer


def issue(self):
    asked = json.loads(self.body)
    template = asked.get("TemplateArn") or ""
    if "_APIPassthrough/" not in template:
        return issue_certificate(self)
    authority = self.acmpca_backend.describe_certificate_authority(asked["CertificateAuthorityArn"])
    if authority.status != "ACTIVE":
        raise pca_models.InvalidStateException(authority.arn)
    token = (authority.arn, asked.get("IdempotencyToken"))
    if token[1] is None or token not in by_token:
        by_token[token] = certify(authority, asked, template)
    return json.dumps({"CertificateArn": by_token[token]})


def certify(authority, asked, template):
    csr = x509.load_pem_x509_csr(base64.b64decode(asked["Csr"]))
    passed = asked.get("ApiPassthrough", {})
    extensions = passed.get("Extensions", {})
    attributes = passed.get("Subject", {}).get("CustomAttributes", [])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .issuer_name(authority.certificate.subject)
        .subject_name(x509.Name([x509.NameAttribute(NAMES[a["ObjectIdentifier"]], a["Value"]) for a in attributes]))
        .public_key(csr.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(datetime.datetime.fromtimestamp(asked["Validity"]["Value"], datetime.timezone.utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(csr.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), False)
    )
    usage = extensions.get("KeyUsage", {})
    if template.startswith("arn:aws:acm-pca:::template/OCSPSigning"):
        usage = {}
    if usage:
        builder = builder.add_extension(x509.KeyUsage(**{k: usage.get(v, False) for k, v in USAGES.items()}), True)
    if extensions.get("ExtendedKeyUsage"):
        builder = builder.add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CLIENT_AUTH]), False)
    names = [x509.UniformResourceIdentifier(n["UniformResourceIdentifier"]) for n in extensions.get("SubjectAlternativeNames", [])]
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
    pem = builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    arn = authority.arn + "/certificate/" + hashlib.sha256(pem).hexdigest()[:32]
    authority.issued_certificates[arn] = pem
    authority.issued_certificates_certificate_chains[arn] = authority.certificate_bytes
    return arn


pca_responses.ACMPCAResponse.issue_certificate = issue
pca_responses.ACMPCAResponse.create_certificate_authority = create

if __name__ == "__main__":
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])
