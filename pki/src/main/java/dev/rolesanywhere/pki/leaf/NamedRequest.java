package dev.rolesanywhere.pki.leaf;

import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A PKCS#10 request with the holder's names, for authorities that sign the names of the request. The names are compared with the
 * derived names and never trusted: only the signature may differ from the request that the operator would write itself.
 */
public final class NamedRequest {
    private NamedRequest() {}

    /**
     * The request, if it is byte for byte the expected request for this key and these names: subject, one extension request
     * with one subjectAltName and nothing else, proven by the key itself. Never throws.
     *
     * @param key whose possession the caller has proven
     */
    public static Optional<CertificateRequest.Proven> read(byte[] der, PublicKey key, LeafNames names) {
        if (!(CertificateRequestReader.read(der) instanceof CertificateRequest.Proven proven)) {
            return Optional.empty();
        }
        try {
            CertificationRequest sent = CertificationRequest.getInstance(der);
            byte[] expected = new CertificationRequest(
                            info(key, names), sent.getSignatureAlgorithm(), sent.getSignature())
                    .getEncoded(ASN1Encoding.DER);
            return Arrays.equals(expected, der) ? Optional.of(proven) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Creates such a request for the holder of the key.
     *
     * @param keys P-256
     */
    public static CertificateRequest.Proven of(KeyPair keys, LeafNames names, SecureRandom random) {
        try {
            CertificationRequestInfo info = info(keys.getPublic(), names);
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .setSecureRandom(random)
                    .build(keys.getPrivate());
            signer.getOutputStream().write(info.getEncoded(ASN1Encoding.DER));
            byte[] der = new CertificationRequest(
                            info, signer.getAlgorithmIdentifier(), new DERBitString(signer.getSignature()))
                    .getEncoded(ASN1Encoding.DER);
            return new CertificateRequest.Proven(keys.getPublic(), der);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a P-256 key in memory can sign a request", e);
        }
    }

    /** Whether a leaf's request names the leaf's holder. */
    public static boolean isIn(LeafTemplate template) {
        return read(
                        template.request().der(),
                        template.publicKey(),
                        LeafNames.of(template.identity(), template.roleName()))
                .isPresent();
    }

    private static CertificationRequestInfo info(PublicKey key, LeafNames names) throws IOException {
        Extensions extensions =
                new Extensions(new Extension(Extension.subjectAlternativeName, false, names.alternativeNames()));
        return new CertificationRequestInfo(
                X500Name.getInstance(ASN1Primitive.fromByteArray(names.subject())),
                SubjectPublicKeyInfo.getInstance(key.getEncoded()),
                new DERSet(new Attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(extensions))));
    }
}
