package dev.rolesanywhere.authorities.pkcs11;

import dev.rolesanywhere.client.text.UntrustedText;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The attributes that identify a token (RFC 7512, section 2.3): all given attributes must match. */
public record TokenName(Map<Attribute, String> attributes) {

    /** In display order. */
    public enum Attribute {
        SLOT("slot-id"),
        LABEL("token"),
        SERIAL("serial"),
        MANUFACTURER("manufacturer"),
        MODEL("model");

        private final String text;

        Attribute(String text) {
            this.text = text;
        }

        /** The attribute's name in a URI. */
        public String text() {
            return text;
        }
    }

    public TokenName {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** The slot, if only the slot is given: the JDK needs nothing else. */
    Optional<Long> slotAlone() {
        return attributes.size() == 1
                ? Optional.ofNullable(attributes.get(Attribute.SLOT)).map(Long::parseLong)
                : Optional.empty();
    }

    boolean isNamed() {
        return attributes.containsKey(Attribute.SLOT)
                || attributes.containsKey(Attribute.LABEL)
                || attributes.containsKey(Attribute.SERIAL);
    }

    /** Whether all attributes match the token. */
    boolean fits(TokenName token) {
        return token.attributes.entrySet().containsAll(attributes.entrySet());
    }

    /** For messages: modules and spec use these names. */
    @Override
    public String toString() {
        return attributes.entrySet().stream()
                .map(attribute -> attribute.getKey().text() + "=" + UntrustedText.sanitize(attribute.getValue()))
                .collect(Collectors.joining(";"));
    }
}
