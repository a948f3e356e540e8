package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Exactly one member is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "(has(self.selfSigned) ? 1 : 0) + (has(self.secretRef) ? 1 : 0) == 1",
        message =
                "certificateAuthority must have exactly one of selfSigned and secretRef, such as certificateAuthority: {selfSigned: {}}")
public record CertificateAuthority(
        @JsonPropertyDescription("A CA that the operator makes; its key is in a Secret of the operator's namespace.")
        @Nullable
        SelfSigned selfSigned,

        @JsonPropertyDescription("Your own CA or intermediate, in a Secret of the operator's namespace.") @Nullable
        SecretReference secretRef) {}
