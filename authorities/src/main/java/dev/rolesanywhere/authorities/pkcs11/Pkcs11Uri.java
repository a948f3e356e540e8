package dev.rolesanywhere.authorities.pkcs11;

import dev.rolesanywhere.client.text.UntrustedText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Names a key on a token: {@code pkcs11:token=prod;object=roles-anywhere?module-path=/usr/lib/softhsm/libsofthsm2.so} (RFC 7512).
 *
 * @param modulePath absolute path of the PKCS#11 library inside the operator's container
 * @param token the token with the key; required, so that a PIN is never sent to a guessed token
 * @param object label (CKA_LABEL) of the private key and of its certificate
 */
public record Pkcs11Uri(String modulePath, TokenName token, String object) {

    /** @throws IllegalArgumentException with what to write instead */
    public static Pkcs11Uri parse(String text) {
        Map<String, String> attributes = attributes(text);
        String module = attributes.remove("module-path");
        String object = attributes.remove("object");
        String type = attributes.remove("type");
        if (module == null || !module.startsWith("/") || module.chars().anyMatch(c -> c < ' ')) {
            throw wrong("has no absolute module-path");
        }
        if (object == null || object.isEmpty()) {
            throw wrong("has no object");
        }
        if (type != null && !type.equals("private")) {
            throw wrong("has a type other than private; the object must be a private key");
        }
        TokenName token = token(attributes);
        if (!attributes.isEmpty()) {
            throw wrong("has '"
                    + UntrustedText.sanitize(attributes.keySet().iterator().next())
                    + "', which is not supported");
        }
        return new Pkcs11Uri(module, token, object);
    }

    UntrustedText shownObject() {
        return UntrustedText.sanitize(object);
    }

    UntrustedText shownModule() {
        return UntrustedText.sanitize(modulePath);
    }

    private static Map<String, String> attributes(String text) {
        if (!text.startsWith("pkcs11:")) {
            throw wrong("does not begin with pkcs11:");
        }
        Map<String, String> attributes = new HashMap<>();
        for (String pair : text.substring("pkcs11:".length()).split("[;?&]", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0 || attributes.put(pair.substring(0, equals), decode(pair.substring(equals + 1))) != null) {
                throw wrong("has an attribute without value, or twice");
            }
        }
        if (attributes.containsKey("pin-value") || attributes.containsKey("pin-source")) {
            throw wrong("holds a PIN; store the PIN in the Secret that pinSecretRef names");
        }
        return attributes;
    }

    private static TokenName token(Map<String, String> attributes) {
        Map<TokenName.Attribute, String> found = new EnumMap<>(TokenName.Attribute.class);
        for (TokenName.Attribute attribute : TokenName.Attribute.values()) {
            String value = attributes.remove(attribute.text());
            if (value != null) {
                found.put(attribute, attribute == TokenName.Attribute.SLOT ? slot(value) : value.strip());
            }
        }
        TokenName token = new TokenName(found);
        if (!token.isNamed()) {
            throw wrong("has no token, serial or slot-id; 'pkcs11-tool --list-token-slots' shows them");
        }
        return token;
    }

    private static String slot(String value) {
        if (!value.matches("[0-9]{1,18}")) {
            throw wrong("has a slot-id that is not a number");
        }
        return Long.toString(Long.parseLong(value));
    }

    private static String decode(String value) {
        // In a URI a plus is literal; only form data uses it for a space.
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                "The PKCS#11 URI " + what
                        + ". Write it like pkcs11:token=prod;object=roles-anywhere?module-path=/usr/lib/softhsm/libsofthsm2.so");
    }
}
