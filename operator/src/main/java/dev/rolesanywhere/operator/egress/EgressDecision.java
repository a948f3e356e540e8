package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether egress settings are allowed. The API server applies the same rules at admission; this check covers objects from before these rules.
 */
final class EgressDecision {
    static final String WHERE = " in spec.aws of the AWSRole or its AWSTrustAnchor, or in the chart's aws,";
    static final String FORM = "http://<user>:<password>@<host>:<port>";

    /** Same limit as the field {@code caBundle}: each sidecar keeps the bundle in memory. */
    private static final int LONGEST_BUNDLE = 65536;

    private EgressDecision() {}

    /**
     * @param settings merged from every place that sets them
     * @param insecure whether endpoints without TLS are allowed
     */
    static ResolvedEgress decide(AWSAccess settings, boolean insecure, EgressSources sources) {
        return decide(settings, insecure, sources, CaBundle::found);
    }

    /** @param bundles reads a caBundle; cached, because each issued certificate needs it */
    static ResolvedEgress decide(
            AWSAccess settings,
            boolean insecure,
            EgressSources sources,
            Function<String, CertificatePem.Found> bundles) {
        return endpointDefect("endpoint", settings.endpoint(), insecure)
                .or(() -> endpointDefect("stsEndpoint", settings.stsEndpoint(), insecure))
                .<ResolvedEgress>map(ResolvedEgress.NotAllowed::new)
                .orElseGet(() -> switch (proxy(settings, sources)) {
                    case Setting.Refused(String message) -> new ResolvedEgress.NotAllowed(message);
                    case Setting.Used proxy ->
                        switch (bundle(settings, sources, bundles)) {
                            case Setting.Refused(String message) -> new ResolvedEgress.NotAllowed(message);
                            case Setting.Used bundle ->
                                new ResolvedEgress.Allowed(new AWSAccess(
                                        settings.fips(),
                                        settings.dualStack(),
                                        settings.endpoint(),
                                        proxy.value(),
                                        bundle.value(),
                                        null,
                                        null,
                                        null,
                                        null,
                                        settings.stsEndpoint()));
                        };
                });
    }

    /** One setting, given directly or by reference. */
    private sealed interface Setting {
        /** @param value absent if not set */
        record Used(@Nullable String value) implements Setting {}

        record Refused(String message) implements Setting {}
    }

    private static Optional<String> endpointDefect(String member, @Nullable String endpoint, boolean insecure) {
        if (endpoint == null) {
            return Optional.empty();
        }
        if (endpoint.contains("@")) {
            return Optional.of("The " + member + WHERE + " contains a user name. Write https://<host>.");
        }
        return insecure || endpoint.startsWith("https://")
                ? Optional.empty()
                : Optional.of("The " + member + WHERE
                        + " must begin with https://, because its answer contains AWS credentials. Write https://<host>; for the"
                        + " emulator set the chart's aws.allowInsecureEndpoints: true.");
    }

    private static Setting proxy(AWSAccess settings, EgressSources sources) {
        if (settings.proxy() != null && settings.proxy().contains("@")) {
            return new Setting.Refused("The proxy" + WHERE
                    + " contains a user name or a password, which all readers of the object can see. Put " + FORM
                    + " into the entry 'proxy' of a Secret, and reference the Secret in proxySecretRef.");
        }
        return NamedText.proxy(settings, sources)
                .map(named -> switch (named) {
                    case NamedText.Missing(String message) -> new Setting.Refused(message);
                    case NamedText.Text text -> proxy(text, settings.proxySecretRef() != null);
                })
                .orElseGet(() -> new Setting.Used(settings.proxy()));
    }

    private static Setting proxy(NamedText.Text named, boolean secret) {
        String url = named.text().strip();
        if (!isProxy(url)) {
            return new Setting.Refused("The " + named.entry() + " is not the URL of a proxy. Write " + FORM
                    + ", with %-escapes for each character of user and password that is not a letter or a digit.");
        }
        return secret || !url.contains("@")
                ? new Setting.Used(url)
                : new Setting.Refused("The " + named.entry()
                        + " contains a user name or a password, which a ConfigMap does not protect. Put the URL into the entry"
                        + " 'proxy' of a Secret, and reference the Secret in proxySecretRef.");
    }

    private static Setting bundle(
            AWSAccess settings, EgressSources sources, Function<String, CertificatePem.Found> bundles) {
        String inline = settings.caBundle();
        return NamedText.bundle(settings, sources)
                .map(named -> switch (named) {
                    case NamedText.Missing(String message) -> new Setting.Refused(message);
                    case NamedText.Text text -> certificates(text, bundles);
                })
                .orElseGet(() -> inline == null ? new Setting.Used(null) : inline(inline, bundles.apply(inline)));
    }

    private static Setting inline(String pem, CertificatePem.Found found) {
        return CaBundle.defect(found)
                .<Setting>map(defect -> unreadable("The caBundle" + WHERE, defect))
                .orElseGet(() -> new Setting.Used(
                        found.leftOut().isEmpty() ? pem : CertificatePem.encode(found.certificates())));
    }

    /** Only the certificates: a private key in the same text must not reach the pods. */
    private static Setting certificates(NamedText.Text named, Function<String, CertificatePem.Found> bundles) {
        CertificatePem.Found found = bundles.apply(named.text());
        Optional<String> defect = CaBundle.defect(found);
        if (defect.isPresent()) {
            return unreadable("The " + named.entry(), defect.get());
        }
        String pem = CertificatePem.encode(found.certificates());
        return pem.length() <= LONGEST_BUNDLE
                ? new Setting.Used(pem)
                : new Setting.Refused(
                        "The %s has %d characters of certificates; the limit is %d. Keep only the authorities of your proxy, because AWS's authorities are always trusted."
                                .formatted(named.entry(), pem.length(), LONGEST_BUNDLE));
    }

    private static Setting unreadable(String what, String defect) {
        return new Setting.Refused(what + " cannot be used: " + defect
                + ". Write PEM certificates, each between BEGIN CERTIFICATE and END CERTIFICATE lines.");
    }

    private static boolean isProxy(String url) {
        try {
            URI uri = new URI(url);
            return "http".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
