package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.operator.external.TrustBundle;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.certificate.Validity;

/** The source of a trust anchor's leaves. */
sealed interface LeafSource {
    /** When leaves can be valid. */
    Validity validity();

    /** The operator, or an authority that the operator calls. */
    record Signed(CertificateAuthority authority) implements LeafSource {
        @Override
        public Validity validity() {
            return authority.validity();
        }
    }

    /** Another component, which writes the leaves into files of the pod. */
    record Files(External external, TrustBundle.Known bundle) implements LeafSource {
        @Override
        public Validity validity() {
            return bundle.validity();
        }
    }
}
