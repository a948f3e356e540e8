package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.plugin.scan.Scan;
import dev.rolesanywhere.plugin.scan.Scans;
import java.util.List;

/** A namespace with every kind of static key that a scan finds. */
final class Shop {
    static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    static final String OTHER_KEY = "AKIAI44QH8DHBEXAMPLE";
    static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private Shop() {}

    static Scan scan() {
        return Scans.of(OBJECTS);
    }

    static Scan scan(List<String> objects) {
        return Scans.of(objects);
    }

    static final String KEYS = """
            {apiVersion: v1, kind: Secret, metadata: {name: keys, namespace: shop}, data: {AWS_ACCESS_KEY_ID: QUtJQUlPU0ZPRE5ON0VYQU1QTEU=, AWS_SECRET_ACCESS_KEY: d0phbHJYVXRuRkVNSS9LN01ERU5HL2JQeFJmaUNZRVhBTVBMRUtFWQ==}}
            """;
    static final String MIXED = """
            {apiVersion: v1, kind: Secret, metadata: {name: mixed, namespace: shop}, data: {AWS_ACCESS_KEY_ID: QUtJQUlPU0ZPRE5ON0VYQU1QTEU=, AWS_SECRET_ACCESS_KEY: d0phbHJYVXRuRkVNSS9LN01ERU5HL2JQeFJmaUNZRVhBTVBMRUtFWQ==, DB_HOST: ZGI=}}
            """;
    static final String FILE = """
            {apiVersion: v1, kind: Secret, metadata: {name: file, namespace: shop}, data: {credentials: W2RlZmF1bHRdCmF3c19hY2Nlc3Nfa2V5X2lkID0gQUtJQUk0NFFIOERIQkVYQU1QTEUKYXdzX3NlY3JldF9hY2Nlc3Nfa2V5ID0gd0phbHJYVXRuRkVNSS9LN01ERU5HL2JQeFJmaUNZRVhBTVBMRUtFWQo=}}
            """;

    private static final List<String> OBJECTS = List.of(
            KEYS,
            MIXED,
            FILE,
            """
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}, imagePullSecrets: [{name: pull}]}
            """,
            """
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: batch, namespace: shop}}
            """,
            """
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: shared, namespace: shop}}
            """,
            """
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: eks, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/team/Eks_Role'}}}
            """,
            // By variables, on ServiceAccount default.
            """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: orders, namespace: shop}, spec: {template: {spec: {containers: [{name: app, env: [{name: A, value: a}, {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: keys, key: AWS_ACCESS_KEY_ID}}}, {name: AWS_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: keys, key: AWS_SECRET_ACCESS_KEY}}}]}]}}}}
            """,
            // By envFrom, with its own ServiceAccount.
            """
            {apiVersion: batch/v1, kind: CronJob, metadata: {name: nightly, namespace: shop}, spec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: batch, containers: [{name: app, envFrom: [{secretRef: {name: keys}}, {configMapRef: {name: settings}}]}]}}}}}}
            """,
            // By envFrom of a Secret with other values too, on a ServiceAccount that a workload without a key also
            // uses.
            """
            {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: index, namespace: shop}, spec: {template: {spec: {serviceAccountName: shared, containers: [{name: app, envFrom: [{secretRef: {name: mixed}}]}]}}}}
            """,
            """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {template: {spec: {serviceAccountName: shared, containers: [{name: app}]}}}}
            """,
            // By a file.
            """
            {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: ship, namespace: shop}, spec: {template: {spec: {containers: [{name: app, env: [{name: AWS_SHARED_CREDENTIALS_FILE, value: /aws/credentials}, {name: AWS_PROFILE, value: default}], volumeMounts: [{name: aws, mountPath: /aws}, {name: data, mountPath: /data}]}], volumes: [{name: aws, secret: {secretName: file}}, {name: data, emptyDir: {}}]}}}}
            """,
            // In the spec itself.
            """
            {apiVersion: v1, kind: Pod, metadata: {name: tool, namespace: shop}, spec: {containers: [{name: app, env: [{name: AWS_ACCESS_KEY_ID, value: AKIAIOSFODNN7EXAMPLE}, {name: AWS_SECRET_ACCESS_KEY, value: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}]}]}}
            """,
            """
            {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: old, namespace: shop}, spec: {selector: {matchLabels: {app: old}}, template: {spec: {serviceAccountName: eks, containers: [{name: app}]}}}}
            """,
            """
            {apiVersion: batch/v1, kind: Job, metadata: {name: once, namespace: shop}, spec: {template: {spec: {containers: [{name: app, envFrom: [{secretRef: {name: keys}}]}]}}}}
            """);
}
