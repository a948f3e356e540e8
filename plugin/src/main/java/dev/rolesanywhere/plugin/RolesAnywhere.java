package dev.rolesanywhere.plugin;

import dev.rolesanywhere.plugin.fact.Pages;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command above all. */
@Command(
        name = "kubectl rolesanywhere",
        description = "Diagnoses AWS credentials of pods. Reads the cluster with your own permissions.",
        mixinStandardHelpOptions = true,
        versionProvider = RolesAnywhere.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no problem found",
            "1:at least one check failed",
            "2:the command line is invalid, or names an object that does not exist",
            "3:the cluster did not answer, or denied a required permission"
        })
final class RolesAnywhere {
    /** Version of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"kubectl-rolesanywhere " + Pages.version()};
        }
    }
}
