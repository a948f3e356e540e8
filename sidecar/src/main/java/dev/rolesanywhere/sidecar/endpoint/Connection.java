package dev.rolesanywhere.sidecar.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection: a request without a body, an answer, the end. Never waits for its client. */
final class Connection {
    /** For the whole head, however many pieces it comes in. */
    private static final long HEAD_NANOS = 2_000_000_000L;

    /** SDKs wait from one second to five, and some of them try again. */
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

    /** Whether it holds a part of a request for a client that has not sent the rest. */
    boolean holdsPart() {
        return state == State.READING && !head.isEmpty();
    }

    /** Goes as far as the client allows. Closes the connection where it is at its end. */
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
            // The client went away, or sent what nobody foresaw: the others are served.
            close();
        }
    }

    /** Looks for the answer that its client waits for. Ends a connection that missed its deadline, with an answer if it has none yet. */
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
            answer(Answer.error(408, "RequestTimeout", "the request did not come in time"), true, now);
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
            // Where the buffer was filled, more may be on its way.
            boolean exact = taken == n && n < scratch.capacity();
            RequestHead request = RequestHead.parse(head.text());
            if (request == null || request.hasBody()) {
                answer(Answer.error(400, "BadRequest", "this is no HTTP/1.1 request without a body"), true, now);
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

    /** What is unread at close would reset the connection before the answer is read. */
    private void drain() throws IOException {
        scratch.clear();
        int n = channel.read(scratch);
        drained += n;
        if (n < 0 || drained >= HeadBuffer.MAX_BYTES) {
            close();
        }
    }

    /**
     * Has the selector watch for what this connection waits for.
     *
     * @return false where the connection has ended
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

    /** By a reset, which leaves nothing of it in the kernel: for a connection whose place is needed. */
    void abort() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It ends by an ordinary close then.
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
