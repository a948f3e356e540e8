package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Scrape;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;

/** The parts that process the answers for one pod, without a network. Randomness is always 0. */
final class AnsweredPod {
    final CorrectedClock clock = new CorrectedClock(new TestClock(NOW));
    final ServedPod served = new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(clock));
    final PodState state;
    final OperatorAnswers operator;
    final AwsAnswers aws;

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final CredentialsVolume volume;

    AnsweredPod(Path directory) throws Exception {
        volume = new CredentialsVolume(directory.resolve("volume"));
        VolumeMirror store = new VolumeMirror(volume, new SecureRandom());
        JsonLog log = new JsonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), clock);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        ProcessParts process =
                new ProcessParts(clock, new NoChance(), log, new SessionExchange(clock), new Inbox(Runnable::run));
        PodParts pod = new PodParts(
                keys.getPrivate(),
                new Requests(keys),
                new IssuerClient(
                        new IssuerConnection(URI.create("https://issuer.invalid"), "the bundle"),
                        new ProjectedToken(directory.resolve("token"))),
                store,
                served,
                true,
                true);
        state = new PodState(store, new Clients(true, served, store, log));
        store.restore(state.roles(), NOW);
        Transitions transitions = new Transitions(log);
        Publisher publisher = new Publisher(state.roles(), store, served, true);
        DefaultChanges defaults = new DefaultChanges(state.roles(), log, transitions);
        operator = new OperatorAnswers(process, pod, state, new DueWork(state), publisher, transitions, defaults);
        aws = new AwsAnswers(process, served.metrics(), state, publisher, transitions, defaults);
    }

    List<String> log() {
        return logged.toString(StandardCharsets.UTF_8).lines().toList();
    }

    CredentialsVolume volume() {
        return volume;
    }

    String metrics() {
        return Scrape.of(served);
    }

    private static final class NoChance extends SecureRandom {
        private static final long serialVersionUID = 1L;

        @Override
        public double nextDouble() {
            return 0;
        }
    }
}
