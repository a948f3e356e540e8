package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.crds.contract.PodCertificates;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import java.util.Set;

/**
 * Version and APIs of the API server.
 *
 * @param major of its version
 * @param minor of its version; providers write {@code 30+}
 * @param admission resources of admissionregistration.k8s.io/v1
 * @param ours resources of rolesanywhere.dev/v1alpha1
 * @param certificates resources of certificates.k8s.io, in the versions that the operator understands
 */
record Platform(String major, String minor, Set<String> admission, Set<String> ours, Set<String> certificates) {
    private static final int MINOR = 30;
    private static final String POD_CERTIFICATES = "PodCertificateRequests";
    private static final Set<String> KINDS = Set.of("awstrustanchors", "awsroles", "awsrolebindings");

    Fact version() {
        String found = "Kubernetes %s.%s".formatted(major, minor);
        return number(major) > 1 || (number(major) == 1 && number(minor) >= MINOR)
                ? Fact.good("API version", found)
                : Fact.bad(
                        "API version",
                        found,
                        "Upgrade the cluster to Kubernetes 1.30 or newer, for native sidecars and admission policies.",
                        Pages.of("operations.md"));
    }

    Fact features() {
        return admission.containsAll(Set.of("validatingadmissionpolicies", "validatingadmissionpolicybindings"))
                ? Fact.good("ValidatingAdmissionPolicy", "served by the API server")
                : Fact.bad(
                        "ValidatingAdmissionPolicy",
                        "not served by the API server",
                        "Enable admissionregistration.k8s.io/v1 with ValidatingAdmissionPolicy, which protects pods and bindings.",
                        Pages.of("threat-model.md"));
    }

    Fact kinds() {
        return ours.containsAll(KINDS)
                ? Fact.good("CRDs", "awstrustanchors, awsroles and awsrolebindings are served")
                : Fact.bad(
                        "CRDs",
                        "missing: "
                                + String.join(
                                        ", ",
                                        KINDS.stream()
                                                .filter(kind -> !ours.contains(kind))
                                                .sorted()
                                                .toList()),
                        "Install the chart, or apply its files/crds where crds.enabled is false.",
                        Pages.of("operations.md"));
    }

    /** For an installation with podCertificates.enabled. */
    Fact podCertificates() {
        return certificates.contains(PodCertificates.PLURAL)
                ? Fact.good(POD_CERTIFICATES, "served by the API server")
                : Fact.bad(
                        POD_CERTIFICATES,
                        "podCertificates.enabled is set, but the API server does not serve them",
                        "Enable the feature gate PodCertificateRequest and the API at API server and kubelets, or set"
                                + " podCertificates.enabled=false.",
                        Pages.of("pod-certificates.md#enable-it"));
    }

    private static int number(String text) {
        String digits = text.replaceAll("[^0-9].*", "");
        return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
    }
}
