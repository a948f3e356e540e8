package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.operator.issuance.Issuance.Proof;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Writes one log line for each decision, with its facts as members of {@code context}; never a token, a request or a
 * key.
 */
@Singleton
public class AuditLog {
    private static final Logger LOG = Logger.getLogger("dev.rolesanywhere.audit");

    public void issued(PodReference pod, IssuedRole role) {
        Map<String, String> facts = about(pod);
        facts.put("role", role.name());
        facts.put("roleARN", role.roleARN());
        if (role.target() != null) {
            facts.put("targetRoleARN", role.target().settings().roleARN());
        }
        String what =
                switch (role.proof()) {
                    case Proof.Leaf leaf -> {
                        facts.put("serial", leaf.certificate().getSerialNumber().toString(16));
                        yield "certificate issued";
                    }
                    case Proof.Files files -> {
                        facts.put("issuedBy", files.external().owner());
                        facts.put("spiffeID", files.spiffeId());
                        yield "certificate of another component admitted";
                    }
                };
        facts.put("notAfter", role.proof().until().toString());
        write(what, facts);
    }

    public void refused(PodReference pod, @Nullable String role, String reason) {
        refused(about(pod), role, reason);
    }

    /** The caller is unknown. Only its address is known. */
    void refused(String address, String reason) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("address", address);
        refused(facts, null, reason);
    }

    private static void refused(Map<String, String> facts, @Nullable String role, String reason) {
        if (role != null) {
            // A pod may write any text into its annotation.
            facts.put("role", UntrustedText.sanitize(role).toString());
        }
        facts.put("reason", reason);
        write("certificate refused", facts);
    }

    private static Map<String, String> about(PodReference pod) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("namespace", pod.namespace());
        facts.put("serviceAccount", pod.serviceAccount());
        facts.put("pod", pod.name());
        facts.put("podUID", pod.uid());
        return facts;
    }

    private static void write(String what, Map<String, String> facts) {
        facts.forEach(MDC::put);
        try {
            LOG.info(what);
        } finally {
            facts.keySet().forEach(MDC::remove);
        }
    }
}
