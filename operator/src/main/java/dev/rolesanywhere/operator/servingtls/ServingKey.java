package dev.rolesanywhere.operator.servingtls;

import dev.rolesanywhere.pki.serving.ServerCertificate;
import jakarta.inject.Singleton;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** This replica's TLS key and certificate, in memory only. Each handshake uses the newest, so rotation needs no restart. */
@Singleton
public class ServingKey extends X509ExtendedKeyManager {
    /** An alias belongs to one certificate, so that a rotation during a handshake does not mix key and certificate. */
    private final AtomicReference<@Nullable ServerCertificate> current = new AtomicReference<>();

    private final AtomicReference<@Nullable ServerCertificate> previous = new AtomicReference<>();

    Optional<ServerCertificate> current() {
        return Optional.ofNullable(current.get());
    }

    void replace(ServerCertificate next) {
        previous.set(current.getAndSet(next));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current()
                .filter(it -> it.key().getAlgorithm().equals(keyType))
                .map(ServingKey::alias)
                .orElse(null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return find(alias).map(it -> new X509Certificate[] {it.certificate()}).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return find(alias).map(ServerCertificate::key).orElse(null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private Optional<ServerCertificate> find(String alias) {
        return current().filter(it -> alias(it).equals(alias)).or(() -> Optional.ofNullable(previous.get())
                .filter(it -> alias(it).equals(alias)));
    }

    private static String alias(ServerCertificate certificate) {
        return certificate.certificate().getSerialNumber().toString(16);
    }
}
