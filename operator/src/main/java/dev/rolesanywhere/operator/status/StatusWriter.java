package dev.rolesanywhere.operator.status;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Patches the status of an object by server-side apply, with less content if the API server rejects it. */
@Singleton
public class StatusWriter {
    private final RejectedStatuses rejected;
    private final ReasonPages pages;

    StatusWriter(RejectedStatuses rejected, OperatorSettings settings) {
        this.rejected = rejected;
        this.pages = new ReasonPages(settings.docsUrl());
    }

    /** Adds the URL of the reason's page to the end of each condition's message. */
    public <S> S withPages(
            S status,
            Function<S, @Nullable List<Condition>> conditions,
            BiFunction<S, @Nullable List<Condition>, S> with) {
        List<Condition> all = conditions.apply(status);
        return all == null
                ? status
                : with.apply(status, all.stream().map(this::withPage).toList());
    }

    private Condition withPage(Condition condition) {
        return condition.withMessage(pages.after(condition.message(), condition.reason()));
    }

    /**
     * @param observed the object from the API server
     * @param fresh a new object to send, with the same name and nothing else
     */
    public <S, R extends CustomResource<?, S>> void write(
            R observed,
            S desired,
            Function<S, @Nullable List<Condition>> conditions,
            BiFunction<S, @Nullable List<Condition>, S> with,
            R fresh,
            Context<R> context) {
        rejected.write(
                observed.getKind(),
                ResourceID.fromResource(observed).toString(),
                new StatusContent<>(desired, observed.getStatus(), conditions, with),
                status -> {
                    fresh.setStatus(status);
                    patch(observed, fresh, context);
                });
    }

    private static <R extends CustomResource<?, ?>> void patch(R observed, R fresh, Context<R> context) {
        R patched = context.getClient()
                .resource(fresh)
                .subresource("status")
                .patch(new PatchContext.Builder()
                        .withForce(true)
                        .withFieldManager(context.getControllerConfiguration().fieldManager())
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .build());
        // Otherwise the next reconcile would decide from the old status.
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(observed), patched, observed);
    }
}
