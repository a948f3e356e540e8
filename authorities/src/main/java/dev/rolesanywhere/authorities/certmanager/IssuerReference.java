package dev.rolesanywhere.authorities.certmanager;

/** The issuer of a CertificateRequest: {@code spec.issuerRef}. */
public record IssuerReference(String name, String kind, String group) {
    public static final String OWN_GROUP = "cert-manager.io";

    /** Whether cert-manager's own controller signs for it. */
    boolean isCertManagersOwn() {
        return group.equals(OWN_GROUP);
    }

    @Override
    public String toString() {
        return kind + "." + group + " '" + name + "'";
    }
}
