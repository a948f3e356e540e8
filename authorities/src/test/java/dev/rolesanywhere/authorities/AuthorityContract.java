package dev.rolesanywhere.authorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CheckedAuthority;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.leaf.LeafCheck;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every authority, independent of its backend. A new kind of authority extends this class. */
@Timeout(120)
public abstract class AuthorityContract {
    protected final Pods pods = pod();
    protected final CountingObserver observer = new CountingObserver();

    /** Fresh, over a backend that works. */
    protected abstract CertificateAuthority authority();

    /** A pod with the kind of request that this authority needs. */
    protected Pods pod() {
        return new Pods();
    }

    /** Makes the backend unreachable, until {@link #comeBack}. */
    protected abstract void goAway();

    protected abstract void comeBack();

    @Test
    void issues_exactly_the_requested_leaf() {
        CertificateAuthority authority = checked();
        LeafTemplate asked = pods.template();

        X509Certificate leaf = authority.issue(asked);

        assertThat(LeafCheck.violation(leaf, asked, authority.certificate())).isEmpty();
        assertThat(observer.issuedCount()).isEqualTo(1);
    }

    @Test
    void roles_anywhere_accepts_the_leaf() throws Exception {
        CertificateAuthority authority = checked();
        try (RolesAnywhere aws = RolesAnywhere.trusting(authority.trustAnchorCertificate())) {
            assertThat(aws.accessKeyFor(pods, authority)).startsWith("ASIA");
        }
    }

    @Test
    void awss_signing_helper_gets_credentials_with_the_leaf(@TempDir Path folder) throws Exception {
        assumeTrue(
                System.getenv(RolesAnywhere.HELPER) != null,
                "Not run: set AWS_SIGNING_HELPER to the path of aws_signing_helper");
        CertificateAuthority authority = checked();
        try (RolesAnywhere aws = RolesAnywhere.trusting(authority.trustAnchorCertificate())) {
            assertThat(aws.helper(pods, authority, folder)).contains("AccessKeyId");
        }
    }

    @Test
    void many_at_once_get_a_leaf_each() throws Exception {
        CertificateAuthority authority = checked();
        Set<Object> serials = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<X509Certificate> one = () -> authority.issue(pod().template());
            List<Future<X509Certificate>> leaves = threads.invokeAll(Collections.nCopies(12, one));
            for (Future<X509Certificate> leaf : leaves) {
                serials.add(leaf.get().getSerialNumber());
            }
        }
        assertThat(serials).hasSize(12);
    }

    @Test
    void reports_an_unreachable_backend_and_signs_after_its_recovery() {
        CertificateAuthority authority = checked();
        goAway();
        assertThatExceptionOfType(IssuingFailedException.class).isThrownBy(() -> authority.issue(pods.template()));
        assertThat(observer.failedCount()).isEqualTo(1);

        comeBack();

        assertThat(authority.issue(pods.template())).isNotNull();
    }

    @Test
    void its_text_contains_no_secret() {
        assertThat(checked().toString())
                .doesNotContainIgnoringCase("PRIVATE KEY")
                .doesNotContain(Pods.PIN);
    }

    protected final CertificateAuthority checked() {
        return new CheckedAuthority(authority(), observer);
    }
}
