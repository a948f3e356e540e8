package dev.rolesanywhere.sidecar.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 server. One thread serves all connections without blocking, so that slow or faulty clients do not delay others.
 */
public final class HttpServer implements AutoCloseable, Runnable {
    /** Backlog: a burst is queued instead of rejected, and a flood waits no longer than the kubelet's timeout of a second. */
    private static final int BACKLOG = 1024;
    /** Large enough for a request; limits the kernel memory for unread data. */
    private static final int RECEIVE_BYTES = 16 << 10;

    /**
     * Only one in this many places may hold an incomplete request, because these fill the heap. Nearly all clients send their request
     * at once.
     */
    static final int UNFINISHED_SHARE = 8;

    private static final int STACK_BYTES = 256 << 10;
    /** Limits new connections per turn, so that open connections are served during a flood. */
    private static final int ACCEPTED_AT_ONCE = 64;
    /** Precision of deadlines. */
    private static final long TICK_MILLIS = 50;

    private static final long REST_NANOS = 10_000_000;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final RequestHandler handler;
    private final OpenConnections<Connection> open;
    /** The connections with an incomplete request. */
    private final OpenConnections<Connection> unfinished;

    private final ByteBuffer scratch = ByteBuffer.allocate(HeadBuffer.MAX_BYTES);
    private long nextTick = System.nanoTime();
    private volatile boolean woken;
    private volatile boolean finishing;

    /**
     * @param most maximum number of waiting connections
     * @param mostPerAddress maximum of these from one address
     */
    HttpServer(InetAddress address, int port, RequestHandler handler, int most, int mostPerAddress) throws IOException {
        this(address, port, handler, most, mostPerAddress, false);
    }

    /**
     * @param most maximum number of waiting connections
     * @param mostPerAddress maximum of these from one address
     * @param shared whether another process of the same user may listen there at the same time
     */
    public HttpServer(
            InetAddress address, int port, RequestHandler handler, int most, int mostPerAddress, boolean shared)
            throws IOException {
        this.handler = handler;
        this.open = new OpenConnections<>(most, mostPerAddress);
        this.unfinished = new OpenConnections<>(most / UNFINISHED_SHARE, mostPerAddress / UNFINISHED_SHARE);
        this.selector = Selector.open();
        this.server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
            if (shared) {
                server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            server.bind(new InetSocketAddress(address, port), BACKLOG);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    public Thread start(String name) {
        Thread thread = new Thread(null, this, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    public int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    @Override
    public void run() {
        while (selector.isOpen() && (server.isOpen() || !open.isEmpty())) {
            try {
                turn();
            } catch (IOException | RuntimeException | Error e) {
                // Out of descriptors or memory: the deadlines of open connections will free them.
                LockSupport.parkNanos(REST_NANOS);
            }
        }
        for (Connection connection : open.all()) {
            connection.close();
        }
    }

    /** Answers for waiting clients may be available now. */
    public void wake() {
        woken = true;
        selector.wakeup();
    }

    /** Accepts the connections that have arrived and no further ones. The thread ends when each has its answer. */
    public void finish() {
        finishing = true;
        selector.wakeup();
    }

    private void turn() throws IOException {
        selector.select(open.isEmpty() ? 0 : TICK_MILLIS);
        boolean last = finishing && server.isOpen();
        boolean arrived = last;
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
            SelectionKey key = ready.next();
            ready.remove();
            if (key.attachment() instanceof Connection connection) {
                connection.proceed(System.nanoTime());
                settle(connection);
            } else {
                arrived = true;
            }
        }
        if (woken) {
            woken = false;
            nextTick = System.nanoTime();
        }
        tick(System.nanoTime());
        for (int i = 0; arrived && i < ACCEPTED_AT_ONCE; i++) {
            SocketChannel channel = accept();
            arrived = channel != null;
            if (channel != null) {
                admit(channel, System.nanoTime());
            }
        }
        if (last && !arrived) {
            server.close();
        }
    }

    /** Null if no client waits. */
    private @Nullable SocketChannel accept() throws IOException {
        try {
            return server.accept();
        } catch (IOException e) {
            // No descriptors are left, and the refresh needs one too.
            Connection oldest = open.removeOldest();
            if (oldest == null) {
                throw e;
            }
            end(oldest);
            return null;
        }
    }

    /** Often the request has already arrived. Only a connection that must wait takes a place. */
    private void admit(SocketChannel channel, long now) throws IOException {
        try {
            channel.configureBlocking(false);
            Connection connection = new Connection(channel, address(channel), handler, scratch, now);
            connection.proceed(now);
            if (connection.isOpen()) {
                end(open.add(connection, connection.address()));
                settle(connection);
            }
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** All 16 million loopback addresses count as one. */
    private static InetAddress address(SocketChannel channel) throws IOException {
        InetAddress address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
        return address.isLoopbackAddress() ? InetAddress.getLoopbackAddress() : address;
    }

    private void settle(Connection connection) {
        boolean open = connection.watch(selector);
        if (!open) {
            this.open.remove(connection);
        }
        if (!open || !connection.holdsPart()) {
            unfinished.remove(connection);
        } else if (!unfinished.contains(connection)) {
            end(unfinished.add(connection, connection.address()));
        }
    }

    /** Closes a connection whose place is needed. */
    private void end(@Nullable Connection displaced) {
        if (displaced != null) {
            displaced.abort();
            open.remove(displaced);
            unfinished.remove(displaced);
        }
    }

    private void tick(long now) {
        if (now - nextTick < 0) {
            return;
        }
        nextTick = now + TICK_MILLIS * 1_000_000;
        for (Connection connection : open.all()) {
            connection.tick(now);
            settle(connection);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        selector.close();
    }
}
