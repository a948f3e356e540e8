package dev.rolesanywhere.operator.binding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleForBindingTest {
    private static final String ROLE = """
            roleARN: arn:aws:iam::111122223333:role/first
            sessionDuration: 6h
            allowedNamespaces: {names: [shop]}
            """;

    @Test
    void without_a_target_role_pods_get_the_role_itself() throws Exception {
        BindingFacts.Role role = of("");

        assertThat(role.roleARN()).isEqualTo("arn:aws:iam::111122223333:role/first");
        assertThat(role.account()).isEqualTo("111122223333");
        assertThat(role.sessionDuration()).isEqualTo("6h");
        assertThat(role.targetSession()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"'', 1h", "', sessionDuration: 30m', 30m"})
    void with_a_target_role_pods_get_its_session(String duration, String session) throws Exception {
        BindingFacts.Role role = of("targetRole: {roleARN: 'arn:aws:iam::444455556666:role/target'" + duration + "}");

        assertThat(role.roleARN()).isEqualTo("arn:aws:iam::444455556666:role/target");
        assertThat(role.account()).isEqualTo("444455556666");
        assertThat(role.targetSession()).isEqualTo(session);
    }

    private static BindingFacts.Role of(String target) throws Exception {
        AWSRole role = new AWSRole();
        role.setSpec(new ObjectMapper(new YAMLFactory()).readValue(ROLE + target, AWSRoleSpec.class));
        return RoleForBinding.of(role, "shop", Optional.empty());
    }
}
