package dev.rolesanywhere.client.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

class EndpointSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "eu-west-1,      false, false, https://rolesanywhere.eu-west-1.amazonaws.com",
        "ap-southeast-7, false, false, https://rolesanywhere.ap-southeast-7.amazonaws.com",
        "eu-west-1,      false, true,  https://rolesanywhere.eu-west-1.api.aws",
        "us-east-1,      true,  false, https://rolesanywhere-fips.us-east-1.amazonaws.com",
        "us-east-1,      true,  true,  https://rolesanywhere-fips.us-east-1.api.aws",
        "us-gov-west-1,  true,  false, https://rolesanywhere-fips.us-gov-west-1.amazonaws.com",
        "us-gov-west-1,  false, true,  https://rolesanywhere.us-gov-west-1.api.aws",
        "cn-north-1,     false, false, https://rolesanywhere.cn-north-1.amazonaws.com.cn",
        "cn-north-1,     false, true,  https://rolesanywhere.cn-north-1.api.amazonwebservices.com.cn",
        "eusc-de-east-1, false, false, https://rolesanywhere.eusc-de-east-1.amazonaws.eu",
        "eusc-de-east-1, false, true,  https://rolesanywhere.eusc-de-east-1.api.amazonwebservices.eu",
        "us-iso-east-1,  false, false, https://rolesanywhere.us-iso-east-1.c2s.ic.gov",
        "us-isob-east-1, false, false, https://rolesanywhere.us-isob-east-1.sc2s.sgov.gov",
        "eu-isoe-west-1, false, false, https://rolesanywhere.eu-isoe-west-1.cloud.adc-e.uk",
        "us-isof-south-1,false, false, https://rolesanywhere.us-isof-south-1.csp.hci.ic.gov",
        "us-iso-east-1,  false, true,  https://rolesanywhere.us-iso-east-1.api.aws.ic.gov",
        "us-isob-east-1, false, true,  https://rolesanywhere.us-isob-east-1.api.aws.scloud",
        "eu-isoe-west-1, false, true,  https://rolesanywhere.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
        "us-isof-south-1,false, true,  https://rolesanywhere.us-isof-south-1.api.aws.hci.ic.gov",
    })
    void the_partition_of_the_region_decides(String region, boolean fips, boolean dualStack, String expected) {
        assertThat(new EndpointSettings(region, fips, dualStack, null).resolve())
                .hasToString(expected);
    }

    /** AWS's own rules give the expected endpoint of each region in its SDK. */
    @TestFactory
    Stream<DynamicTest> of_STS_it_is_the_endpoint_that_the_SDK_takes() {
        return Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(region -> DynamicTest.dynamicTest(region.id(), () -> {
                    for (boolean fips : new boolean[] {false, true}) {
                        for (boolean dualStack : new boolean[] {false, true}) {
                            assertThat(new EndpointSettings(region.id(), fips, dualStack, null).resolveSts())
                                    .isEqualTo(ofTheSdk(region, fips, dualStack));
                        }
                    }
                }));
    }

    private static URI ofTheSdk(Region region, boolean fips, boolean dualStack) {
        return StsEndpointProvider.defaultProvider()
                .resolveEndpoint(rules -> rules.region(region)
                        .useFips(fips)
                        .useDualStack(dualStack)
                        .useGlobalEndpoint(false))
                .join()
                .url();
    }

    @Test
    void an_override_for_STS_is_used_unchanged() {
        assertThat(new EndpointSettings("eu-west-1", false, false, URI.create("https://vpce-1.example.org"))
                        .resolveSts())
                .hasToString("https://vpce-1.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://vpce-1.example.org", "http://emulator.aws:8080", "https://gateway/aws"})
    void an_override_is_used_unchanged(String override) {
        assertThat(new EndpointSettings("eu-west-1", false, false, URI.create(override)).resolve())
                .hasToString(override);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true  | false | https://x | a custom endpoint cannot be combined with fips. Remove one of the two settings",
                "false | true  | https://x | a custom endpoint cannot be combined with dualStack. Remove one of the two settings",
                "false | false | gateway   | 'gateway' is not an endpoint. Write https://<host> or https://<host>:<port>",
                "false | false | ftp://x   | 'ftp://x' is not an endpoint. Write https://<host> or https://<host>:<port>",
                "false | false | https://u:p@x | an endpoint has no user, query or fragment. Write https://<host> or https://<host>:<port>",
                "false | false | https://x?q=1 | an endpoint has no user, query or fragment. Write https://<host> or https://<host>:<port>",
            })
    void settings_that_do_not_fit_are_refused(boolean fips, boolean dualStack, String override, String message) {
        assertThatThrownBy(() -> new EndpointSettings("us-east-1", fips, dualStack, URI.create(override)).resolve())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "EU-WEST-1",
                "eu-west-1.evil.example",
                "eu west",
                "eu/west",
                "-eu",
                "eu-",
                "eu`",
                "eu{",
                "eu/1",
                "eu:1",
                "us-gov-west-1-fips",
                "eusc-de-1",
                "aws-global",
                "cn-1"
            })
    void nothing_but_a_region_gets_into_the_host_name(String region) {
        assertThatThrownBy(() -> EndpointSettings.of(region).resolve()).hasMessageContaining("is not an AWS region");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu-west-1",
                "cn-north-1",
                "eusc-de-east-1",
                "us-gov-west-1",
                "us-iso-east-1",
                "us-isob-east-1",
                "eu-isoe-west-1",
                "us-isof-south-1",
                "ca-central-1",
                "mx-central-1",
                "us-gov-west-1-fips",
                "us-gov-1",
                "cn-1",
                "eusc-east-1",
                "xx",
                "us--1",
                "us-east-",
                "US-east-1",
                "local"
            })
    void the_schema_knows_the_same_regions_as_the_endpoints(String region) {
        assertThat(region.matches(Regions.ANY))
                .isEqualTo(Partition.ofRegion(region).isPresent());
    }

    @Test
    void the_schema_knows_the_same_partitions_and_each_by_its_own_regions() {
        Map<Partition, String> regions = Map.of(
                Partition.COMMERCIAL, "eu-west-1",
                Partition.CHINA, "cn-north-1",
                Partition.EUROPEAN_SOVEREIGN_CLOUD, "eusc-de-east-1",
                Partition.GOV_CLOUD, "us-gov-west-1",
                Partition.ISO, "us-iso-east-1",
                Partition.ISO_B, "us-isob-east-1",
                Partition.ISO_E, "eu-isoe-west-1",
                Partition.ISO_F, "us-isof-south-1");
        Pattern schema = Pattern.compile(Regions.ARN_OF_A_REGION);
        assertThat(regions).hasSameSizeAs(Partition.values());
        regions.forEach((of, region) -> {
            assertThat(Partition.ofRegion(region)).contains(of);
            for (Partition partition : Partition.values()) {
                assertThat(partition.id()).matches(Regions.PARTITION);
                assertThat(schema.matcher("arn:" + partition.id() + ":rolesanywhere:" + region + ":111122223333:x")
                                .find())
                        .isEqualTo(partition == of);
            }
        });
    }

    @Test
    void a_region_has_any_letters_and_digits_in_their_places() {
        assertThat(EndpointSettings.of("az-az-09").resolve())
                .hasToString("https://rolesanywhere.az-az-09.amazonaws.com");
        assertThat(EndpointSettings.of("za-z-90").resolve()).hasToString("https://rolesanywhere.za-z-90.amazonaws.com");
    }
}
