package dev.rolesanywhere.plugin.fact;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * One fact.
 *
 * @param name name of the check
 * @param finding the result
 * @param todo what to do; absent if nothing is required
 * @param link the page of the documentation
 */
public record Fact(
        String name,
        Verdict verdict,
        String finding,
        @Nullable String todo,
        @Nullable String link) {
    public static Fact good(String name, String finding) {
        return new Fact(name, Verdict.Good, finding, null, null);
    }

    public static Fact bad(String name, String finding, String todo, String link) {
        return new Fact(name, Verdict.Bad, finding, todo, link);
    }

    public static Fact unknown(String name, String finding, String todo) {
        return new Fact(name, Verdict.Unknown, finding, todo, null);
    }

    @JsonIgnore
    public boolean isBad() {
        return verdict == Verdict.Bad;
    }
}
