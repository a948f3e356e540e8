package dev.rolesanywhere.plugin.anchor;

/** Strings in Terraform's syntax. */
final class Hcl {
    private Hcl() {}

    /** Quoted, with templates and quotes escaped. */
    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("${", "$${")
                        .replace("%{", "%%{")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }
}
