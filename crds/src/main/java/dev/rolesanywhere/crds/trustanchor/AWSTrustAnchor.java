package dev.rolesanywhere.crds.trustanchor;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A certificate authority of this cluster, and the AWS trust anchors that trust it. Cluster-scoped. */
@Group("rolesanywhere.dev")
@Version("v1alpha1")
@Plural("awstrustanchors")
@ShortNames("awsta")
@AdditionalPrinterColumn(
        name = "READY",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "STATUS", jsonPath = ".status.summary", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "REGISTERED",
        jsonPath = ".status.conditions[?(@.type==\"Registered\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "CA-EXPIRES", jsonPath = ".status.expires", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "ROLES", jsonPath = ".status.roles", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "CA",
        jsonPath = ".status.certificateAuthority",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "ARN",
        jsonPath = ".spec.registrations[*].arn",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "ROTATION",
        jsonPath = ".status.conditions[?(@.type==\"Rotation\")].reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "MESSAGE",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public class AWSTrustAnchor extends CustomResource<AWSTrustAnchorSpec, AWSTrustAnchorStatus> {
    private static final long serialVersionUID = 1L;
}
