package dev.rolesanywhere.crds.binding;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Gives an AWSRole to ServiceAccounts of the binding's own namespace. */
@Group("rolesanywhere.dev")
@Version("v1alpha1")
@Plural("awsrolebindings")
@ShortNames("awsrb")
@AdditionalPrinterColumn(name = "ROLE", jsonPath = ".spec.roleRef.name", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "SERVICEACCOUNTS",
        jsonPath = ".status.serviceAccounts",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "READY",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "STATUS", jsonPath = ".status.summary", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "PODS", jsonPath = ".status.pods", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "ROLE-ARN",
        jsonPath = ".status.roleARN",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "REGION",
        jsonPath = ".status.region",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "SESSION",
        jsonPath = ".status.session",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "PODS-SERVED",
        jsonPath = ".status.conditions[?(@.type==\"PodsServed\")].reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "MESSAGE",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = AWSRoleBinding.VERSION_COLUMN,
        jsonPath = ".metadata.resourceVersion",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public class AWSRoleBinding extends CustomResource<AWSRoleBindingSpec, AWSRoleBindingStatus> implements Namespaced {
    /** Name of the column with the resource version. Webhook and operator read it to know whether their cache of a namespace's bindings is complete and current. */
    public static final String VERSION_COLUMN = "VERSION";

    private static final long serialVersionUID = 1L;
}
