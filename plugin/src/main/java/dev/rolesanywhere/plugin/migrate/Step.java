package dev.rolesanywhere.plugin.migrate;

import java.util.List;

/**
 * One step of the migration. After each one can stop.
 *
 * @param look what shows that it went well
 */
record Step(int number, String title, List<Action> actions, List<String> look) {
    /**
     * @param what it is about
     * @param apply commands, run in the directory of the files
     * @param revert commands of the way back; empty where there is none
     * @param note what no command says; empty where the commands say all
     */
    record Action(String what, List<String> apply, List<String> revert, String note) {
        Action(String what, List<String> apply, List<String> revert) {
            this(what, apply, revert, "");
        }
    }
}
