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
public record AwsKms(
        @Required
        @Size(max = 512)
        @ValidationRule(
                value = "self.matches('" + Regions.ARN_OF_A_REGION + "')",
                message =
                        "keyARN must have a region of its own partition: arn:aws with one such as eu-west-1, arn:aws-cn with cn-north-1, arn:aws-us-gov with us-gov-west-1, arn:aws-eusc with eusc-de-east-1")
        @ValidationRule(
                value =
                        "self.matches('^arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:(key/[A-Za-z0-9-]+|alias/[A-Za-z0-9/_-]+)$')",
                message =
                        "keyARN must be a KMS key's ARN, such as arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef or arn:aws:kms:eu-west-1:111122223333:alias/roles-anywhere")
        @JsonPropertyDescription(
                "ARN of an asymmetric key (SIGN_VERIFY; ECC_NIST_P256, ECC_NIST_P384 or RSA_2048 to RSA_4096), or of its alias.")
        String keyARN,

        @Default("87600h")
        @Size(max = 16)
        @ValidationRule(
                value =
                        "self.matches('^[0-9]+h$') && duration(self) >= duration('720h') && duration(self) <= duration('219000h')",
                message =
                        "duration must be in hours, from 720h (30 days) to 219000h (25 years), such as 87600h for ten years")
        @JsonPropertyDescription("Lifetime of the CA certificate, in hours. Applies when the certificate is created.")
        @Nullable
        String duration) {}
