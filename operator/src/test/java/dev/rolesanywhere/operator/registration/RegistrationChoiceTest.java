package dev.rolesanywhere.operator.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import dev.rolesanywhere.crds.trustanchor.Registration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public class RegistrationChoiceTest {
    private static final String ACCOUNT = "111122223333";
    private static final String OTHER = "444455556666";

    @Test
    void without_a_registration_the_message_names_the_account() {
        assertThat(RegistrationChoice.choose(role(null), List.of()))
                .isEqualTo(new RegistrationChoice.NotRegistered("account 111122223333 that has a profileARN"));
    }

    @Test
    void a_partition_other_than_most_peoples_is_named() {
        AWSRoleSpec sovereign = new AWSRoleSpec(
                null,
                "arn:aws-eusc:iam::111122223333:role/orders-reader",
                null,
                null,
                new AllowedNamespaces(List.of("shop"), null),
                null,
                null,
                null);
        assertThat(RegistrationChoice.choose(sovereign, null))
                .isEqualTo(new RegistrationChoice.NotRegistered(
                        "account 111122223333 of partition aws-eusc that has a profileARN"));
    }

    @Test
    void a_role_without_a_profile_uses_the_first_registration_of_its_account_with_a_profile() {
        Registration other = registration("eu-west-1", OTHER, true);
        Registration bare = registration("eu-west-1", ACCOUNT, false);
        Registration first = registration("eu-central-1", ACCOUNT, true);
        Registration second = registration("us-east-1", ACCOUNT, true);

        assertThat(RegistrationChoice.choose(role(null), List.of(other, bare, first, second)))
                .isEqualTo(new RegistrationChoice.Served(
                        first, profile("eu-central-1", ACCOUNT), new ArnPlace("aws", "eu-central-1", ACCOUNT)));
    }

    @Test
    void a_role_with_a_profile_uses_the_registration_of_its_account_and_region() {
        Registration elsewhere = registration("eu-west-1", ACCOUNT, true);
        Registration bare = registration("us-east-1", ACCOUNT, false);
        String profile = "arn:aws:rolesanywhere:us-east-1:111122223333:alias/profile/prod";

        assertThat(RegistrationChoice.choose(role(profile), List.of(elsewhere, bare)))
                .isEqualTo(new RegistrationChoice.Served(bare, profile, new ArnPlace("aws", "us-east-1", ACCOUNT)));
    }

    @Test
    void registrations_of_other_places_do_not_fit() {
        String profile = profile("us-east-1", ACCOUNT);

        assertThat(RegistrationChoice.choose(role(profile), List.of(registration("eu-west-1", ACCOUNT, true))))
                .isEqualTo(new RegistrationChoice.NoneFits("account 111122223333 and region us-east-1"));
        assertThat(RegistrationChoice.choose(role(null), List.of(registration("eu-west-1", OTHER, true))))
                .isInstanceOf(RegistrationChoice.NoneFits.class);
    }

    @Test
    void the_same_account_number_in_another_partition_is_another_account() {
        Registration sovereign = new Registration(
                "arn:aws-eusc:rolesanywhere:eusc-de-east-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef",
                "arn:aws-eusc:rolesanywhere:eusc-de-east-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef",
                null);

        assertThat(RegistrationChoice.choose(role(null), List.of(sovereign)))
                .isInstanceOf(RegistrationChoice.NoneFits.class);
    }

    static AWSRoleSpec role(@Nullable String profileARN) {
        return new AWSRoleSpec(
                null,
                "arn:aws:iam::111122223333:role/orders-reader",
                profileARN,
                null,
                new AllowedNamespaces(List.of("shop"), null),
                null,
                null,
                null);
    }

    public static Registration registration(String region, String account, boolean withProfile) {
        return new Registration(
                "arn:aws:rolesanywhere:%s:%s:trust-anchor/01234567-89ab-cdef-0123-456789abcdef"
                        .formatted(region, account),
                withProfile ? profile(region, account) : null,
                null);
    }

    static String profile(String region, String account) {
        return "arn:aws:rolesanywhere:%s:%s:profile/01234567-89ab-cdef-0123-456789abcdef".formatted(region, account);
    }
}
