package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.client.endpoint.Regions;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "!has(self.profileARN) || self.profileARN.split(':').size() < 6 || self.arn.split(':').size() < 6"
                        + " || (self.profileARN.split(':')[3] == self.arn.split(':')[3] && self.profileARN.split(':')[4] == self.arn.split(':')[4])",
        message =
                "profileARN must be in the region and account of arn: Roles Anywhere rejects a profile of another region or account")
@ValidationRule(
        value = "!has(self.profileARN) || self.profileARN.split(':').size() < 6 || self.arn.split(':').size() < 6"
                + " || self.profileARN.split(':')[1] == self.arn.split(':')[1]",
        message = "profileARN must be in the partition of arn, such as arn:aws for both")
public record Registration(
        @Required
        @Size(max = 1011)
        @ValidationRule(
                value = "self.matches('" + Regions.ARN_OF_A_REGION + "')",
                message =
                        "arn must have a region of its own partition: arn:aws with one such as eu-west-1, arn:aws-cn with cn-north-1, arn:aws-us-gov with us-gov-west-1, arn:aws-eusc with eusc-de-east-1")
        @ValidationRule(
                value =
                        "self.matches('^arn:aws[a-z0-9-]*:rolesanywhere:[a-z0-9-]+:[0-9]{12}:(trust-anchor/[0-9a-f-]{36}|alias/trust-anchor/[A-Za-z0-9_-]+)$')",
                message =
                        "arn must be a trust anchor's ARN, such as arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef or arn:aws:rolesanywhere:eu-west-1:111122223333:alias/trust-anchor/prod")
        @JsonPropertyDescription("ARN of the trust anchor in AWS, or of its alias.")
        String arn,

        @Size(max = 1011)
        @ValidationRule(
                value = "self.matches('" + Regions.ARN_OF_A_REGION + "')",
                message =
                        "profileARN must have a region of its own partition: arn:aws with one such as eu-west-1, arn:aws-cn with cn-north-1, arn:aws-us-gov with us-gov-west-1, arn:aws-eusc with eusc-de-east-1")
        @ValidationRule(
                value =
                        "self.matches('^arn:aws[a-z0-9-]*:rolesanywhere:[a-z0-9-]+:[0-9]{12}:(profile/[0-9a-f-]{36}|alias/profile/[A-Za-z0-9_-]+)$')",
                message =
                        "profileARN must be a Roles Anywhere profile's ARN, such as arn:aws:rolesanywhere:eu-west-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef or arn:aws:rolesanywhere:eu-west-1:111122223333:alias/profile/prod")
        @JsonPropertyDescription("Default profile for roles in this account and region.")
        @Nullable
        String profileARN,

        @Size(max = 1011)
        @ValidationRule(
                value = "self.matches('" + Regions.ARN_OF_A_REGION + "')",
                message =
                        "canonicalARN must have a region of its own partition: arn:aws with one such as eu-west-1, arn:aws-cn with cn-north-1, arn:aws-us-gov with us-gov-west-1, arn:aws-eusc with eusc-de-east-1")
        @ValidationRule(
                value =
                        "self.matches('^arn:aws[a-z0-9-]*:rolesanywhere:[a-z0-9-]+:[0-9]{12}:trust-anchor/[0-9a-f-]{36}$')",
                message =
                        "canonicalARN must be the trust anchor's own ARN, such as arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef")
        @JsonPropertyDescription("If arn is an alias: the trust anchor's own ARN, which IAM trust policies need.")
        @Nullable
        String canonicalARN) {}
