package dev.rolesanywhere.authorities.certmanager;

import dev.rolesanywhere.authorities.certmanager.LeafRequests.Filed;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.IssuingPassesException;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.NamedRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Leaves from an issuer of cert-manager, which signs the names in the request, so the request must have exactly the leaf's names. One
 * CertificateRequest for each leaf: a retry finds it again, and it is deleted once the leaf is issued. The issuer may change the leaf,
 * so {@code CheckedAuthority} compares it with the request.
 */
final class CertManagerAuthority implements CertificateAuthority {
    /** cert-manager computes the leaf's expiration slightly later from its own clock; it must not be after ours. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** How long a refusal is kept before a new request to the issuer. */
    private static final Duration REFUSED_FOR = Duration.ofMinutes(2);

    private final LeafRequests requests;
    private final String trustAnchor;
    private final IssuerReference issuer;
    private final List<X509Certificate> path;
    private final PollSchedule patience;
    private final Refusals refusals;
    private final Clock clock;

    CertManagerAuthority(
            LeafRequests requests,
            String trustAnchor,
            IssuerReference issuer,
            List<X509Certificate> path,
            PollSchedule patience,
            Clock clock) {
        this.requests = requests;
        this.trustAnchor = trustAnchor;
        this.issuer = issuer;
        this.path = List.copyOf(path);
        this.patience = patience;
        this.refusals = new Refusals(issuer, clock);
        this.clock = clock;
    }

    @Override
    public List<X509Certificate> path() {
        return path;
    }

    @Override
    public boolean wantsNamedRequest() {
        return true;
    }

    @Override
    public boolean signsBareKeys() {
        return false;
    }

    @Override
    public boolean costsPerLeaf() {
        return true;
    }

    @Override
    public X509Certificate issue(LeafTemplate template) {
        if (!NamedRequest.isIn(template)) {
            throw new IssuingFailedException(
                    "The request does not have exactly the leaf's names, so no CertificateRequest was created.", null);
        }
        try {
            return followed(template, RequestName.of(template, trustAnchor, issuer));
        } catch (UnusableAuthorityException e) {
            throw Refusals.byApiServer(e);
        }
    }

    private X509Certificate followed(LeafTemplate template, String name) {
        Optional<Filed> before = requests.find(name).filter(found -> isOfUse(found, template));
        if (before.isPresent()) {
            // A retry has already waited.
            return leaf(before.get()).orElseThrow(() -> refusals.of(before.get(), template));
        }
        requests.file(new LeafRequests.Order(
                name,
                template.request().pem(),
                lifetime(template),
                template.identity().spiffeId()));
        return awaited(name, template);
    }

    /** A new request replaces one that finished long ago or whose leaf expires too soon. */
    private boolean isOfUse(Filed found, LeafTemplate template) {
        boolean isOfUse =
                switch (Progress.of(found)) {
                    case Progress.Denied(var _, Instant at) -> isRecent(at);
                    case Progress.Failed(var _, Instant at) -> isRecent(at);
                    case Progress.Issued(String pem) -> lastsLongEnough(pem, template);
                    case Progress.Unapproved _, Progress.Unheard _, Progress.Waiting _ -> true;
                };
        if (!isOfUse) {
            requests.withdraw(found.name());
        }
        return isOfUse;
    }

    private boolean isRecent(Instant refused) {
        return refused.plus(REFUSED_FOR).isAfter(clock.instant());
    }

    /** At least half the lifetime of a new leaf. */
    private boolean lastsLongEnough(String pem, LeafTemplate template) {
        Instant half = clock.instant().plus(lifetime(template).dividedBy(2));
        return decoded(pem)
                .filter(leaf -> leaf.getNotAfter().toInstant().isAfter(half))
                .isPresent();
    }

    private Duration lifetime(LeafTemplate template) {
        return Duration.between(clock.instant(), template.validity().notAfter()).minus(MARGIN);
    }

    private X509Certificate awaited(String name, LeafTemplate template) {
        for (int i = 1; ; i++) {
            pause(patience.before(i));
            Filed filed = requests.find(name)
                    .orElseThrow(() -> new IssuingPassesException(
                            "CertificateRequest '" + name + "' was deleted. The next request creates it again."));
            Optional<X509Certificate> leaf = leaf(filed);
            if (leaf.isPresent()) {
                return leaf.get();
            }
            if (i == patience.questions() || refusals.isFinal(filed)) {
                throw refusals.of(filed, template);
            }
        }
    }

    private Optional<X509Certificate> leaf(Filed filed) {
        if (!(Progress.of(filed) instanceof Progress.Issued(String pem))) {
            return Optional.empty();
        }
        // For any failure: the next request must not find it again.
        requests.withdraw(filed.name());
        return Optional.of(decoded(pem)
                .orElseThrow(() -> new IssuingFailedException("cert-manager's answer holds no certificate.", null)));
    }

    private static Optional<X509Certificate> decoded(String pem) {
        try {
            return CertificatePem.decode(pem.getBytes(StandardCharsets.UTF_8)).stream()
                    .findFirst();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IssuingFailedException("The operator is stopping.", e);
        }
    }

    @Override
    public String toString() {
        return "CertManagerAuthority[" + issuer + "]";
    }
}
