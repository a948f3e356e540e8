package dev.rolesanywhere.client.signing;

/** Lower-case hexadecimal. {@code java.util.HexFormat} brings more classes than the sidecar has memory for. */
final class Hex {
    private Hex() {}

    static String of(byte[] bytes) {
        char[] hex = new char[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            hex[2 * i] = Character.forDigit((bytes[i] >> 4) & 15, 16);
            hex[2 * i + 1] = Character.forDigit(bytes[i] & 15, 16);
        }
        return new String(hex);
    }
}
