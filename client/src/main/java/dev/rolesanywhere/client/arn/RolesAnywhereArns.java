package dev.rolesanywhere.client.arn;

/** The shape that trust anchor and profile ARNs share. */
final class RolesAnywhereArns {
    private RolesAnywhereArns() {}

    /** {@code <kind>/<id>} or {@code alias/<kind>/<name>} in the service {@code rolesanywhere}, with a region. */
    static Arn parse(String text, String kind) {
        String what = kind.replace('-', ' ');
        String example =
                "arn:aws:rolesanywhere:eu-west-1:111122223333:" + kind + "/<id> or …:alias/" + kind + "/<name>";
        Arn arn = Arn.parse(text, what, example);
        if (!arn.service().equals("rolesanywhere")) {
            throw Arn.malformed(text, what, "its service is '" + arn.service() + "', not 'rolesanywhere'", example);
        }
        if (arn.region().isEmpty()) {
            throw Arn.malformed(text, what, "it has no region", example);
        }
        if (name(arn, kind).isEmpty() || name(arn, kind).indexOf('/') >= 0) {
            throw Arn.malformed(text, what, "its resource is '" + arn.resource() + "'", example);
        }
        return arn;
    }

    static boolean isAlias(Arn arn) {
        return arn.resource().startsWith("alias/");
    }

    static String name(Arn arn, String kind) {
        String prefix = (isAlias(arn) ? "alias/" : "") + kind + "/";
        return arn.resource().startsWith(prefix) ? arn.resource().substring(prefix.length()) : "";
    }
}
