package dev.rolesanywhere.emulator.signature;

import java.util.Arrays;
import java.util.Optional;

/** The algorithms of X.509 request signing: the name in the header, the key it needs, the JDK's name. */
enum X509Algorithm {
    RSA("AWS4-X509-RSA-SHA256", "RSA", "SHA256withRSA"),
    /** SHA-256 for every curve; the signature is a DER sequence. */
    ECDSA("AWS4-X509-ECDSA-SHA256", "EC", "SHA256withECDSA");

    private final String header;
    private final String keyAlgorithm;
    private final String jdkName;

    X509Algorithm(String header, String keyAlgorithm, String jdkName) {
        this.header = header;
        this.keyAlgorithm = keyAlgorithm;
        this.jdkName = jdkName;
    }

    static Optional<X509Algorithm> named(String header) {
        return Arrays.stream(values())
                .filter(each -> each.header.equals(header))
                .findFirst();
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    String jdkName() {
        return jdkName;
    }
}
