package dev.rolesanywhere.plugin.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.role.Binder.Grant;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {
    private static final RoleRef BINDER = new RoleRef("rbac.authorization.k8s.io", "ClusterRole", "binder");
    private static final Subject ALICE = new Subject("rbac.authorization.k8s.io", "User", "alice", null);

    @ParameterizedTest
    @CsvSource({
        "bind,rolesanywhere.dev,awsroles,,1",
        "*,*,*,,1",
        "bind,rolesanywhere.dev,awsroles,reader,1",
        "bind,rolesanywhere.dev,awsroles,writer,0",
        "get,rolesanywhere.dev,awsroles,,0",
        "bind,rbac.authorization.k8s.io,awsroles,,0",
        "bind,rolesanywhere.dev,awsrolebindings,,0"
    })
    void a_rule_grants_the_verb_on_the_role(String verb, String group, String resource, String name, int binders) {
        var rule = new PolicyRule(
                List.of(group), null, name == null ? null : List.of(name), List.of(resource), List.of(verb));
        assertThat(Binder.of(
                        "reader",
                        Map.of(Binder.key("ClusterRole", "", "binder"), List.of(rule)),
                        List.of(new Grant("", BINDER, List.of(ALICE)))))
                .hasSize(binders);
    }

    @Test
    void a_rolebinding_grants_the_verb_in_its_namespace() {
        var rule = new PolicyRule(List.of("*"), null, null, List.of("*"), List.of("*"));
        assertThat(Binder.of(
                        "reader",
                        Map.of(Binder.key("ClusterRole", "", "binder"), List.of(rule)),
                        List.of(
                                new Grant("shop", BINDER, List.of(ALICE)),
                                new Grant("", BINDER, List.of(new Subject(null, "ServiceAccount", "ci", "tools"))))))
                .containsExactly(
                        new Binder("User alice", "shop", "ClusterRole binder"),
                        new Binder("ServiceAccount tools/ci", "every namespace", "ClusterRole binder"));
    }
}
