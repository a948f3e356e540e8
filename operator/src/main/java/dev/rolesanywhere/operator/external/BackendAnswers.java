package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The answers of one trust anchor's backends during one reconcile. Each backend is called once, because the active
 * authority, the one in the spec and the next one are often the same.
 */
public final class BackendAnswers {
    private final Map<String, LoadedAuthority> answers = new HashMap<>();

    LoadedAuthority of(CertificateAuthoritySpec spec, Supplier<LoadedAuthority> ask) {
        return answers.computeIfAbsent(ExternalSpec.source(spec), _ -> ask.get());
    }
}
