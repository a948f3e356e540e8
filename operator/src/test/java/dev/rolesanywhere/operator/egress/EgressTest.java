package dev.rolesanywhere.operator.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.operator.TestSettings;
import org.junit.jupiter.api.Test;

class EgressTest {
    private static final AWSAccess INSTALLATION = Egress.of(new TestSettings().aws());

    @Test
    void the_most_specific_value_of_each_member_counts() {
        AWSAccess anchor = new AWSAccess(true, null, null, "http://anchor:1", "PEM of the anchor");
        AWSAccess role = new AWSAccess(null, true, null, null, "PEM of the role");

        assertThat(Egress.over(role, Egress.over(anchor, INSTALLATION)))
                .isEqualTo(new AWSAccess(true, true, null, "http://anchor:1", "PEM of the role"));
    }

    @Test
    void unset_fields_come_from_the_installation() {
        assertThat(Egress.over(null, Egress.over(null, INSTALLATION)))
                .isEqualTo(new AWSAccess(null, null, null, "http://proxy.example.org:3128", null));
    }

    @Test
    void the_installations_endpoint_of_sts_counts_unless_an_object_sets_another() {
        AWSAccess installation = Egress.of(
                TestSettings.withStsEndpoint("https://chart.example.org").aws());
        AWSAccess role =
                new AWSAccess(null, null, null, null, null, null, null, null, null, "https://role.example.org");

        assertThat(Egress.over(null, installation).stsEndpoint()).isEqualTo("https://chart.example.org");
        assertThat(Egress.over(new AWSAccess(true, null, null, null, null), installation)
                        .stsEndpoint())
                .isEqualTo("https://chart.example.org");
        assertThat(Egress.over(role, installation).stsEndpoint()).isEqualTo("https://role.example.org");
    }

    @Test
    void a_roles_endpoint_drops_the_address_that_the_anchor_chose() {
        AWSAccess anchor = new AWSAccess(true, true, null, null, null);
        AWSAccess role = new AWSAccess(null, null, "https://vpce", null, null);

        assertThat(Egress.over(role, anchor)).isEqualTo(new AWSAccess(null, null, "https://vpce", null, null));
    }

    @Test
    void a_roles_fips_drops_the_anchors_endpoint() {
        AWSAccess anchor = new AWSAccess(null, null, "https://vpce", null, null);
        AWSAccess role = new AWSAccess(true, null, null, null, null);

        assertThat(Egress.over(role, anchor)).isEqualTo(new AWSAccess(true, null, null, null, null));
    }
}
