package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.operator.external.TrustBundle;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.certificate.Validity;

/** Where the leaves of a trust anchor come from. */
sealed interface LeafSource {
    /** When leaves can be valid. */
    Validity validity();

    /** The operator, or an authority that it asks. */
    record Signed(CertificateAuthority authority) implements LeafSource {
        @Override
        public Validity validity() {
            return authority.validity();
        }
    }

    /** Another component, which writes them into files of the pod. */
    record Files(External external, TrustBundle.Known bundle) implements LeafSource {
        @Override
        public Validity validity() {
            return bundle.validity();
        }
    }
}
