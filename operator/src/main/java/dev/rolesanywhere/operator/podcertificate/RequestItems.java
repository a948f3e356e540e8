package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.crds.cache.Records;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The part of each request that the watch stores: its version, and whether it is answered. A whole request may have 256
 * KiB.
 */
final class RequestItems extends Records<GenericKubernetesResource, RequestItems.Kept> {
    private final WaitingRequests waiting;
    private final Clock clock;

    record Kept(String resourceVersion, String uid, boolean answered) {}

    RequestItems(WaitingRequests waiting, Clock clock) {
        super(RequestItems::kept, RequestItems::object);
        this.waiting = waiting;
        this.clock = clock;
    }

    @Override
    protected void changed(String key, @Nullable Kept before, @Nullable Kept after) {
        WaitingRequests.Key found = WaitingRequests.Key.of(key);
        if (after == null || after.answered()) {
            waiting.remove(found);
        } else {
            waiting.add(found, clock.instant());
        }
    }

    private static Kept kept(GenericKubernetesResource request) {
        return new Kept(
                String.valueOf(request.getMetadata().getResourceVersion()),
                String.valueOf(request.getMetadata().getUid()),
                PodCertificateRequest.isAnswered(request));
    }

    private static GenericKubernetesResource object(String key, Kept kept) {
        WaitingRequests.Key found = WaitingRequests.Key.of(key);
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(found.namespace())
                .withName(found.name())
                .withUid(kept.uid())
                .withResourceVersion(kept.resourceVersion())
                .build());
        return object;
    }
}
