package dev.rolesanywhere.operator.ownsession;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.operator.fence.NamespaceFence;
import dev.rolesanywhere.operator.ownsession.OwnRole.Unusable;
import dev.rolesanywhere.operator.ownsession.OwnRole.Usable;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import dev.rolesanywhere.operator.registration.Registrations;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the operator may use an AWSRole itself: its namespace must be allowed, and its CA must be able to sign without AWS. */
final class OwnRoleDecision {
    private OwnRoleDecision() {}

    /**
     * @param name the value of the chart's {@code operator.awsRole}
     * @param anchor the role's
     * @param namespace the operator's
     * @param labels of the namespace, if known
     */
    static OwnRole decide(
            String name,
            Optional<AWSRole> role,
            Optional<AWSTrustAnchor> anchor,
            String namespace,
            @Nullable Map<String, String> labels) {
        if (role.isEmpty()) {
            return unusable("AWSRole '%s' does not exist. Apply it, or correct the chart's operator.awsRole.", name);
        }
        var spec = role.get().getSpec();
        if (spec.defect().isPresent()) {
            return unusable("AWSRole '%s' is unusable. %s", name, spec.defect().get());
        }
        if (spec.targetRole() != null) {
            // The first role's session may do more or less than the target role's: using it would be a silent mistake.
            return unusable(
                    "AWSRole '%s' has spec.targetRole, and the operator does not assume target roles. Set the chart's operator.awsRole"
                            + " to an AWSRole without spec.targetRole.",
                    name);
        }
        if (!NamespaceFence.allows(spec.allowedNamespaces(), namespace, labels)) {
            return unusable(
                    "AWSRole '%s' does not allow the operator's namespace. Add '%s' to its spec.allowedNamespaces.names.",
                    name, namespace);
        }
        if (anchor.isEmpty()) {
            return unusable(
                    "AWSRole '%s' refers to AWSTrustAnchor '%s', which does not exist. Apply the AWSTrustAnchor.",
                    name, spec.trustAnchorName());
        }
        AWSTrustAnchor found = anchor.get();
        if (!isOutsideAws(found.getSpec().certificateAuthority())) {
            return unusable(
                    "AWSTrustAnchor '%s' cannot sign for the operator itself. Set the chart's operator.awsRole to an AWSRole of an"
                            + " AWSTrustAnchor with selfSigned, secretRef, pkcs11 or certManager.",
                    spec.trustAnchorName());
        }
        return switch (RegistrationChoice.choose(spec, Registrations.of(found))) {
            case RegistrationChoice.Served served -> new Usable(found, role.get(), served);
            case RegistrationChoice.NotRegistered(String place) -> unregistered(spec.trustAnchorName(), place);
            case RegistrationChoice.NoneFits(String place) -> unregistered(spec.trustAnchorName(), place);
        };
    }

    /**
     * A CA in AWS needs the credentials that it should provide, and another component issues no certificate to the
     * operator.
     */
    private static boolean isOutsideAws(CertificateAuthoritySpec authority) {
        return authority.awsKms() == null && authority.acmPca() == null && authority.external() == null;
    }

    private static Unusable unregistered(String anchor, String place) {
        return unusable(
                "AWSTrustAnchor '%s' has no registration in %s. Register its certificate in AWS manually once, and add the ARNs to"
                        + " its spec.registrations.",
                anchor, place);
    }

    private static Unusable unusable(String message, Object... values) {
        return new Unusable(message.formatted(values));
    }
}
