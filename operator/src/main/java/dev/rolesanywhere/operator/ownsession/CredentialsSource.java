package dev.rolesanywhere.operator.ownsession;

import dev.rolesanywhere.operator.authority.SigningAuthorities;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Where the operator's own AWS credentials come from: the SDK's standard chain, unless it was told to be its own customer. */
@ApplicationScoped
class CredentialsSource {
    /** A client closes what can be closed of its provider, and others use this one too. */
    @Produces
    @Singleton
    AwsCredentialsProvider credentials(
            OperatorSettings settings,
            EgressResolver egressResolver,
            Inventory inventory,
            Provider<SigningAuthorities> authorities,
            Clock clock,
            SecureRandom random) {
        AwsCredentialsProvider provider = settings.aws()
                .role()
                .<AwsCredentialsProvider>map(role -> new OwnCredentials(
                        role,
                        settings,
                        inventory,
                        authorities,
                        new OwnSessions(settings, egressResolver, clock, random),
                        clock,
                        task -> Thread.ofVirtual().name("own-credentials").start(task)))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        return provider::resolveCredentials;
    }
}
