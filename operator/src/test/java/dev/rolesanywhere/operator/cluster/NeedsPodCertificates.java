package dev.rolesanywhere.operator.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs if the API server can serve PodCertificateRequests. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "dev.rolesanywhere.operator.cluster.ApiServer#hasPodCertificates",
        disabledReason = "PodCertificateRequests are of Kubernetes 1.35 and newer")
@interface NeedsPodCertificates {}
