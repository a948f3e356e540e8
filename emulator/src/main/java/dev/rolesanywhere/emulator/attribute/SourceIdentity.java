package dev.rolesanywhere.emulator.attribute;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** The names that a session carries: AWS derives both from the certificate. */
public final class SourceIdentity {
    private static final int LIMIT = 64;

    private SourceIdentity() {}

    /**
     * {@code CN=<cn>} up to 61 characters, the bare {@code <cn>} up to 64, else {@code ID=} and the serial number in hex.
     *
     * @see <a href="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html">Trust model</a>
     */
    public static String of(X509Certificate leaf) {
        String commonName = DistinguishedName.of(leaf.getSubjectX500Principal())
                .attributes()
                .getOrDefault("CN", "");
        if (commonName.isEmpty() || commonName.length() > LIMIT) {
            return "ID=" + hex(leaf.getSerialNumber());
        }
        return commonName.length() > LIMIT - "CN=".length() ? commonName : "CN=" + commonName;
    }

    /** The default session name: the serial number in hex, of even length. */
    public static String defaultSessionName(X509Certificate leaf) {
        return hex(leaf.getSerialNumber());
    }

    private static String hex(BigInteger serial) {
        byte[] octets = serial.toByteArray();
        boolean signOctet = octets.length > 1 && octets[0] == 0;
        return HexFormat.of().formatHex(octets, signOctet ? 1 : 0, octets.length);
    }
}
