package dev.rolesanywhere.operator;

import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;

/** A CA whose requests a test observes. The observer may refuse by throwing. */
public record WatchedAuthority(CertificateAuthority ca, Consumer<LeafTemplate> asked) implements CertificateAuthority {
    @Override
    public List<X509Certificate> path() {
        return ca.path();
    }

    @Override
    public boolean costsPerLeaf() {
        return ca.costsPerLeaf();
    }

    @Override
    public X509Certificate issue(LeafTemplate template) {
        asked.accept(template);
        return ca.issue(template);
    }
}
