package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The custom resources of a plan. */
final class Manifests {
    private Manifests() {}

    /** AWSRoles whose IAM role the user named; the others already exist. */
    static List<Object> roles(Plan plan) {
        SortedMap<String, SortedSet<String>> namespaces = new TreeMap<>();
        SortedMap<String, String> arns = new TreeMap<>();
        for (Binding binding : plan.bindings()) {
            String arn = binding.target().arn();
            if (arn != null) {
                String role = binding.target().awsRole();
                arns.put(role, arn);
                namespaces.computeIfAbsent(role, ignored -> new TreeSet<>()).add(binding.namespace());
            }
        }
        return arns.entrySet().stream()
                .<Object>map(entry -> role(
                        entry.getKey(),
                        entry.getValue(),
                        List.copyOf(Objects.requireNonNull(namespaces.get(entry.getKey())))))
                .toList();
    }

    private static AWSRole role(String name, String arn, List<String> namespaces) {
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName(name).build());
        role.setSpec(new AWSRoleSpec(null, arn, null, null, new AllowedNamespaces(namespaces, null), null, null, null));
        return role;
    }

    static List<Object> bindings(Plan plan) {
        return plan.bindings().stream().<Object>map(Manifests::dryRun).toList();
    }

    private static AWSRoleBinding dryRun(Binding planned) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withNamespace(planned.namespace())
                .withName(planned.name())
                .build());
        binding.setSpec(new AWSRoleBindingSpec(
                new AWSRoleBindingSpec.RoleReference(planned.target().awsRole()),
                planned.subjects().stream().map(name -> new Subject(null, name)).collect(Collectors.toList()),
                null,
                null,
                null,
                null,
                true));
        return binding;
    }
}
