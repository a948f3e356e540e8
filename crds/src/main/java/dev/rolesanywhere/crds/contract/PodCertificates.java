package dev.rolesanywhere.crds.contract;

import java.util.List;

/** Kubernetes' PodCertificateRequests (KEP-4317), for which the operator is a signer. */
public final class PodCertificates {
    /** The {@code signerName} of a {@code podCertificate} volume. */
    public static final String SIGNER = Annotations.DOMAIN + "/leaf";

    public static final String API_GROUP = "certificates.k8s.io";
    public static final String PLURAL = "podcertificaterequests";
    public static final String KIND = "PodCertificateRequest";

    /** Versions of the API that are understood, the best first. */
    public static final List<String> VERSIONS = List.of("v1", "v1beta1");

    private PodCertificates() {}
}
