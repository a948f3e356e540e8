package dev.rolesanywhere.emulator.crl;

import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.resource.Resource;
import java.security.cert.X509CRL;
import java.time.Instant;

/** An imported revocation list. */
public record Crl(
        Arn arn,
        String name,
        Arn trustAnchor,
        RevocationList list,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {
    /**
     * The list itself.
     *
     * @param data base64 of the uploaded list, PEM or DER
     */
    public record RevocationList(String data, X509CRL parsed) {}

    @Override
    public String id() {
        return arn.name();
    }

    @Override
    public String alias() {
        return name;
    }

    Crl withEnabled(boolean value, Instant now) {
        return new Crl(arn, name, trustAnchor, list, value, createdAt, now);
    }

    Crl with(String newName, RevocationList newList, Instant now) {
        return new Crl(arn, newName, trustAnchor, newList, enabled, createdAt, now);
    }
}
