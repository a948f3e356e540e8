package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.webhook.limits.FairShare;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A body's share of its address's memory. One address may use half of the whole memory. */
class ReceivedBodyTest {
    private static final int FIRST = 16 * 1024;

    @Test
    void a_body_reserves_memory_in_doubling_steps_and_releases_all() throws Exception {
        FairShare memory = new FairShare(1 << 24);
        ReceivedBody body = new ReceivedBody(memory, "10.0.0.1");
        byte[] sent = new byte[2 * FIRST + 1];
        new Random(1).nextBytes(sent);

        assertThat(append(body, sent, 0, 1)).isTrue();
        assertThat(memory.taken()).isEqualTo(FIRST);
        assertThat(append(body, sent, 1, FIRST)).isTrue();
        assertThat(memory.taken()).isEqualTo(FIRST);
        assertThat(append(body, sent, FIRST, FIRST + 1)).isTrue();
        assertThat(memory.taken()).isEqualTo(2 * FIRST);
        assertThat(append(body, sent, FIRST + 1, sent.length)).isTrue();
        assertThat(memory.taken()).isEqualTo(4 * FIRST);
        assertThat(body.length()).isEqualTo(sent.length);
        assertThat(body.content().readAllBytes()).isEqualTo(sent);

        body.drop();
        assertThat(memory.taken()).isZero();
        assertThat(body.length()).isZero();
        assertThat(body.content().readAllBytes()).isEmpty();
        body.drop();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void a_large_chunk_reserves_its_size_and_no_step_exceeds_the_longest_body() {
        FairShare memory = new FairShare(1 << 24);
        ReceivedBody body = new ReceivedBody(memory, "10.0.0.1");

        assertThat(body.append(Buffer.buffer(new byte[3 * 1024 * 1024]))).isTrue();
        assertThat(memory.taken()).isEqualTo(3 * 1024 * 1024);
        assertThat(body.append(Buffer.buffer(new byte[1]))).isTrue();
        assertThat(memory.taken()).isEqualTo(ReviewLimits.BODY_BYTES);
    }

    @Test
    void without_memory_nothing_is_appended() throws Exception {
        FairShare memory = new FairShare(2 * FIRST);
        ReceivedBody body = new ReceivedBody(memory, "10.0.0.1");

        assertThat(body.append(Buffer.buffer(new byte[FIRST]))).isTrue();
        assertThat(body.append(Buffer.buffer(new byte[1]))).isFalse();
        assertThat(body.length()).isEqualTo(FIRST);
        assertThat(memory.taken()).isEqualTo(FIRST);
        body.drop();
        assertThat(memory.taken()).isZero();
    }

    private static boolean append(ReceivedBody body, byte[] bytes, int from, int to) {
        return body.append(Buffer.buffer(Arrays.copyOfRange(bytes, from, to)));
    }
}
