package dev.rolesanywhere.authorities.certmanager;

import static dev.rolesanywhere.authorities.certmanager.PlayedCertManager.APPROVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rolesanywhere.authorities.AuthorityContract;
import dev.rolesanywhere.authorities.Pods;
import dev.rolesanywhere.authorities.certmanager.LeafRequests.Condition;
import dev.rolesanywhere.authorities.certmanager.LeafRequests.Filed;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.IssuingPendingException;
import dev.rolesanywhere.pki.authority.LeafDeniedException;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract and the decisions with a simulated cert-manager; the operator's CertManagerIT uses the real one. */
class CertManagerAuthorityTest extends AuthorityContract {
    private static final IssuerReference ISSUER = new IssuerReference("vault", "ClusterIssuer", "cert-manager.io");
    private static final PollSchedule SHORT = new PollSchedule(3, Duration.ofMillis(1), Duration.ofMillis(1));

    private final PlayedCertManager certManager = new PlayedCertManager();

    @Override
    protected Pods pod() {
        return Pods.named();
    }

    @Override
    protected CertificateAuthority authority() {
        return ((LoadedAuthority.Usable) load(CertificatePem.encode(certManager.authority()))).authority();
    }

    @Override
    protected void goAway() {
        certManager.away(true);
    }

    @Override
    protected void comeBack() {
        certManager.away(false);
    }

    @Test
    void a_request_has_the_leafs_duration_and_uri() {
        authority().issue(pods.template());

        assertThat(certManager.orders).singleElement().satisfies(order -> {
            assertThat(order.csr()).startsWith("-----BEGIN CERTIFICATE REQUEST-----\n");
            assertThat(order.duration()).isBetween(Duration.ofMinutes(58), Duration.ofMinutes(59));
            assertThat(order.about()).isEqualTo("spiffe://prod.example.org/ns/shop/sa/orders");
        });
    }

    @Test
    void a_request_is_deleted_after_its_leaf_was_fetched() {
        authority().issue(pods.template());

        assertThat(certManager.filed).isEmpty();
    }

    @Test
    void a_request_with_other_names_is_never_created() {
        assertThatExceptionOfType(IssuingFailedException.class)
                .isThrownBy(() -> checked().issue(new Pods().template()))
                .withMessageContaining("does not have exactly");
        assertThat(certManager.orders).isEmpty();
    }

    @Test
    void a_retry_uses_the_pending_request() {
        certManager.then(PlayedCertManager::standing);
        assertThatExceptionOfType(IssuingPendingException.class)
                .isThrownBy(() -> authority().issue(pods.template()))
                .satisfies(pending -> assertThat(pending.retryAfter()).isEqualTo(Duration.ofSeconds(5)));
        LeafRequests.Order order = certManager.orders.getFirst();
        certManager.filed.put(order.name(), certManager.signed(order));

        // Another operator, without memory of the request.
        assertThat(authority().issue(pods.template())).isNotNull();
        assertThat(certManager.orders).hasSize(1);
        assertThat(certManager.filed).isEmpty();
    }

    @Test
    void the_retry_interval_grows_with_the_wait() {
        certManager.then(order -> new Filed(order.name(), Instant.now().minusSeconds(3600), List.of(), ""));

        assertThatExceptionOfType(IssuingPendingException.class)
                .isThrownBy(() -> authority().issue(pods.template()))
                .satisfies(pending -> assertThat(pending.retryAfter()).isEqualTo(Duration.ofMinutes(1)));
    }

    @Test
    void an_unfetched_leaf_that_expires_soon_is_replaced() {
        certManager.then(PlayedCertManager::standing);
        assertThatExceptionOfType(IssuingPendingException.class)
                .isThrownBy(() -> authority().issue(pods.template()));
        LeafRequests.Order order = certManager.orders.getFirst();
        certManager.filed.put(order.name(), certManager.signed(order, Duration.ofMinutes(20)));
        certManager.then(certManager::signed);

        X509Certificate leaf = authority().issue(pods.template());

        assertThat(leaf.getNotAfter().toInstant()).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
        assertThat(certManager.orders).hasSize(2);
    }

    static Stream<Arguments> refusals() {
        Condition denied = new Condition("Denied", true, "policy.cert-manager.io", "No policy approved", Instant.now());
        return Stream.of(
                arguments(new Condition[] {denied}, "denied", "policy.cert-manager.io: No policy approved", true),
                arguments(
                        new Condition[] {denied, new Condition("Ready", true, "Issued", "", null)},
                        "denied",
                        "No policy",
                        true),
                arguments(
                        new Condition[] {
                            new Condition(
                                    "Ready",
                                    false,
                                    "Denied",
                                    "The CertificateRequest was denied by an approval controller",
                                    Instant.now())
                        },
                        "denied",
                        "by an approval controller",
                        true),
                arguments(
                        new Condition[] {
                            APPROVED,
                            new Condition(
                                    "Ready", false, "Failed", "Vault failed\u009b\u202e to sign:\n403", Instant.now())
                        },
                        "ClusterIssuer.cert-manager.io 'vault' refused",
                        "Failed: Vault failed to sign: 403",
                        false),
                arguments(
                        new Condition[] {
                            APPROVED,
                            new Condition("InvalidRequest", true, "BadCSR", "no such subject", Instant.now()),
                            new Condition("Ready", false, "Pending", "", null)
                        },
                        "refused",
                        "BadCSR: no such subject",
                        false));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_is_quoted_and_repeated_for_some_time_without_a_new_request(
            Condition[] conditions, String what, String words, boolean byApprover) {
        certManager.then(order -> PlayedCertManager.standing(order, conditions));

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(LeafDeniedException.class)
                    .isThrownBy(() -> authority().issue(pods.template()))
                    .withMessageContaining(what)
                    .withMessageContaining(words)
                    .satisfies(refused -> assertThat(refused.byApprover()).isEqualTo(byApprover));
        }
        assertThat(certManager.orders).hasSize(1);
    }

    @Test
    void a_refused_leaf_is_requested_again_after_a_while() {
        Instant earlier = Instant.now().minus(Duration.ofMinutes(3));
        certManager.then(order ->
                PlayedCertManager.standing(order, new Condition("Denied", true, "policy", "not yet", earlier)));
        assertThatExceptionOfType(LeafDeniedException.class)
                .isThrownBy(() -> authority().issue(pods.template()));
        certManager.then(certManager::signed);

        assertThat(authority().issue(pods.template())).isNotNull();
        assertThat(certManager.orders).hasSize(2);
    }

    static Stream<Arguments> waits() {
        return Stream.of(
                arguments(new Condition[] {}, ISSUER, List.of("is not approved yet", "cmctl approve")),
                arguments(
                        new Condition[] {},
                        new IssuerReference("ca", "StepIssuer", "certmanager.step.sm"),
                        List.of("is not approved yet", "stepissuers.certmanager.step.sm/*", "approveSignerNames")),
                arguments(
                        new Condition[] {APPROVED},
                        new IssuerReference("ca", "StepIssuer", "certmanager.step.sm"),
                        List.of("no controller has processed it", "StepIssuer.certmanager.step.sm")),
                arguments(
                        new Condition[] {
                            APPROVED,
                            new Condition(
                                    "Ready",
                                    false,
                                    "Pending",
                                    "Referenced \"ClusterIssuer\" not found: \"vault\"",
                                    null)
                        },
                        ISSUER,
                        List.of("not found: \"vault\"", "Create the issuer")),
                arguments(
                        new Condition[] {
                            APPROVED,
                            new Condition(
                                    "Ready",
                                    false,
                                    "Pending",
                                    "Referenced issuer does not have a Ready status condition",
                                    null)
                        },
                        ISSUER,
                        List.of("does not have a Ready status condition", "kubectl describe")));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void the_message_of_a_pending_request_has_the_cause_and_the_correction(
            Condition[] conditions, IssuerReference issuer, List<String> said) {
        certManager.then(order -> PlayedCertManager.standing(order, conditions));
        CertificateAuthority authority = ((LoadedAuthority.Usable)
                        issuer(issuer).load(CertificatePem.encode(certManager.authority())))
                .authority();

        assertThatExceptionOfType(IssuingPendingException.class)
                .isThrownBy(() -> authority.issue(pods.template()))
                .satisfies(pending -> assertThat(pending.getMessage()).contains(said));
    }

    @Test
    void a_leaf_that_differs_from_the_request_is_rejected_and_never_reused() {
        PlayedCertManager other = new PlayedCertManager();
        certManager.then(other::signed);

        assertThatExceptionOfType(IssuingFailedException.class)
                .isThrownBy(() -> checked().issue(pods.template()))
                .withMessageContaining("its signature is not from the key of");
        assertThat(certManager.filed).isEmpty();
    }

    @Test
    void a_deleted_request_gets_no_leaf() {
        certManager.then(order -> PlayedCertManager.standing(order, APPROVED));
        LeafTemplate asked = pods.template();
        LeafRequests forgetful = new Forgetful(certManager);
        CertificateAuthority authority = new CertManagerAuthority(
                forgetful, "default", ISSUER, List.of(certManager.authority()), SHORT, Pods.CLOCK);

        assertThatExceptionOfType(IssuingFailedException.class)
                .isThrownBy(() -> authority.issue(asked))
                .withMessageContaining("deleted");
    }

    @Test
    void a_new_request_is_polled_for_four_seconds() {
        PollSchedule patience = PollSchedule.DEFAULT;

        assertThat(patience.before(1)).isEqualTo(Duration.ofMillis(50));
        assertThat(patience.before(2)).isEqualTo(Duration.ofMillis(100));
        assertThat(patience.before(9)).isEqualTo(Duration.ofMillis(400));
        assertThat(IntStream.rangeClosed(1, patience.questions())
                        .mapToObj(patience::before)
                        .reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }

    @Test
    void a_rejection_of_an_admission_webhook_is_quoted_to_the_pod() {
        certManager.then(order -> {
            throw new UnusableAuthorityException(
                    AuthorityDefect.LeafRefused,
                    "admission webhook \"webhook.cert-manager.io\" denied the request",
                    null);
        });

        assertThatExceptionOfType(LeafDeniedException.class)
                .isThrownBy(() -> authority().issue(pods.template()))
                .withMessageContaining("webhook.cert-manager.io");
    }

    @Test
    void every_pod_role_trust_anchor_and_issuer_has_a_separate_request() {
        LeafTemplate asked = pods.template();

        assertThat(List.of(
                        RequestName.of(asked, "default", ISSUER),
                        RequestName.of(pod().template(), "default", ISSUER),
                        RequestName.of(asked, "other", ISSUER),
                        RequestName.of(asked, "default", new IssuerReference("step", "ClusterIssuer", ISSUER.group()))))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("awsta-[0-9a-f]{40}"));
        assertThat(RequestName.of(pods.template(), "default", ISSUER))
                .isEqualTo(RequestName.of(asked, "default", ISSUER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void a_bundle_without_a_certificate_is_reported_with_its_location(String bundle) {
        assertThat(load(bundle)).isInstanceOfSatisfying(LoadedAuthority.Unusable.class, unusable -> {
            assertThat(unusable.defect()).isEqualTo(AuthorityDefect.NotACA);
            assertThat(unusable.message()).startsWith("spec.certificateAuthority.certManager.caBundle: ");
        });
    }

    @Test
    void a_leaf_in_place_of_the_ca_is_refused_with_roles_anywheres_rules() {
        String leaf = CertificatePem.encode(authority().issue(pods.template()));

        assertThat(load(leaf))
                .isInstanceOfSatisfying(LoadedAuthority.Unusable.class, unusable -> assertThat(unusable.message())
                        .contains("not a CA"));
    }

    @Test
    void abandoned_requests_are_deleted_and_pending_ones_kept_for_a_day() {
        Instant now = Pods.CLOCK.instant();
        keep("issued", now.minus(Duration.ofMinutes(61)), new Condition("Ready", true, "Issued", "", null), APPROVED);
        keep("fresh", now.minus(Duration.ofMinutes(59)), new Condition("Ready", true, "Issued", "", null), APPROVED);
        keep(
                "approved late",
                now.minus(Duration.ofHours(5)),
                new Condition("Ready", true, "Issued", "", now.minus(Duration.ofMinutes(59))),
                APPROVED);
        keep("pending", now.minus(Duration.ofHours(23)), APPROVED);
        keep("forgotten", now.minus(Duration.ofHours(25)));

        authority();

        assertThat(certManager.filed).containsOnlyKeys("fresh", "approved late", "pending");
    }

    private void keep(String name, Instant created, Condition... conditions) {
        certManager.filed.put(name, new Filed(name, created, List.of(conditions), "PEM"));
    }

    private LoadedAuthority load(String bundle) {
        return issuer(ISSUER).load(bundle);
    }

    private CertManagerIssuer issuer(IssuerReference issuer) {
        return new CertManagerIssuer(
                certManager,
                new CertificateAuthorityLoader(Pods.CLOCK, Pods.RANDOM),
                "default",
                issuer,
                SHORT,
                Pods.CLOCK);
    }

    /** Its requests disappear before they are read. */
    private record Forgetful(LeafRequests behind) implements LeafRequests {
        @Override
        public Optional<Filed> find(String name) {
            return Optional.empty();
        }

        @Override
        public void file(Order order) {
            behind.file(order);
        }

        @Override
        public void withdraw(String name) {
            behind.withdraw(name);
        }

        @Override
        public List<Filed> all() {
            return behind.all();
        }
    }
}
