package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.fuzz.Target;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.Candidate;
import dev.rolesanywhere.webhook.injection.Injector;
import dev.rolesanywhere.webhook.injection.PodView;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * An admission review, up to its answer. Reviews that the API server would never send are rejected or answered, but
 * never cause an internal error.
 */
public final class AdmissionTarget {
    private static final Injector INJECTOR = new Injector(
            new ChartSettings(
                    "0.1.0",
                    new ChartSettings.SidecarSettings(
                            "sidecar:0.1.0", "IfNotPresent", List.of("pull"), "50m", "96Mi", SidecarLog.ordinary()),
                    new ChartSettings.Issuer("https://issuer.aws.svc", "bundle"),
                    Optional.empty(),
                    Set.of("istio-proxy"),
                    Set.of("kube-system"),
                    Delivery.Endpoint,
                    Startup.WaitForCredentials,
                    "eu-west-1"),
            new Random(1));
    private static final List<BoundRole> ROLES = List.of(new BoundRole("reader", "reader", false, true, null, null));

    private AdmissionTarget() {}

    public static Target target() {
        return Target.of("admission-review", AdmissionTarget::feed, """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","namespace":"shop","operation":"CREATE",\
                "resource":{"group":"","version":"v1","resource":"pods"},"object":{"metadata":{"name":"a","annotations":\
                {"rolesanywhere.dev/role":"reader"}},"spec":{"serviceAccountName":"orders","containers":[{"name":"app","env":[{"name":\
                "A","value":"b"}],"volumeMounts":[{"name":"v","mountPath":"/v"}]}],"initContainers":[{"name":"istio-proxy"}],\
                "volumes":[{"name":"v"}]}}}}""", """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","namespace":"shop","operation":"CREATE",\
                "resource":{"resource":"pods"},"object":{"metadata":{"annotations":{"rolesanywhere.dev/injected":"0.0.9"}},"spec":\
                {"containers":[{"name":"app","env":[{"name":"AWS_CONTAINER_CREDENTIALS_FULL_URI","value":\
                "http://127.0.0.1:9911/v1/credentials"}],"volumeMounts":[{"name":"aws-credentials","readOnly":true,"mountPath":\
                "/var/run/rolesanywhere.dev/credentials"}]}],"initContainers":[{"name":"aws-credentials"}],"volumes":[]}}}}""");
    }

    private static void feed(byte[] input) {
        AdmissionRequest request;
        try {
            request = ReviewReader.read(new ByteArrayInputStream(input));
        } catch (NotAnAdmissionReviewException e) {
            return;
        }
        if (request.pod() != null) {
            answer(request.uid(), request.namespace(), request.pod());
        }
    }

    private static void answer(String uid, String namespace, ObjectNode pod) {
        ObjectNode before = pod.deepCopy();
        Injector.Injection injection = INJECTOR.inject(new Candidate(namespace, new PodView(pod), Map.of(), ROLES));
        assertThat(pod).as("what came in is not written to").isEqualTo(before);
        assertThat(AdmissionAnswer.of(uid, injection, ReasonPages.NOWHERE)
                        .at("/response/uid")
                        .asText())
                .isEqualTo(uid);
    }
}
