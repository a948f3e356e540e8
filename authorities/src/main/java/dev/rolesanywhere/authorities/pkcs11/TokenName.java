package dev.rolesanywhere.authorities.pkcs11;

import dev.rolesanywhere.client.text.UntrustedText;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** By what a token is told from others, as RFC 7512, section 2.3 has it: all that is given must hold. */
public record TokenName(Map<Attribute, String> attributes) {

    /** In the order in which they are shown. */
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

        /** Its name in a URI. */
        public String text() {
            return text;
        }
    }

    public TokenName {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** The slot, where that alone is given: the JDK needs no more. */
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

    /** Whether everything that this says is so of that token. */
    boolean fits(TokenName token) {
        return token.attributes.entrySet().containsAll(attributes.entrySet());
    }

    /** For people: modules and spec write these names. */
    @Override
    public String toString() {
        return attributes.entrySet().stream()
                .map(attribute -> attribute.getKey().text() + "=" + UntrustedText.sanitize(attribute.getValue()))
                .collect(Collectors.joining(";"));
    }
}
