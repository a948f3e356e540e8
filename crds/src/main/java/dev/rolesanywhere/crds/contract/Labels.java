package dev.rolesanywhere.crds.contract;

/** What the webhook writes on a Pod for selectors of people. No part of ours believes them: whoever may change a pod may change its labels. */
public final class Labels {
    /** {@code "true"} on an injected pod. */
    public static final String INJECTED = Annotations.DOMAIN + "/injected";

    /** The pod's default AWSRole, where there is one and its name fits into a label. */
    public static final String ROLE = Annotations.DOMAIN + "/role";

    /** Characters of a label's value. */
    private static final int LONGEST = 63;

    private Labels() {}

    public static boolean fits(String role) {
        return role.length() <= LONGEST;
    }
}
