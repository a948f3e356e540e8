package dev.rolesanywhere.webhook.injection;

import static dev.rolesanywhere.webhook.injection.PodReview.review;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.binding.CertificateFiles;
import dev.rolesanywhere.webhook.injection.Injector.Injection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates in a volume of the pod itself, which must be written before the sidecar reads them. */
class ExternalVolumesTest {
    private static final BoundRole READER = new BoundRole(
            "reader",
            "reader",
            true,
            true,
            null,
            null,
            null,
            null,
            new CertificateFiles(
                    "spire",
                    new ObjectMapper()
                            .convertValue(
                                    PodReview.yaml(
                                            "{owner: SPIRE, volume: {name: svid}, trustBundle: {configMapRef: {name: bundle}}}"),
                                    External.class)));

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "[{name: svid, mountPath: /svid, readOnly: true}]", "[{name: data, mountPath: /data}]"})
    void an_init_container_that_does_not_write_the_volume_does_not_suffice(String mounts) {
        assertThat(review(pod("{name: other, volumeMounts: %s}".formatted(mounts)), READER)
                        .decision()
                        .reason())
                .isEqualTo("CertificateVolumeUnfit");
    }

    @Test
    void the_sidecar_starts_between_the_writer_and_the_containers_that_do_not_write_the_volume() {
        Injection injection = review(pod("""
                {name: helper, restartPolicy: Always, volumeMounts: [{name: svid, mountPath: /svid}]},
                {name: reader, volumeMounts: [{name: svid, mountPath: /svid, readOnly: true}]},
                {name: migrate, volumeMounts: [{name: data, mountPath: /data}]},
                {name: warm-up}"""), READER);
        assertThat(new PodView(injection.pod()).initContainers())
                .extracting(ContainerView::name)
                .containsExactly("helper", "aws-credentials", "reader", "migrate", "warm-up");
    }

    private static String pod(String initContainers) {
        return """
                spec:
                  initContainers: [%s]
                  containers: [{name: app}]
                  volumes: [{name: svid, emptyDir: {}}, {name: data, emptyDir: {}}]
                """.formatted(initContainers);
    }
}
