package dev.rolesanywhere.plugin.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.plugin.cluster.PluginException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From what a scan has found to files and commands. */
class MigrationTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "migration");
    private static final List<String> ROLES =
            List.of(Shop.KEY + "=arn:aws:iam::111122223333:role/orders-reader", Shop.OTHER_KEY + "=ship-writer");

    private final Written written = Steps.of(Planner.plan(Shop.scan(), Mapping.of(ROLES)));

    @Test
    void the_files_and_the_page_equal_the_golden_files() throws IOException {
        String all = written.files().entrySet().stream()
                .map(file -> "# %s\n%s"
                        .formatted(
                                file.getKey(),
                                file.getValue().stream()
                                        .map(Serialization::asYaml)
                                        .collect(Collectors.joining())))
                .collect(Collectors.joining("\n"));
        compare("files.yaml", all);
        compare("PLAN.md", Page.of(written));
    }

    @Test
    void no_file_and_no_command_contains_a_secret_key() {
        assertThat(Serialization.asYaml(written.files())).doesNotContain(Shop.SECRET_KEY, "d0phbHJY");
        assertThat(Page.of(written)).doesNotContain(Shop.SECRET_KEY, "d0phbHJY");
    }

    @Test
    void each_step_except_the_last_can_be_reverted() {
        assertThat(written.steps()).hasSize(7);
        assertThat(written.steps().subList(0, 6))
                .flatExtracting(Step::actions)
                .filteredOn(action -> !action.apply().isEmpty())
                .allSatisfy(action -> assertThat(
                                action.revert().isEmpty() && action.note().isEmpty())
                        .isFalse());
        assertThat(written.steps().getLast().actions())
                .flatExtracting(Step.Action::revert)
                .isEmpty();
    }

    @Test
    void a_role_is_bound_only_to_workloads_with_its_key() {
        Plan plan = Planner.plan(Shop.scan(), Mapping.of(ROLES));

        assertThat(plan.moves())
                .extracting(move -> move.usage().reference() + " " + move.from() + ">" + move.to())
                .containsExactlyInAnyOrder(
                        "deployment/orders default>orders",
                        "cronjob/nightly batch>batch",
                        "statefulset/index shared>index",
                        "daemonset/ship default>ship",
                        "pod/tool default>tool",
                        "replicaset/old eks>eks",
                        "job/once default>once");
        assertThat(plan.accounts())
                .filteredOn(account -> account.getMetadata().getName().equals("orders"))
                .singleElement()
                .satisfies(account -> assertThat(account.getImagePullSecrets()).hasSize(1));
    }

    @Test
    void a_key_without_a_role_becomes_a_placeholder_that_the_schema_rejects() {
        Plan plan = Planner.plan(Shop.scan(), Mapping.of(List.of()));

        assertThat(plan.bindings())
                .filteredOn(binding -> binding.target().isPlaceholder())
                .extracting(binding -> binding.name() + " " + binding.target().awsRole())
                .containsExactlyInAnyOrder(
                        "key-akiaiosfodnn7example WRITE-THE-AWSROLE-OF-AKIAIOSFODNN7EXAMPLE",
                        "key-akiai44qh8dhbexample WRITE-THE-AWSROLE-OF-AKIAI44QH8DHBEXAMPLE");
        assertThat(plan.bindings())
                .filteredOn(binding -> binding.target().isPlaceholder())
                .allMatch(binding -> !binding.target().awsRole().matches("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"));
        assertThat(Steps.of(plan).lookUp()).anyMatch(line -> line.contains("write the name of an AWSRole there"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIAIOSFODNN7EXAMPLE",
                "=reader",
                "AKIAIOSFODNN7EXAMPLE=",
                "AKIAIOSFODNN7EXAMPLE=arn:aws:iam::1:user/x",
                "AKIAIOSFODNN7EXAMPLE=Reader; rm"
            })
    void a_mapping_without_a_role_is_rejected(String option) {
        assertThatThrownBy(() -> Mapping.of(List.of(option)))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("is invalid");
    }

    @Test
    void a_mapping_of_an_unused_key_is_rejected_with_the_found_keys() {
        assertThatThrownBy(() -> Planner.plan(Shop.scan(), Mapping.of(List.of("AKIAXXXXXXXXXXXXXXXX=reader"))))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("No workload uses key AKIAXXXXXXXXXXXXXXXX")
                .hasMessageContaining(Shop.KEY);
    }

    @Test
    void without_a_finding_no_file_is_written() {
        Written nothing = Steps.of(Planner.plan(Shop.scan(List.of(Shop.KEYS)), Mapping.of(List.of())));

        assertThat(nothing.files()).isEmpty();
    }

    private static void compare(String file, String text) throws IOException {
        Path golden = GOLDEN.resolve(file);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}
