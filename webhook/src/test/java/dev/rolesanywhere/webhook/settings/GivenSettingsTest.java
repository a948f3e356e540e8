package dev.rolesanywhere.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GivenSettingsTest {
    @Test
    void without_settings_nothing_is_set() throws Exception {
        assertThat(GivenSettings.read(Map.of("example.org/role", "x"), "the pod"))
                .isEqualTo(new GivenSettings(false, null, null, null, null, null, null));
    }

    @Test
    void every_annotation_is_read() throws Exception {
        GivenSettings given = GivenSettings.read(
                Map.of(
                        "rolesanywhere.dev/inject", "false",
                        "rolesanywhere.dev/role", "orders.reader-2",
                        "rolesanywhere.dev/delivery", "Files",
                        "rolesanywhere.dev/startup", "DoNotWait",
                        "rolesanywhere.dev/container-roles", "app=orders-reader, worker = batch",
                        "rolesanywhere.dev/region", "us-gov-west-1"),
                "the pod");
        assertThat(given)
                .isEqualTo(new GivenSettings(
                        true,
                        "orders.reader-2",
                        Delivery.Files,
                        Startup.DoNotWait,
                        "us-gov-west-1",
                        null,
                        Map.of("app", "orders-reader", "worker", "batch")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", " a , b ", "a,b,", ",a,,b"})
    void names_are_separated_by_commas_and_blanks_do_not_count(String list) throws Exception {
        ContainerSelection selection = GivenSettings.read(Map.of("rolesanywhere.dev/skip-containers", list), "the pod")
                .containers();
        assertThat(selection).isNotNull();
        assertThat(selection.named()).containsExactly("a", "b");
        assertThat(selection.selects("a")).isFalse();
        assertThat(selection.selects("c")).isTrue();
    }

    @Test
    void an_empty_skip_list_overrides_less_specific_skip_lists() throws Exception {
        assertThat(GivenSettings.read(Map.of("rolesanywhere.dev/skip-containers", ""), "the pod")
                        .containers())
                .isEqualTo(new ContainerSelection.AllBut(java.util.Set.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inject     | False      | write \"false\"",
                "inject     | ''         | write \"false\"",
                "role       | ''         | write the name of an AWSRole",
                "role       | Orders     | write the name of an AWSRole",
                "delivery   | endpoint   | write Endpoint or Files",
                "startup    | now        | write WaitForCredentials or DoNotWait",
                "region     | eu_west_1  | write an AWS region's code",
                "region     | ''         | write an AWS region's code",
                "skip-containers    | A  | write container names, separated by commas",
                "include-containers | a b| write container names, separated by commas",
                "include-containers | ','| name at least one container",
                "container-roles    | app| write <container>=<AWSRole>",
                "container-roles    | app=| write <container>=<AWSRole>",
                "container-roles    | app=a=b| write <container>=<AWSRole>",
                "container-roles    | 'app=a,app=b'| write <container>=<AWSRole>",
            })
    void an_invalid_value_is_rejected_with_the_correction(String key, String value, String instead) {
        assertThatThrownBy(() -> GivenSettings.read(Map.of("rolesanywhere.dev/" + key, value), "ServiceAccount a/b"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("ServiceAccount a/b has annotation rolesanywhere.dev/" + key)
                .hasMessageContaining(instead);
    }

    @Test
    void a_long_value_is_not_repeated_in_full() {
        assertThatThrownBy(() -> GivenSettings.read(Map.of("rolesanywhere.dev/region", "X".repeat(100_000)), "the pod"))
                .message()
                .hasSizeLessThan(300);
    }
}
