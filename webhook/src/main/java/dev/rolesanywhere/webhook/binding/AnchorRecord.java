package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.cache.Records;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.crds.trustanchor.ManagedRegistration;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cached part of an AWSTrustAnchor.
 *
 * @param external the location of its certificates in files of the pod; null if the operator issues them
 * @param managedRegions the region of each account in which the operator registers it in only one region, by account
 */
record AnchorRecord(
        String name, String resourceVersion, @Nullable External external, Map<String, String> managedRegions) {

    AnchorRecord {
        managedRegions = Map.copyOf(managedRegions);
    }

    static Records<AWSTrustAnchor, AnchorRecord> records() {
        return new Records<>(AnchorRecord::of, (key, kept) -> kept.anchor());
    }

    private static AnchorRecord of(AWSTrustAnchor anchor) {
        External external =
                anchor.getSpec() == null || anchor.getSpec().defect().isPresent()
                        ? null
                        : anchor.getSpec().certificateAuthority().external();
        return new AnchorRecord(
                anchor.getMetadata().getName(),
                anchor.getMetadata().getResourceVersion(),
                external,
                anchor.getSpec() == null ? Map.of() : managedRegions(anchor.getSpec()));
    }

    private static Map<String, String> managedRegions(AWSTrustAnchorSpec spec) {
        if (spec.managedRegistrations() == null) {
            return Map.of();
        }
        Map<String, List<String>> regions = spec.managedRegistrations().stream()
                .filter(managed -> managed.state() != ManagedRegistration.State.Absent)
                .filter(managed -> managed.account() != null && managed.region() != null)
                .collect(Collectors.groupingBy(
                        ManagedRegistration::account,
                        Collectors.mapping(ManagedRegistration::region, Collectors.toList())));
        return regions.entrySet().stream()
                .filter(each -> each.getValue().size() == 1)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().getFirst()));
    }

    private AWSTrustAnchor anchor() {
        AWSTrustAnchor anchor = new AWSTrustAnchor();
        anchor.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withResourceVersion(resourceVersion)
                .build());
        return anchor;
    }
}
