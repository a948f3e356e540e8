package dev.rolesanywhere.emulator.attribute;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The session tags of a certificate, and the attributes that cannot be tags.
 *
 * @param tags value by key, {@code x509Subject/CN}
 * @param rejected attributes whose value is not valid for an STS tag, so that the session is refused
 * @param ignored further values of a SAN type, of which AWS maps only the first
 */
public record SessionTags(
        Map<String, String> tags,
        Map<CertificateField, List<String>> rejected,
        Map<CertificateField, List<String>> ignored) {
    private static final int MAX_VALUE = 256;
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final int DNS = 2;
    private static final int DIRECTORY_NAME = 4;
    private static final int URI = 6;

    public SessionTags {
        tags = new LinkedHashMap<>(tags);
        rejected = Map.copyOf(rejected);
        ignored = Map.copyOf(ignored);
    }

    public static SessionTags of(X509Certificate leaf, AttributeMapping mapping) {
        Collector collector = new Collector(mapping);
        DistinguishedName.of(leaf.getIssuerX500Principal())
                .attributes()
                .forEach((name, value) -> collector.add(CertificateField.ISSUER, name, value));
        DistinguishedName.of(leaf.getSubjectX500Principal())
                .attributes()
                .forEach((name, value) -> collector.add(CertificateField.SUBJECT, name, value));
        collector.addFirst("DNS", alternativeNames(leaf, DNS));
        collector.addFirst("URI", alternativeNames(leaf, URI));
        collector.addFirstName(alternativeNames(leaf, DIRECTORY_NAME));
        return new SessionTags(collector.tags, collector.rejected, collector.ignored);
    }

    /** The sentence that AWS appends if attributes cannot be tags; empty if all can. */
    public String complaint() {
        if (rejected.isEmpty() && ignored.isEmpty()) {
            return "";
        }
        return " Some attributes failed to be mapped into session tags. Issuer: " + unmapped(CertificateField.ISSUER)
                + "; Subject: " + unmapped(CertificateField.SUBJECT) + "; SAN: " + unmapped(CertificateField.SAN);
    }

    private String unmapped(CertificateField field) {
        List<String> all = new ArrayList<>(rejected.getOrDefault(field, List.of()));
        all.addAll(ignored.getOrDefault(field, List.of()));
        return all.isEmpty() ? "[ ]" : "[ " + String.join(", ", all) + " ]";
    }

    private static List<String> alternativeNames(X509Certificate leaf, int type) {
        try {
            @Nullable Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(type))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static final class Collector {
        private final AttributeMapping mapping;
        private final Map<String, String> tags = new LinkedHashMap<>();
        private final Map<CertificateField, List<String>> rejected = new EnumMap<>(CertificateField.class);
        private final Map<CertificateField, List<String>> ignored = new EnumMap<>(CertificateField.class);

        Collector(AttributeMapping mapping) {
            this.mapping = mapping;
        }

        void add(CertificateField field, String attribute, String value) {
            if (!mapping.maps(field, attribute)) {
                return;
            }
            if (value.length() > MAX_VALUE || !VALUE.matcher(value).matches()) {
                rejected.computeIfAbsent(field, key -> new ArrayList<>()).add(attribute);
            } else {
                tags.put(field.wireName() + "/" + attribute, value);
            }
        }

        void addFirst(String type, List<String> values) {
            for (int i = 0; i < values.size(); i++) {
                if (i == 0) {
                    add(CertificateField.SAN, type, values.get(i));
                } else if (mapping.maps(CertificateField.SAN, type)) {
                    ignored.computeIfAbsent(CertificateField.SAN, key -> new ArrayList<>())
                            .add(type + "/" + (i + 1));
                }
            }
        }

        void addFirstName(List<String> names) {
            if (!names.isEmpty()) {
                DistinguishedName.of(new X500Principal(names.getFirst()))
                        .attributes()
                        .forEach((name, value) -> add(CertificateField.SAN, "Name/" + name, value));
            }
        }
    }
}
