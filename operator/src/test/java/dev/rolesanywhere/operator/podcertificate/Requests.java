package dev.rolesanywhere.operator.podcertificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;

/** Requests as a kubelet writes them. */
final class Requests {
    static final KeyPair KEYS = KeySpec.P256.generate(new SecureRandom());

    private Requests() {}

    static GenericKubernetesResource written(String podName, String podUid, String annotations) {
        return written(podName, podUid, annotations, KEYS, "SHA256withECDSA");
    }

    static GenericKubernetesResource written(
            String podName, String podUid, String annotations, KeyPair keys, String algorithm) {
        return Serialization.unmarshal(
                """
                apiVersion: certificates.k8s.io/v1beta1
                kind: PodCertificateRequest
                metadata: {name: req-abcde, namespace: shop, uid: u, resourceVersion: "7"}
                spec:
                  signerName: rolesanywhere.dev/leaf
                  podName: %s
                  podUID: %s
                  serviceAccountName: orders
                  serviceAccountUID: sa-orders
                  nodeName: n1
                  nodeUID: n
                  maxExpirationSeconds: 86400
                  unverifiedUserAnnotations: %s
                  pkixPublicKey: %s
                  proofOfPossession: %s
                """.formatted(
                        podName,
                        podUid,
                        annotations,
                        Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
                        Base64.getEncoder().encodeToString(signed(keys, podUid, algorithm))),
                GenericKubernetesResource.class);
    }

    private static byte[] signed(KeyPair keys, String message, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys.getPrivate());
            signature.update(message.getBytes(UTF_8));
            return signature.sign();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
