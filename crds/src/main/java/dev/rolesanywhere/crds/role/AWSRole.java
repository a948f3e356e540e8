package dev.rolesanywhere.crds.role;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * An IAM role that workloads of this cluster may use. Cluster-scoped; creating a binding for it needs the verb {@code bind} on the
 * AWSRole.
 */
@Group("rolesanywhere.dev")
@Version("v1alpha1")
@Plural("awsroles")
@ShortNames("awsr")
@AdditionalPrinterColumn(
        name = "READY",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "STATUS",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "AWS",
        jsonPath = ".status.conditions[?(@.type==\"AcceptedByAWS\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "ACCOUNT", jsonPath = ".status.account", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "BINDINGS", jsonPath = ".status.bindings", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "PODS", jsonPath = ".status.pods", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "ROLE-ARN",
        jsonPath = ".spec.roleARN",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "REGION",
        jsonPath = ".status.region",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "TRUST-ANCHOR",
        jsonPath = ".spec.trustAnchorRef.name",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "SESSION",
        jsonPath = ".spec.sessionDuration",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "MESSAGE",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "AWS-MESSAGE",
        jsonPath = ".status.conditions[?(@.type==\"AcceptedByAWS\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public class AWSRole extends CustomResource<AWSRoleSpec, AWSRoleStatus> {
    private static final long serialVersionUID = 1L;
}
