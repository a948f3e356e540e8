package dev.rolesanywhere.emulator.attribute;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * The attributes of a distinguished name, in the certificate's order.
 *
 * @param attributes value by short name; several values of one attribute are joined with {@code /} as AWS does it
 */
public record DistinguishedName(Map<String, String> attributes) {
    private static final Map<String, String> MORE_NAMES = Map.of(
            "2.5.4.4", "SN",
            "2.5.4.5", "serialNumber",
            "2.5.4.12", "T",
            "2.5.4.42", "GN",
            "2.5.4.43", "initials",
            "2.5.4.44", "generationQualifier",
            "2.5.4.46", "dnQualifier",
            "2.5.4.65", "pseudonym",
            "1.2.840.113549.1.9.1", "emailAddress");

    public DistinguishedName {
        attributes = new LinkedHashMap<>(attributes);
    }

    public static DistinguishedName of(X500Principal name) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        try {
            for (Rdn rdn : new LdapName(name.getName(X500Principal.RFC2253, MORE_NAMES)).getRdns()) {
                collect(rdn, values);
            }
        } catch (InvalidNameException e) {
            throw new IllegalStateException("The JDK cannot read the name that it wrote", e);
        }
        Map<String, String> joined = new LinkedHashMap<>();
        values.forEach((attribute, all) -> joined.put(attribute, String.join("/", all)));
        return new DistinguishedName(joined);
    }

    private static void collect(Rdn rdn, Map<String, List<String>> values) {
        try {
            NamingEnumeration<? extends Attribute> attributes =
                    rdn.toAttributes().getAll();
            while (attributes.hasMore()) {
                Attribute attribute = attributes.next();
                for (int i = 0; i < attribute.size(); i++) {
                    values.computeIfAbsent(attribute.getID(), id -> new ArrayList<>())
                            .add(text(attribute.get(i)));
                }
            }
        } catch (NamingException e) {
            throw new IllegalStateException("The attributes of a name are in memory", e);
        }
    }

    /** The JDK returns an attribute of an unknown type as bytes. */
    private static String text(Object value) {
        return value instanceof byte[] bytes ? "#" + HexFormat.of().formatHex(bytes) : value.toString();
    }
}
