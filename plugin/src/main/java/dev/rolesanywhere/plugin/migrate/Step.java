package dev.rolesanywhere.plugin.migrate;

import java.util.List;

/**
 * One step of the migration. The migration can pause after each step.
 *
 * @param look commands that show the success
 */
record Step(int number, String title, List<Action> actions, List<String> look) {
    /**
     * @param title
     * @param apply commands, run in the directory of the files
     * @param revert commands that revert the step; empty if it cannot be reverted
     * @param note additional text; may be empty
     */
    record Action(String what, List<String> apply, List<String> revert, String note) {
        Action(String what, List<String> apply, List<String> revert) {
            this(what, apply, revert, "");
        }
    }
}
