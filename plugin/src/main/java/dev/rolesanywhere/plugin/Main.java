package dev.rolesanywhere.plugin;

import dev.rolesanywhere.plugin.anchor.ActivateCommand;
import dev.rolesanywhere.plugin.anchor.CsrCommand;
import dev.rolesanywhere.plugin.anchor.RotateCommand;
import dev.rolesanywhere.plugin.anchor.TerraformCommand;
import dev.rolesanywhere.plugin.check.CheckCommand;
import dev.rolesanywhere.plugin.cluster.Failures;
import dev.rolesanywhere.plugin.migrate.MigrateCommand;
import dev.rolesanywhere.plugin.preview.PreviewCommand;
import dev.rolesanywhere.plugin.role.RolesCommand;
import dev.rolesanywhere.plugin.role.TrustPolicyCommand;
import dev.rolesanywhere.plugin.role.WhoCanCommand;
import dev.rolesanywhere.plugin.scan.ScanCommand;
import dev.rolesanywhere.plugin.status.StatusCommand;
import dev.rolesanywhere.plugin.status.WhoAmICommand;
import java.io.Console;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** kubectl rolesanywhere. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(
                Clock.systemUTC(),
                writer(System.out),
                writer(System.err),
                isColored(isTerminal(System.console()), System.getenv()),
                arguments));
    }

    /** Runs one command and returns its exit code. */
    public static int run(Clock clock, PrintWriter out, PrintWriter err, boolean color, String... arguments) {
        CommandLine plugin = new CommandLine(new RolesAnywhere())
                .addSubcommand(new CheckCommand(clock))
                .addSubcommand(new StatusCommand(clock))
                .addSubcommand(new WhoAmICommand(clock))
                .addSubcommand(new RolesCommand())
                .addSubcommand(new WhoCanCommand())
                .addSubcommand(new TrustPolicyCommand())
                .addSubcommand(new TerraformCommand())
                .addSubcommand(new CsrCommand())
                .addSubcommand(new RotateCommand())
                .addSubcommand(new ActivateCommand())
                .addSubcommand(new ScanCommand())
                .addSubcommand(new PreviewCommand())
                .addSubcommand(new MigrateCommand());
        int code = plugin.setOut(out)
                .setErr(err)
                .setColorScheme(Help.defaultColorScheme(color ? Ansi.ON : Ansi.OFF))
                .setExecutionExceptionHandler(new Failures())
                .execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    /** See no-color.org. */
    static boolean isColored(boolean terminal, Map<String, String> environment) {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }

    /** UTF-8 like kubectl, because other encodings may lack the marks. */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
    }
}
