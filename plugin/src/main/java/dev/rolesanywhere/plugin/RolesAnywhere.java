package dev.rolesanywhere.plugin;

import dev.rolesanywhere.plugin.fact.Pages;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command above all. */
@Command(
        name = "kubectl rolesanywhere",
        description =
                "AWS credentials for pods: what is wrong, and what to do. It reads the cluster with your own rights.",
        mixinStandardHelpOptions = true,
        versionProvider = RolesAnywhere.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong as far as could be seen",
            "1:at least one fact is bad",
            "2:the command was written wrongly, or names something that does not exist",
            "3:the cluster did not answer, or refused what the command needs"
        })
final class RolesAnywhere {
    /** Of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"kubectl-rolesanywhere " + Pages.version()};
        }
    }
}
