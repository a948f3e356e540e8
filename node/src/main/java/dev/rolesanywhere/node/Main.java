package dev.rolesanywhere.node;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.log.LogSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** Starts the agent, which ends on SIGTERM and SIGINT only; or, with the argument {@code wait}, the init container of a pod. */
public final class Main {
    private static final String LOGGER = "dev.rolesanywhere.node";
    private static final String DEFAULT_URL = "http://" + NodeAgent.ADDRESS + ":" + NodeAgent.PORT;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        JsonLog log = new JsonLog(System.out, clock, LogSettings.of(System.getenv()), LOGGER, null);
        if (args.length == 1 && args[0].equals("wait")) {
            new StartWait(
                            URI.create(System.getenv().getOrDefault(NodeAgent.ENV_URL, DEFAULT_URL)),
                            Path.of(NodeAgent.TOKEN_DIRECTORY, NodeAgent.TOKEN_FILE),
                            log)
                    .run();
        } else {
            new AgentProcess(System.getenv(), log, clock).run();
        }
    }
}
