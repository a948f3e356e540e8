package dev.rolesanywhere.node;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.node.settings.AgentSettings;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.log.LogSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Starts the agent, which ends on SIGTERM and SIGINT only. With the argument {@code wait}, this program is an init
 * container in an application's pod. With {@code address} and {@code state}, it is an init container of the agent's own
 * pod. With {@code ready}, it is the agent's startup probe.
 */
public final class Main {
    private static final String LOGGER = "dev.rolesanywhere.node";
    private static final String DEFAULT_URL = "http://" + NodeAgent.ADDRESS + ":" + NodeAgent.PORT;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        JsonLog log = new JsonLog(System.out, clock, LogSettings.of(System.getenv()), LOGGER, null);
        switch (args.length == 0 ? "" : args[0]) {
            case "" -> new AgentProcess(System.getenv(), log, clock).run();
            case "wait" ->
                new StartWait(
                                URI.create(System.getenv().getOrDefault(NodeAgent.ENV_URL, DEFAULT_URL)),
                                Path.of(NodeAgent.TOKEN_DIRECTORY, NodeAgent.TOKEN_FILE),
                                log)
                        .run();
            case "ready" -> new ReadyWait(AgentSettings.of(System.getenv()).health()).await(ReadyWait.LOOKS);
            case "address" -> System.exit(new Preparation(System.getenv(), log).address());
            case "state" -> System.exit(new Preparation(System.getenv(), log).state());
            default -> {
                log.warn(
                        "UnknownArgument",
                        null,
                        args[0],
                        "Use one of the arguments wait, ready, address and state, or no argument.");
                System.exit(2);
            }
        }
    }
}
