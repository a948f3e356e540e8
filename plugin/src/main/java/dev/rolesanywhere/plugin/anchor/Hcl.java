package dev.rolesanywhere.plugin.anchor;

/** Texts as Terraform reads them. */
final class Hcl {
    private Hcl() {}

    /** Quoted, with nothing in it that is a template or ends the quotes. */
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
