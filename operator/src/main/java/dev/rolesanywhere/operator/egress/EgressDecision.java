package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.operator.purpose.Purpose;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether settings may be used. The API server says the same at admission; objects that are older than its rules, or that came while they were away,
 * are refused here.
 */
final class EgressDecision {
    static final String PROXY_ENTRY = "proxy";
    private static final String WHERE = " in spec.aws of the AWSRole or its AWSTrustAnchor, or in the chart's aws,";
    private static final String FORM = "http://<user>:<password>@<host>:<port>";

    private EgressDecision() {}

    /**
     * @param settings merged from every place that sets them
     * @param insecure whether the endpoint may be without TLS
     * @param secrets of the operator's namespace, by name
     */
    static ResolvedEgress decide(AWSAccess settings, boolean insecure, Function<String, Optional<Secret>> secrets) {
        return decide(settings, insecure, secrets, CaBundle::found);
    }

    /** @param bundles reads a caBundle, which each issued certificate's way needs again */
    static ResolvedEgress decide(
            AWSAccess settings,
            boolean insecure,
            Function<String, Optional<Secret>> secrets,
            Function<String, CertificatePem.Found> bundles) {
        String endpoint = settings.endpoint();
        if (endpoint != null && endpoint.contains("@")) {
            return notAllowed("The endpoint" + WHERE + " holds a user. Write https://<host>.");
        }
        if (endpoint != null && !insecure && !endpoint.startsWith("https://")) {
            return notAllowed("The endpoint" + WHERE
                    + " does not begin with https://, and its answer holds AWS credentials. Write"
                    + " https://<host>; for the emulator set the chart's aws.allowInsecureEndpoints: true.");
        }
        if (settings.proxy() != null && settings.proxy().contains("@")) {
            return notAllowed(
                    "The proxy" + WHERE + " holds a user or a password, which everybody who reads the object sees. Put "
                            + FORM + " into the entry 'proxy' of a Secret, and name it in proxySecretRef.");
        }
        String bundle = settings.caBundle();
        if (bundle == null) {
            return proxied(settings, secrets);
        }
        CertificatePem.Found found = bundles.apply(bundle);
        Optional<String> defect = CaBundle.defect(found);
        return defect.isPresent()
                ? notAllowed("The caBundle" + WHERE + " cannot be used: " + defect.get()
                        + ". Write PEM certificates, each between BEGIN CERTIFICATE and END CERTIFICATE lines.")
                : proxied(found.leftOut().isEmpty() ? settings : with(settings, found), secrets);
    }

    /** The certificates that can be read, so that everybody who is given them can. */
    private static AWSAccess with(AWSAccess settings, CertificatePem.Found found) {
        return new AWSAccess(
                settings.fips(),
                settings.dualStack(),
                settings.endpoint(),
                settings.proxy(),
                CertificatePem.encode(found.certificates()),
                settings.proxySecretRef());
    }

    private static ResolvedEgress proxied(AWSAccess settings, Function<String, Optional<Secret>> secrets) {
        return settings.proxySecretRef() == null
                ? new ResolvedEgress.Allowed(settings)
                : throughSecret(settings, settings.proxySecretRef().name(), secrets);
    }

    private static ResolvedEgress throughSecret(
            AWSAccess settings, String name, Function<String, Optional<Secret>> secrets) {
        Optional<Secret> found = secrets.apply(name);
        if (found.isEmpty()) {
            return notAllowed("proxySecretRef" + WHERE + " names Secret '" + name
                    + "', which does not exist in the operator's namespace. Create it with the entry 'proxy', " + FORM
                    + ".");
        }
        if (!Purpose.PROXY.allows(found.get().getMetadata().getAnnotations(), "")) {
            return notAllowed("proxySecretRef" + WHERE + ": " + Purpose.PROXY.advice(name, ""));
        }
        Optional<String> url = Optional.ofNullable(found.get().getData())
                .flatMap(data -> Optional.ofNullable(data.get(PROXY_ENTRY)))
                .flatMap(EgressDecision::text)
                .filter(EgressDecision::isProxy);
        return url.<ResolvedEgress>map(it -> new ResolvedEgress.Allowed(new AWSAccess(
                        settings.fips(), settings.dualStack(), settings.endpoint(), it, settings.caBundle())))
                .orElseGet(() -> notAllowed("Secret '" + name + "' has no entry 'proxy' that is a proxy's URL. Write "
                        + FORM + ", with %-escapes for what is no letter or digit in user and password."));
    }

    private static Optional<String> text(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isProxy(String url) {
        try {
            URI uri = new URI(url);
            return "http".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static ResolvedEgress notAllowed(String message) {
        return new ResolvedEgress.NotAllowed(message);
    }
}
