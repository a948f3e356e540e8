package dev.rolesanywhere.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs where API server and kubelet can have PodCertificateRequests. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "dev.rolesanywhere.e2e.cluster.Cluster#hasPodCertificates",
        disabledReason = "PodCertificateRequests are of Kubernetes 1.35 and newer")
public @interface NeedsPodCertificates {}
