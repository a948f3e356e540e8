package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.authorities.pkcs11.Pkcs11Uri;
import dev.rolesanywhere.authorities.pkcs11.TokenKey;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.Pkcs11;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import dev.rolesanywhere.operator.purpose.Purpose;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.LoadedAuthority.Unusable;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A key on a PKCS#11 token. The operator sends a PIN to its token again only after the token accepted it, or after its
 * Secret changed.
 */
@Singleton
public class Pkcs11Source implements AuthoritySource {
    static final String PIN_ENTRY = "pin";
    private static final String REFUSED = "The token refused the PIN ";

    private final AuthorityStore store;
    private final Set<String> modules;
    private final CertificateAuthorityLoader loader;
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();

    private record Opened(Pkcs11 spec, String pinVersion, TokenKey key) {}

    public Pkcs11Source(AuthorityStore store, OperatorSettings settings, Clock clock, SecureRandom random) {
        this.store = store;
        this.modules = settings.pkcs11().modules().map(Set::copyOf).orElse(Set.of());
        this.loader = new CertificateAuthorityLoader(clock, random);
    }

    @Override
    public boolean serves(CertificateAuthoritySpec spec) {
        return spec.pkcs11() != null;
    }

    @Override
    public LoadedAuthority load(AWSTrustAnchor anchor, RecordedAuthority recorded) {
        Pkcs11 wanted =
                Objects.requireNonNull(anchor.getSpec().certificateAuthority().pkcs11());
        Optional<Unusable> forbidden = forbiddenModule(wanted);
        if (forbidden.isPresent()) {
            return forbidden.get();
        }
        String secret = wanted.pinSecretRef().name();
        Optional<StoredSecret> held = store.read(secret);
        if (held.isEmpty() || !held.get().data().containsKey(PIN_ENTRY)) {
            return new Unusable(
                    AuthorityDefect.SecretKeyMissing,
                    "Secret '" + secret
                            + "' with the entry 'pin' does not exist in the operator's namespace. Create the Secret with the user PIN of the token.");
        }
        String name = anchor.getMetadata().getName();
        if (!Purpose.PIN.allows(held.get().annotations(), name)) {
            return new Unusable(AuthorityDefect.SecretNotAllowed, Purpose.PIN.advice(secret, name));
        }
        String version = "(Secret '" + secret + "', version " + held.get().version() + ")";
        if (wasRefused(anchor, version)) {
            return refused(version);
        }
        try {
            TokenKey key = key(anchor, wanted, held.get());
            return loader.forLeavesOf(anchor.getSpec().trustDomain()).load(key.path(), key);
        } catch (IllegalArgumentException e) {
            return new Unusable(
                    AuthorityDefect.BackendNotFound, "spec.certificateAuthority.pkcs11.uri: " + e.getMessage());
        } catch (UnusableAuthorityException e) {
            return e.defect() == AuthorityDefect.PinRefused ? refused(version) : e.unusable();
        }
    }

    /**
     * A module is native code in the process that holds every CA's key. Therefore the chart, and not the
     * AWSTrustAnchor, sets the allowed modules.
     */
    private Optional<Unusable> forbiddenModule(Pkcs11 wanted) {
        String path;
        try {
            path = Pkcs11Uri.parse(wanted.uri()).modulePath();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Unusable(
                    AuthorityDefect.BackendNotFound, "spec.certificateAuthority.pkcs11.uri: " + e.getMessage()));
        }
        return modules.contains(path)
                ? Optional.empty()
                : Optional.of(new Unusable(
                        AuthorityDefect.ModuleNotAllowed,
                        "The module of spec.certificateAuthority.pkcs11.uri, '" + path
                                + "', is not in the chart's pkcs11.modules. Add the module there, or use one of these modules: "
                                + (modules.isEmpty() ? "none" : String.join(", ", new TreeSet<>(modules)))
                                + "."));
    }

    @Override
    public void keepOnly(String trustAnchor, Collection<CertificateAuthoritySpec> inUse) {
        List<String> keys = inUse.stream()
                .flatMap(spec -> Stream.ofNullable(spec.pkcs11()))
                .map(spec -> key(trustAnchor, spec))
                .toList();
        opened.entrySet().removeIf(entry -> {
            boolean left = entry.getKey().startsWith(trustAnchor + "/") && !keys.contains(entry.getKey());
            if (left) {
                entry.getValue().key().close();
            }
            return left;
        });
    }

    /** Whether its PIN is in memory. */
    boolean isOpen(String trustAnchor, Pkcs11 spec) {
        return opened.containsKey(key(trustAnchor, spec));
    }

    private static String key(String trustAnchor, Pkcs11 spec) {
        return trustAnchor + "/" + spec.uri();
    }

    private TokenKey key(AWSTrustAnchor anchor, Pkcs11 wanted, StoredSecret pin) {
        return opened.compute(key(anchor.getMetadata().getName(), wanted), (_, before) -> {
                    if (before != null
                            && before.spec().equals(wanted)
                            && before.pinVersion().equals(pin.version())) {
                        return before;
                    }
                    char[] digits = new String(pin.data().get(PIN_ENTRY), StandardCharsets.UTF_8)
                            .strip()
                            .toCharArray();
                    return new Opened(wanted, pin.version(), new TokenKey(Pkcs11Uri.parse(wanted.uri()), digits));
                })
                .key();
    }

    /**
     * The condition ({@code Rotation} for the next CA's token) records a rejected PIN, so that a restarted operator
     * does not send it again.
     */
    private static boolean wasRefused(AWSTrustAnchor anchor, String version) {
        return anchor.getStatus() != null
                && Stream.ofNullable(anchor.getStatus().conditions())
                        .flatMap(List::stream)
                        .anyMatch(condition -> condition.message().contains(REFUSED + version));
    }

    private static Unusable refused(String version) {
        return new Unusable(
                AuthorityDefect.PinRefused,
                REFUSED + version
                        + ". Correct the PIN in the Secret. The operator does not retry the wrong PIN, because the token could lock itself.");
    }
}
