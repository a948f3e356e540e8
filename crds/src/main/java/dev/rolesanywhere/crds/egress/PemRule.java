package dev.rolesanywhere.crds.egress;

/**
 * A regular expression for at least one decodable certificate in a PEM text: whole lines around it, base64 of a DER
 * sequence, complete groups of characters. It is laxer than the operator, which parses the certificate, so the API
 * server accepts everything that the operator accepts. RE2, Java and JSON Schema interpret it the same way.
 */
public final class PemRule {
    /** White space of any kind, and marks without a width. */
    private static final String BLANKS = "[\\pZ\\pC]*";

    private static final String DIGIT = "[A-Za-z0-9+/]" + BLANKS;

    /** Header lines of RFC 1421 have a colon. */
    private static final String HEADERS = "([^:\\n]*:[^\\n]*\\n)*";

    /** A certificate is a DER sequence of more than 127 bytes: 0x30 0x8…. */
    public static final String CERTIFICATE =
            "-----BEGIN +(X509 |TRUSTED )?CERTIFICATE *-----+" + BLANKS + HEADERS + BLANKS + "M"
                    + BLANKS + "I" + BLANKS + "(" + DIGIT + "){2}((" + DIGIT + "){4})*((" + DIGIT + "){2,3}(=" + BLANKS
                    + "){0,2})?-+END ";

    /** As a CEL expression over a text. */
    public static final String IS_MET = "self.matches(r'" + CERTIFICATE + "')";

    private PemRule() {}
}
