package dev.rolesanywhere.authorities.pkcs11;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Names a key on a token: {@code pkcs11:slot-id=0;object=roles-anywhere?module-path=/usr/lib/softhsm/libsofthsm2.so} (RFC 7512).
 *
 * @param modulePath absolute path of the PKCS#11 library inside the operator's container
 * @param slot {@code slot-id}: the JDK finds tokens by their slot only, and a PIN must not go to a token that was guessed
 * @param object label (CKA_LABEL) of the private key and of its certificate
 */
public record Pkcs11Uri(String modulePath, long slot, String object) {

    /** @throws IllegalArgumentException with what to write instead */
    public static Pkcs11Uri parse(String text) {
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
            throw wrong("holds a PIN, which belongs into the Secret that pinSecretRef names");
        }
        String module = attributes.get("module-path");
        String object = attributes.get("object");
        String slot = attributes.get("slot-id");
        if (module == null || !module.startsWith("/") || module.chars().anyMatch(c -> c < ' ')) {
            throw wrong("has no absolute module-path");
        }
        if (object == null || object.isEmpty()) {
            throw wrong("has no object");
        }
        if (slot == null || !slot.matches("[0-9]{1,18}")) {
            throw wrong("has no slot-id, which 'pkcs11-tool --list-slots' shows");
        }
        return new Pkcs11Uri(module, Long.parseLong(slot), object);
    }

    private static String decode(String value) {
        // A URI's plus sign is a plus sign; only forms mean a space by it.
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("The PKCS#11 URI " + what
                + ". Write it like pkcs11:slot-id=0;object=roles-anywhere?module-path=/usr/lib/softhsm/libsofthsm2.so");
    }
}
