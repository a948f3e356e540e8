package dev.rolesanywhere.plugin.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.plugin.scan.Finding.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanTest {
    private static final String ID = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private static final Store KEYS = Store.of(Serialization.unmarshal("""
        kind: Secret
        metadata: {name: keys, namespace: shop}
        data: {AWS_ACCESS_KEY_ID: QUtJQUlPU0ZPRE5ON0VYQU1QTEU=, AWS_SECRET_ACCESS_KEY: d0phbHJYVXRuRkVNSS9LN01ERU5HL2JQeFJmaUNZRVhBTVBMRUtFWQ==}
        """, Secret.class));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: app, env: [{name: AWS_ACCESS_KEY_ID, value: AKIAIOSFODNN7EXAMPLE}]} | StaticKeyInPod |"
                        + " AWS_ACCESS_KEY_ID | AKIAIOSFODNN7EXAMPLE",
                "{name: app, env: [{name: AWS_SECRET_ACCESS_KEY, value: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}]} |"
                        + " StaticKeyInPod | AWS_SECRET_ACCESS_KEY |",
                "{name: app, env: [{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: keys, key:"
                        + " AWS_ACCESS_KEY_ID}}}]} | StaticKeyByEnv | AWS_ACCESS_KEY_ID from Secret/keys |"
                        + " AKIAIOSFODNN7EXAMPLE",
                "{name: app, env: [{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: unread, key: id}}}]} |"
                        + " StaticKeyByEnv | AWS_ACCESS_KEY_ID from Secret/unread |",
                "{name: app, envFrom: [{secretRef: {name: keys}}]} | StaticKeyByEnv | envFrom Secret/keys |"
                        + " AKIAIOSFODNN7EXAMPLE",
                "{name: app, volumeMounts: [{name: aws, mountPath: /root/.aws}]} | CredentialsFile | /root/.aws from"
                        + " Secret/file |"
            })
    void a_static_key_is_found(String container, Kind kind, String where, String id) {
        assertThat(of(container)).containsExactly(new Finding("shop", "Pod/orders", "app", kind, where, id));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: app, env: [{name: AWS_REGION, value: eu-west-1}]}",
                "{name: app, env: [{name: AWS_ACCESS_KEY_ID, value: ''}]}",
                "{name: app, envFrom: [{secretRef: {name: unread}}]}",
                "{name: app, env: [{name: AWS_ACCESS_KEY_ID, value: ''}, {name: AWS_SECRET_ACCESS_KEY, value: ''}],"
                        + " envFrom: [{secretRef: {name: keys}}]}",
                "{name: app, envFrom: [{prefix: OTHER_, secretRef: {name: keys}}]}",
                "{name: app, volumeMounts: [{name: aws, mountPath: /data}]}"
            })
    void a_value_that_is_not_a_key_is_not_found(String container) {
        assertThat(of(container)).isEmpty();
    }

    @Test
    void an_unused_secret_with_a_key_is_found() {
        assertThat(new Scan(List.of(), List.of(KEYS), List.of(), List.of()).findings())
                .extracting(Finding::kind, Finding::accessKeyId)
                .containsExactly(tuple(Kind.SecretWithKeys, ID));
    }

    @Test
    void no_secret_key_is_stored() {
        String all = new Scan(
                                List.of(Workload.of(pod("{name: app, env: [{name: AWS_SECRET_ACCESS_KEY, value: %s}]}"
                                        .formatted(SECRET_KEY)))),
                                List.of(KEYS),
                                List.of(),
                                List.of())
                        .findings()
                + KEYS.toString();
        assertThat(all).doesNotContain(SECRET_KEY).contains("AWS_SECRET_ACCESS_KEY");
    }

    @ParameterizedTest
    @CsvSource({"orders,false,0", "other,false,1", "orders,true,1"})
    void an_eks_annotation_is_found_until_a_binding_names_the_account(String bound, boolean dryRun, int findings) {
        ServiceAccount account = Serialization.unmarshal("""
            metadata:
              name: orders
              namespace: shop
              annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/orders"}
            """, ServiceAccount.class);
        AWSRoleBinding binding = Serialization.unmarshal("""
            metadata: {name: b, namespace: shop}
            spec: {roleRef: {name: orders}, subjects: [{name: %s}], dryRun: %s}
            """.formatted(bound, dryRun), AWSRoleBinding.class);
        assertThat(new Scan(List.of(), List.of(), List.of(account), List.of(binding)).findings())
                .hasSize(findings);
    }

    @Test
    void a_workload_on_the_default_account_is_found() {
        Pod pod = pod("{name: app}");
        pod.getSpec().setServiceAccountName(null);
        assertThat(new Scan(List.of(Workload.of(pod)), List.of(), List.of(), List.of()).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.DefaultServiceAccount);
    }

    private static List<Finding> of(String container) {
        return new Scan(List.of(Workload.of(pod(container))), List.of(KEYS), List.of(), List.of())
                .findings().stream()
                        .filter(finding -> finding.kind() != Kind.SecretWithKeys)
                        .toList();
    }

    private static Pod pod(String container) {
        return Serialization.unmarshal("""
            kind: Pod
            metadata: {name: orders, namespace: shop}
            spec:
              serviceAccountName: orders
              volumes: [{name: aws, secret: {secretName: file}}]
              containers: [%s]
            """.formatted(container), Pod.class);
    }
}
