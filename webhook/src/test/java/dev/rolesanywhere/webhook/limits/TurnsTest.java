package dev.rolesanywhere.webhook.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Turns turns = new Turns(workers::add, 2);

    @Test
    void no_more_than_the_given_number_runs_at_once() {
        for (int i = 0; i < 5; i++) {
            submit("a", "a" + i);
        }
        assertThat(workers).hasSize(2);
    }

    @Test
    void an_address_with_little_work_does_not_wait_for_one_with_much() {
        for (int i = 0; i < 100; i++) {
            submit("hostile", "h" + i);
        }
        submit("api server", "review");
        runAll();
        assertThat(done.indexOf("review")).isLessThan(5);
    }

    @Test
    void all_work_is_done_also_when_some_fails() {
        turns.submit("a", () -> {
            throw new IllegalStateException("on purpose");
        });
        for (int i = 0; i < 5; i++) {
            submit("a", "a" + i);
        }
        runAll();
        assertThat(done).containsExactly("a0", "a1", "a2", "a3", "a4");
    }

    private void submit(String address, String name) {
        turns.submit(address, () -> done.add(name));
    }

    private void runAll() {
        for (Runnable work = workers.poll(); work != null; work = workers.poll()) {
            try {
                work.run();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("on purpose");
            }
        }
    }
}
