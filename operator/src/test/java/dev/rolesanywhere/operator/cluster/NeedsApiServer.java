package dev.rolesanywhere.operator.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Reports the test as skipped, by name, if no Docker engine answers. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "dev.rolesanywhere.operator.cluster.ApiServer#available",
        disabledReason = "needs Docker, to run Kubernetes in a container")
public @interface NeedsApiServer {}
