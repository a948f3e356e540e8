package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.demo.Narrator;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** {@code make demo} with Docker: the same steps as without it, on a real Kubernetes in a container. */
public final class DemoOnK3s {
    private static final String ROLE = "orders-reader";

    private final Narrator narrator = new Narrator(System.out);

    private DemoOnK3s() {}

    public static void main(String[] args) {
        System.out.println("Running on K3s in a Docker container; it is removed at the end.");
        new DemoOnK3s().run();
        System.out.println("\nDone; the cluster is being removed.");
        System.exit(0); // Testcontainers' shutdown hook removes the container
    }

    private void run() {
        narrator.step("A cluster, the chart through Helm, a CA of this cluster, registered in AWS (the emulator)");
        Installation installation = Installation.get();
        narrator.show(kubectl("get pods -n " + Installation.NAMESPACE));
        narrator.show(kubectl("get awsta"));

        narrator.step("kubectl apply -f awsrole.yaml -f awsrolebinding.yaml: this IAM role, for that ServiceAccount");
        Workload shop = Workload.namespace("shop").bind(ROLE);
        narrator.show(installation
                .client()
                .resources(AWSRole.class)
                .withName(ROLE)
                .require()
                .getStatus()
                .trustPolicy());

        narrator.step("kubectl apply -f pod.yaml: an unchanged image; the webhook adds what is needed");
        Pod pod = shop.create(shop.pod(
                "orders", container("app", Installation.PYTHON_IMAGE, "0").build()));
        pod.getSpec().getInitContainers().forEach(added -> narrator.show("init container " + added.getName()));
        pod.getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .forEach(variable -> narrator.show(variable.getName() + "=" + variable.getValue()));

        narrator.step("The sidecar: key in memory, certificate from the operator, exchange with AWS");
        shop.awaitLog("orders", "app", "assumed-role/");
        narrator.show(audit());
        narrator.show(shop.log("orders", Sidecar.CONTAINER));
        narrator.show(
                "what AWS saw of the certificate:\n" + installation.emulator().sessions());

        narrator.step("The application: an unmodified boto3 asks who it is");
        narrator.show(lastLine(shop));

        narrator.step("The sidecar is killed: it comes back with what the volume holds, and renews");
        String before = lastLine(shop);
        shop.killSidecar("orders");
        Awaitility.await()
                .atMost(Cluster.PATIENCE)
                .until(() -> Workload.sidecar(shop.get("orders")).getRestartCount() > 0
                        && shop.log("orders", Sidecar.CONTAINER).contains("Accepted"));
        narrator.show(shop.log("orders", Sidecar.CONTAINER));
        narrator.show(
                "the application went on: " + (lastLine(shop).equals(before) ? "the same session" : "a new session"));
        narrator.show(kubectl("get awsta,awsr,awsrb -A"));

        narrator.step("Without a container that stays in the pod: the agent of the node");
        narrator.show("""
                values of the chart:  nodeAgent: {enabled: true}
                the AWSRoleBinding:   spec: {injection: {delivery: NodeAgent}}
                or the pod:           metadata: {annotations: {rolesanywhere.dev/delivery: NodeAgent}}""");
        Pod served = shop.create(NodeAgentE2E.served(shop.pod(
                "orders-by-node-agent",
                container("app", Installation.PYTHON_IMAGE, "0").build())));
        served.getSpec()
                .getInitContainers()
                .forEach(added -> narrator.show("init container " + added.getName() + ", which ends"));
        served.getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .forEach(variable -> narrator.show(variable.getName() + "=" + variable.getValue()));
        shop.awaitLog("orders-by-node-agent", "app", "assumed-role/");
        narrator.show(shop.log("orders-by-node-agent", "app")
                .strip()
                .lines()
                .findFirst()
                .orElse(""));
    }

    private static String lastLine(Workload shop) {
        return shop.log("orders", "app")
                .strip()
                .lines()
                .reduce((first, second) -> second)
                .orElse("");
    }

    private static String audit() {
        return kubectl("logs -n " + Installation.NAMESPACE + " -l " + Issuing.ACTIVE_LABEL + "=true --tail=-1")
                .lines()
                .filter(line -> line.contains("rolesanywhere.audit"))
                .collect(Collectors.joining("\n"));
    }

    private static String kubectl(String arguments) {
        return Installation.get()
                .cluster()
                .run("sh", "-c", "KUBECONFIG=/etc/rancher/k3s/k3s.yaml kubectl " + arguments);
    }
}
