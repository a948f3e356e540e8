package dev.rolesanywhere.emulator.attribute;

import dev.rolesanywhere.emulator.protocol.Refusal;
import java.util.Arrays;
import java.util.List;

/** The parts of a certificate that become session tags; the name is the tag's first segment. */
public enum CertificateField {
    ISSUER("x509Issuer", "*"),
    SUBJECT("x509Subject", "*"),
    SAN("x509SAN", "DNS,URI,Name/*");

    private final String wireName;
    private final String defaults;

    CertificateField(String wireName, String defaults) {
        this.wireName = wireName;
        this.defaults = defaults;
    }

    public static CertificateField named(String wireName) {
        return Arrays.stream(values())
                .filter(field -> field.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(
                        () -> Refusal.invalid(
                                "1 validation error detected: Value at '/certificateField' failed to"
                                        + " satisfy constraint: Member must satisfy enum value set: [x509Subject, x509Issuer, x509SAN]"));
    }

    String wireName() {
        return wireName;
    }

    /** The default specifiers of a profile. */
    List<String> defaults() {
        return List.of(defaults.split(",", -1));
    }
}
