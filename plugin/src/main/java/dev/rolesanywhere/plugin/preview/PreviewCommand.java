package dev.rolesanywhere.plugin.preview;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import dev.rolesanywhere.plugin.preview.Preview.Verdict;
import dev.rolesanywhere.plugin.workload.CredentialSource;
import dev.rolesanywhere.plugin.workload.Maker;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Previews the injection of a workload's next pod. */
@Command(
        name = "preview",
        description = {
            "Prints what the webhook would inject into the next pod of a workload, including AWSRoleBindings with dryRun. Uses a dry"
                    + " run of the API server with your permissions; nothing is created.",
            "Exit code 1: the pod would be rejected."
        })
@SuppressWarnings("NullAway.Init")
public final class PreviewCommand extends ClusterCommand {
    @Parameters(
            arity = "1..2",
            paramLabel = "KIND/NAME",
            description = "The workload, such as deployment/orders, or deployment orders.")
    private List<String> words;

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        List<String> parts = words.size() == 1 ? List.of(words.getFirst().split("/", 2)) : words;
        Maker maker = Maker.of(parts.getFirst())
                .filter(found -> parts.size() == 2 && !parts.get(1).isEmpty())
                .orElseThrow(() -> new PluginException(
                        ExitCode.USAGE,
                        "Write the workload as KIND/NAME, with KIND one of: %s.".formatted(Maker.known())));
        PodTemplateSpec template = maker.read(session, parts.get(1));
        requireFresh(template, parts.get(1));
        requireRight(session);
        Preview preview = preview(session, "%s/%s".formatted(maker.word(), parts.get(1)), template);
        if (terminal.json()) {
            terminal.value(preview);
        } else {
            print(terminal, preview);
        }
        return preview.rejection() == null ? ExitCode.GOOD : ExitCode.BAD;
    }

    private static Preview preview(Session session, String workload, PodTemplateSpec template) {
        String given = template.getSpec().getServiceAccountName();
        String account = given == null || given.isEmpty() ? "default" : given;
        DryRunPods pods = new DryRunPods(session);
        TrialPods trial = TrialPods.of(session.namespace(), template);
        return Preview.of(
                session.namespace(),
                workload,
                account,
                session.bindings(session.namespace()) instanceof Seen.Known<List<AWSRoleBinding>>(var bindings)
                        ? Preview.Role.of(bindings, account)
                        : null,
                pods.create(trial.without()),
                pods.create(trial.with()));
    }

    private static void requireFresh(PodTemplateSpec template, String name) {
        if (CredentialSource.of(template.getSpec()) != CredentialSource.NOTHING) {
            throw new PluginException(
                    ExitCode.USAGE,
                    "Pod %s is injected already. For its state run 'kubectl rolesanywhere status pod/%s'."
                            .formatted(name, name));
        }
    }

    private static void requireRight(Session session) {
        if (!session.allows(new ResourceAttributesBuilder()
                .withNamespace(session.namespace())
                .withVerb("create")
                .withResource("pods")
                .build())) {
            throw new PluginException(
                    ExitCode.CLUSTER,
                    "You may not create pods in namespace %s, which the dry run requires. Request that permission, or read status.dryRun of the binding."
                            .formatted(session.namespace()));
        }
    }

    private static void print(Terminal terminal, Preview preview) {
        terminal.line("%s of namespace %s, ServiceAccount %s"
                .formatted(preview.workload(), preview.namespace(), preview.serviceAccount()));
        List<Preview.Role> roles = preview.roles() == null ? List.of() : preview.roles();
        roles.forEach(role -> terminal.line("AWSRoleBinding %s gives AWSRole %s%s"
                .formatted(role.binding(), role.role(), role.dryRun() ? " (dry run)" : "")));
        terminal.line("");
        terminal.line(words(preview, roles));
        preview.changes().forEach(change -> terminal.line("  " + change.words()));
        preview.warnings().forEach(warning -> terminal.line("Warning: " + warning));
    }

    private static String words(Preview preview, List<Preview.Role> roles) {
        String rejection = String.valueOf(preview.rejection());
        return switch (preview.verdict()) {
            case Verdict.WouldInject -> "The next pod would get:";
            case Verdict.WouldNotInject ->
                roles.isEmpty()
                        ? "The next pod would not be injected: no AWSRoleBinding names its ServiceAccount."
                        : "The next pod would not be injected, although a binding names its ServiceAccount. Possible causes: the annotation %s: \"false\", a namespace that the chart excludes, or a webhook that does not answer ('kubectl rolesanywhere check')."
                                .formatted(Annotations.INJECT);
            case Verdict.WouldBeRejected -> "The next pod would be rejected: " + rejection;
            case Verdict.RejectedWithoutInjection ->
                "The next pod would be rejected, even without injection: " + rejection;
        };
    }
}
