package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.client.endpoint.Regions;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AcmPca(
        @Required
        @Size(max = 256)
        @ValidationRule(
                value = "self.matches('" + Regions.ARN_OF_A_REGION + "')",
                message =
                        "certificateAuthorityARN must have a region of its own partition: arn:aws with one such as eu-west-1, arn:aws-cn with cn-north-1, arn:aws-us-gov with us-gov-west-1, arn:aws-eusc with eusc-de-east-1")
        @ValidationRule(
                value =
                        "self.matches('^arn:aws[a-z0-9-]*:acm-pca:[a-z0-9-]+:[0-9]{12}:certificate-authority/[0-9a-f-]{36}$')",
                message =
                        "certificateAuthorityARN must be a private CA's ARN, such as arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/01234567-89ab-cdef-0123-456789abcdef")
        @JsonPropertyDescription("ARN of the private CA, general-purpose or short-lived.")
        String certificateAuthorityARN,

        @Default(AcmPca.DEFAULT_TEMPLATE)
        @Size(max = 256)
        @ValidationRule(
                value =
                        "self.matches('^arn:aws[a-z0-9-]*:acm-pca:::template/(Blank)?EndEntity[A-Za-z_]*_APIPassthrough/V[0-9]+$')",
                message =
                        "templateARN must be an end-entity template that takes names from the operator (APIPassthrough) and not from"
                                + " the pod, such as arn:aws:acm-pca:::template/BlankEndEntityCertificate_APIPassthrough/V1")
        @JsonPropertyDescription(
                "Template of the leaf certificates. It must keep the key usage digitalSignature; otherwise the operator discards the certificates.")
        @Nullable
        String templateARN) {
    public static final String DEFAULT_TEMPLATE =
            "arn:aws:acm-pca:::template/BlankEndEntityCertificate_APIPassthrough/V1";
}
