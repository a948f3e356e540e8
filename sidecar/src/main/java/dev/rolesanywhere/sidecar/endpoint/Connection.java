package dev.rolesanywhere.sidecar.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection: one request without a body and one answer. Never blocks on its client. */
final class Connection {
    /** Deadline for the whole request head. */
    private static final long HEAD_NANOS = 2_000_000_000L;

    /** SDKs wait one to five seconds, and some of them retry. */
    private static final long WAIT_NANOS = 5_000_000_000L;

    private static final long ANSWER_NANOS = 5_000_000_000L;
    private static final long DRAIN_NANOS = 100_000_000L;

    private enum State {
        READING,
        WAITING,
        WRITING,
        DRAINING
    }

    private final SocketChannel channel;
    private final InetAddress address;
    private final RequestHandler handler;
    private final HeadBuffer head = new HeadBuffer();
    private final ByteBuffer scratch;
    private @Nullable SelectionKey key;
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private State state = State.READING;
    private @Nullable RequestHead waiting;
    private long deadline;
    private boolean drains;
    private int drained;

    /** @param scratch shared by the connections of one thread, and empty between their turns */
    Connection(SocketChannel channel, InetAddress address, RequestHandler handler, ByteBuffer scratch, long now) {
        this.channel = channel;
        this.address = address;
        this.handler = handler;
        this.scratch = scratch;
        this.deadline = now + HEAD_NANOS;
    }

    InetAddress address() {
        return address;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Whether it holds an incomplete request. */
    boolean holdsPart() {
        return state == State.READING && !head.isEmpty();
    }

    /** Proceeds as far as possible without blocking. Closes the connection when finished. */
    void proceed(long now) {
        try {
            if (state == State.READING) {
                read(now);
            }
            if (state == State.WRITING) {
                write(now);
            }
            if (state == State.DRAINING || state == State.WAITING) {
                drain();
            }
        } catch (IOException | RuntimeException | Error e) {
            // The client closed the connection or sent unexpected data; other clients are unaffected.
            close();
        }
    }

    /** Checks again for an answer. Closes a connection after its deadline, with an error answer if it has none yet. */
    void tick(long now) {
        boolean expired = now - deadline >= 0;
        if (waiting != null && state == State.WAITING) {
            try {
                answer(waiting, drains || drained > 0, expired, now);
            } catch (RuntimeException | Error e) {
                // As in proceed.
                close();
            }
            proceed(now);
        } else if (expired) {
            expire(now);
        }
    }

    private void expire(long now) {
        if (state == State.READING) {
            answer(Answer.error(408, "RequestTimeout", "the request was not received in time"), true, now);
            proceed(now);
        } else {
            close();
        }
    }

    private void read(long now) throws IOException {
        scratch.clear();
        int n = channel.read(scratch);
        int taken = head.take(scratch.array(), 0, n);
        if (head.isComplete()) {
            // A full buffer means that more data may follow.
            boolean exact = taken == n && n < scratch.capacity();
            RequestHead request = RequestHead.parse(head.text());
            if (request == null || request.hasBody()) {
                answer(Answer.error(400, "BadRequest", "expected an HTTP/1.1 request without a body"), true, now);
            } else {
                deadline = now + WAIT_NANOS;
                answer(request, !exact, false, now);
            }
        } else if (n < 0 || head.isTooLong()) {
            answer(Answer.error(400, "BadRequest", "the request's head is longer than 8 KiB or incomplete"), true, now);
        }
    }

    private void answer(RequestHead request, boolean thenDrain, boolean last, long now) {
        Answer answer = handler.answer(request, address, waiting != null, last);
        if (answer != null) {
            answer(answer, thenDrain, now);
        } else {
            waiting = request;
            drains = thenDrain;
            state = State.WAITING;
        }
    }

    private void answer(Answer answer, boolean thenDrain, long now) {
        unsent = ByteBuffer.wrap(answer.bytes());
        drains = thenDrain;
        deadline = now + ANSWER_NANOS;
        state = State.WRITING;
    }

    private void write(long now) throws IOException {
        channel.write(unsent);
        if (unsent.hasRemaining()) {
            return;
        }
        if (!drains) {
            close();
            return;
        }
        channel.shutdownOutput();
        deadline = now + DRAIN_NANOS;
        state = State.DRAINING;
    }

    /** Unread data at close would reset the connection before the client reads the answer. */
    private void drain() throws IOException {
        scratch.clear();
        int n = channel.read(scratch);
        drained += n;
        if (n < 0 || drained >= HeadBuffer.MAX_BYTES) {
            close();
        }
    }

    /**
     * Registers this connection's next operation with the selector.
     * @return false if the connection is closed
     */
    boolean watch(Selector selector) {
        int operation = state == State.WRITING ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        try {
            if (channel.isOpen() && key == null) {
                key = channel.register(selector, operation, this);
            } else if (channel.isOpen() && key != null && key.interestOps() != operation) {
                key.interestOps(operation);
            }
        } catch (IOException | RuntimeException e) {
            close();
        }
        return channel.isOpen();
    }

    /** Closes with a reset, which frees all kernel resources: for a connection whose place is needed. */
    void abort() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // Falls back to an ordinary close.
        }
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The client closed it first.
        }
    }
}
