package dev.rolesanywhere.client.arn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {
    @Test
    void a_trust_anchor_has_region_account_and_id() {
        TrustAnchorArn arn =
                TrustAnchorArn.parse("arn:aws-cn:rolesanywhere:cn-north-1:111122223333:trust-anchor/0a-1b");
        assertThat(arn.region()).isEqualTo("cn-north-1");
        assertThat(arn.account()).isEqualTo("111122223333");
        assertThat(arn.name()).isEqualTo("0a-1b");
        assertThat(arn.isAlias()).isFalse();
        assertThat(arn.arn().partition()).isEqualTo("aws-cn");
        assertThat(arn).hasToString("arn:aws-cn:rolesanywhere:cn-north-1:111122223333:trust-anchor/0a-1b");
    }

    @Test
    void aliases_are_full_citizens() {
        TrustAnchorArn anchor =
                TrustAnchorArn.parse("arn:aws:rolesanywhere:eu-west-1:111122223333:alias/trust-anchor/prod");
        ProfileArn profile = ProfileArn.parse("arn:aws:rolesanywhere:eu-west-1:111122223333:alias/profile/shop");
        assertThat(anchor.isAlias()).isTrue();
        assertThat(anchor.name()).isEqualTo("prod");
        assertThat(profile.isAlias()).isTrue();
        assertThat(profile.name()).isEqualTo("shop");
    }

    @Test
    void a_profile_has_region_account_and_id() {
        String text = "arn:aws:rolesanywhere:eu-west-1:098765432109:profile/0a-1b";
        ProfileArn arn = ProfileArn.parse(text);
        assertThat(arn.region()).isEqualTo("eu-west-1");
        assertThat(arn.account()).isEqualTo("098765432109");
        assertThat(arn.name()).isEqualTo("0a-1b");
        assertThat(arn.isAlias()).isFalse();
        assertThat(arn).hasToString(text);
    }

    @Test
    void an_arn_may_have_1011_characters() {
        String start = "arn:aws:iam::111122223333:role/";
        String longest = start + "x".repeat(1011 - start.length());
        assertThat(RoleArn.parse(longest)).hasToString(longest);
        assertThatThrownBy(() -> RoleArn.parse(longest + "x")).hasMessageContaining("longer than 1011");
    }

    @Test
    void a_role_has_a_name_behind_its_path() {
        RoleArn role = RoleArn.parse("arn:aws-us-gov:iam::111122223333:role/team/shop/orders");
        assertThat(role.name()).isEqualTo("orders");
        assertThat(role.account()).isEqualTo("111122223333");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "role         | orders                                                          | it is not an ARN",
                "role         | arn:aws:iam:111122223333:role/x                                 | it is not an ARN",
                "role         | arn:aws:iam::1111:role/x                                        | the account must be 12 digits",
                "role         | arn:aws:iam::11112222333x:role/x                                | the account must be 12 digits",
                "role         | arn:aws:iam:eu-west-1:111122223333:role/x                       | its region must be empty",
                "role         | arn:aws:iam::111122223333:user/x                                | its resource is 'user/x'",
                "role         | arn:aws:iam::111122223333:role/                                 | its resource is 'role/'",
                "role         | arn:aws:sts::111122223333:assumed-role/x/s                      | it is the ARN of a session, not of a role",
                "role         | arn:aws:rolesanywhere:eu-west-1:111122223333:profile/1          | its service is 'rolesanywhere', not 'iam'",
                "role         | arn:gcp:iam::111122223333:role/x                                | 'gcp' is not an AWS partition",
                "trust-anchor | arn:aws:rolesanywhere:eu-west-1:111122223333:profile/1          | its resource is 'profile/1'",
                "trust-anchor | arn:aws:rolesanywhere::111122223333:trust-anchor/1              | it has no region",
                "trust-anchor | arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/      | its resource is 'trust-anchor/'",
                "trust-anchor | arn:aws:rolesanywhere:eu-west-1:111122223333:alias/profile/x    | its resource is 'alias/profile/x'",
                "profile      | arn:aws:iam::111122223333:role/x                                | its service is 'iam', not 'rolesanywhere'",
                "profile      | arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/1     | its resource is 'trust-anchor/1'",
                "profile      | arn:aws:rolesanywhere:eu-west-1:111122223333:profile/a/b        | its resource is 'profile/a/b'",
                "profile      | arn:aws:rolesanywhere:eu-west-1:111122223333:profile//a         | its resource is 'profile//a'",
                "role         | arn:aws:iam::11112222333/:role/x                                | the account must be 12 digits",
            })
    void an_invalid_arn_is_rejected_with_problem_and_correction(String kind, String text, String reason) {
        assertThatThrownBy(() -> parse(kind, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not the ARN of a " + kind.replace('-', ' '))
                .hasMessageContaining(reason)
                .hasMessageContaining("Write arn:aws:" + (kind.equals("role") ? "iam" : "rolesanywhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::111122223333:role/", "", "arn:"})
    void a_very_long_text_is_rejected_without_repeating_it(String beginning) {
        assertThatThrownBy(() -> RoleArn.parse(beginning + "x".repeat(2000)))
                .hasMessageContaining("longer than 1011")
                .message()
                .hasSizeLessThan(300);
    }

    @Test
    void finds_the_parts_of_any_arn() {
        assertThat(Arn.find("arn:aws-cn:kms:cn-north-1:111122223333:alias/a:b"))
                .contains(new Arn("aws-cn", "kms", "cn-north-1", "111122223333", "alias/a:b"));
        assertThat(Arn.find("arn:aws:acm-pca:::template/Blank/V1"))
                .contains(new Arn("aws", "acm-pca", "", "", "template/Blank/V1"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "orders", "arn:aws:iam:111122223333:role/x", "urn:aws:iam::111122223333:role/x"})
    void finds_nothing_in_a_text_that_is_not_an_arn(@Nullable String text) {
        assertThat(Arn.find(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:kms:eu-west-1:111122223333:key/a, true",
        "arn:aws-cn:kms:cn-north-1:111122223333:key/a, true",
        "arn:aws:kms:cn-north-1:111122223333:key/a, false",
        "arn:aws-cn:kms:eu-west-1:111122223333:key/a, false",
        "arn:aws:kms:us-gov-west-1-fips:111122223333:key/a, false",
        "arn:aws:iam::111122223333:role/x, false",
    })
    void an_arn_shows_whether_its_region_belongs_to_its_partition(String text, boolean expected) {
        assertThat(Arn.of(text).isRegionOfPartition()).isEqualTo(expected);
    }

    @Test
    void names_the_text_that_is_not_an_arn() {
        assertThatThrownBy(() -> Arn.of("orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'orders' is not an ARN");
    }

    private static Object parse(String kind, String text) {
        return switch (kind) {
            case "role" -> RoleArn.parse(text);
            case "profile" -> ProfileArn.parse(text);
            default -> TrustAnchorArn.parse(text);
        };
    }
}
