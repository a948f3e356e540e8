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

/** The source of the operator's own AWS credentials: the SDK's standard chain, or an AWSRole if the chart names one. */
@ApplicationScoped
class CredentialsSource {
    /** A client would close its provider, but other clients share this one. */
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
