package dev.rolesanywhere.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;

/** The policies of examples/aws-policies permit exactly the SDK calls of the operator's code. */
class AwsPolicyTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.rolesanywhere.operator", "dev.rolesanywhere.authorities");
    private static final Path POLICIES = Path.of("..", "examples", "aws-policies");
    /** Actions that AWS requires in addition to the action of the call's name. */
    private static final Set<String> IMPLIED =
            Set.of("rolesanywhere:TagResource", "iam:PassRole", "iam:CreateServiceLinkedRole");

    @ParameterizedTest
    @CsvSource({
        "managed-registrations.json, rolesanywhere, software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient",
        "aws-kms.json, kms, software.amazon.awssdk.services.kms.KmsClient",
        "acm-pca.json, acm-pca, software.amazon.awssdk.services.acmpca.AcmPcaClient"
    })
    void a_policy_has_the_actions_of_the_calls_in_the_code(String policy, String service, Class<?> client)
            throws IOException {
        Set<String> needed = called(client).stream()
                .map(method -> service + ":" + upper(method))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> permitted = actions(policy);
        permitted.removeAll(IMPLIED);

        assertThat(needed).isNotEmpty();
        assertThat(permitted).isEqualTo(needed);
    }

    @Test
    void each_action_is_an_operation_of_the_sdk_or_one_that_aws_implies() throws IOException {
        Set<String> known = new TreeSet<>(IMPLIED);
        operations(IamClient.class).forEach(it -> known.add("iam:" + it));
        operations(RolesAnywhereClient.class).forEach(it -> known.add("rolesanywhere:" + it));
        operations(KmsClient.class).forEach(it -> known.add("kms:" + it));
        operations(AcmPcaClient.class).forEach(it -> known.add("acm-pca:" + it));

        try (Stream<Path> files = Files.list(POLICIES)) {
            for (Path file : files.toList()) {
                assertThat(actions(file.getFileName().toString()))
                        .as(file.toString())
                        .isSubsetOf(known);
            }
        }
    }

    @Test
    void the_page_names_each_action_of_each_policy() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "permissions.md"));
        try (Stream<Path> files = Files.list(POLICIES)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                String row = page.lines()
                        .filter(line -> line.contains("(../examples/aws-policies/" + name + ")"))
                        .findFirst()
                        .orElse("");
                assertThat(actions(name)).as(name).allMatch(action -> row.contains("`" + action + "`"));
            }
        }
    }

    private static Set<String> called(Class<?> client) {
        return CLASSES.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isAssignableTo(client))
                .map(JavaMethodCall::getName)
                .map(AwsPolicyTest::upper)
                .filter(operations(client)::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The SDK generates a method for each operation, with a request of the operation's name. */
    private static Set<String> operations(Class<?> client) {
        return Arrays.stream(client.getMethods())
                .filter(method -> Arrays.stream(method.getParameterTypes())
                        .anyMatch(type -> type.getSimpleName().equals(upper(method.getName()) + "Request")))
                .map(method -> upper(method.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String upper(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static Set<String> actions(String policy) throws IOException {
        return new ObjectMapper()
                .readTree(POLICIES.resolve(policy).toFile())
                .get("Statement")
                .valueStream()
                .map(statement -> statement.get("Action"))
                .flatMap(action -> action.isTextual() ? Stream.of(action) : action.valueStream())
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
