package dev.rolesanywhere.pki.leaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadIdentityTest {

    @Test
    void the_spiffe_id_names_domain_namespace_and_service_account() {
        assertThat(new WorkloadIdentity("prod-1.example.org", "shop", "orders").spiffeId())
                .isEqualTo("spiffe://prod-1.example.org/ns/shop/sa/orders");
    }

    @Test
    void a_short_common_name_is_whole() {
        assertThat(identity("shop", "orders").commonName()).isEqualTo("orders@shop");
    }

    @Test
    void sixty_one_characters_are_still_whole() {
        assertThat(identity("n".repeat(30), "s".repeat(30)).commonName())
                .isEqualTo("s".repeat(30) + "@" + "n".repeat(30));
    }

    @Test
    void sixty_two_characters_are_cut_and_end_in_a_hash() {
        assertThat(identity("n".repeat(30), "s".repeat(31)).commonName())
                .hasSize(61)
                .matches("s{28}\\+[a-z2-7]{32}");
    }

    @Test
    void the_hash_never_changes_because_trust_policies_name_it() {
        assertThat(identity("namespace-with-a-rather-long-name", "service-account-with-a-rather-long-name")
                        .commonName())
                .isEqualTo("service-account-with-a-rathe+mx5yohnyxpqz5zpl6qe3yeaajntwy6kw");
    }

    @ParameterizedTest
    @CsvSource({
        "Prod,ns,sa,trust domain",
        "prod/x,ns,sa,trust domain",
        "'',ns,sa,trust domain",
        "prod,Ns,sa,namespace",
        "prod,n.s,sa,namespace",
        "prod,-ns,sa,namespace",
        "prod,ns,s@a,service account",
        "prod,ns,s+a,service account",
        "prod,ns,s/../b,service account",
        "prod,ns,'s,O=evil',service account",
        "prod,ns,'',service account",
    })
    void names_that_kubernetes_does_not_have_are_refused(String domain, String namespace, String account, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkloadIdentity(domain, namespace, account))
                .withMessageContaining("is not a " + what);
    }

    @Test
    void the_longest_that_fits_is_accepted() {
        // spiffe:// td /ns/ ns /sa/ sa
        int account = 256 - "spiffe://td/ns/ns/sa/".length();

        assertThat(IdentityLimits.violation(identity("ns", "a".repeat(account)), "r".repeat(64)))
                .isEmpty();
        assertThat(IdentityLimits.violation(new WorkloadIdentity("t".repeat(64), "ns", "sa"), "role"))
                .isEmpty();
    }

    @Test
    void one_character_above_the_session_tags_limit_is_rejected_with_the_excess() {
        int account = 257 - "spiffe://td/ns/ns/sa/".length();

        assertThat(violation(identity("ns", "a".repeat(account)), "role"))
                .contains("has 257 characters, and an AWS session tag allows 256")
                .contains("whose name is 1 characters shorter");
    }

    @Test
    void a_role_name_longer_than_an_ou_is_refused() {
        assertThat(violation(identity("ns", "sa"), "r".repeat(65)))
                .contains("has 65 characters, and a certificate's OU allows 64")
                .contains("shorter metadata.name");
    }

    @Test
    void a_trust_domain_longer_than_an_o_is_refused() {
        assertThat(violation(new WorkloadIdentity("t".repeat(65), "ns", "sa"), "role"))
                .contains("shorter spec.trustDomain");
    }

    private static WorkloadIdentity identity(String namespace, String serviceAccount) {
        return new WorkloadIdentity("td", namespace, serviceAccount);
    }

    private static String violation(WorkloadIdentity identity, String role) {
        Optional<String> violation = IdentityLimits.violation(identity, role);
        assertThat(violation).isPresent();
        return violation.orElseThrow();
    }
}
