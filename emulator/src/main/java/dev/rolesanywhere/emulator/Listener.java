package dev.rolesanywhere.emulator;

import dev.rolesanywhere.emulator.fault.Delivery;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Request;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** The port: a virtual thread for each connection. */
final class Listener implements AutoCloseable {
    private static final int IDLE_MILLIS = 60_000;
    private static final int BACKLOG = 1024;

    private final ServerSocket server;
    private final Function<Request, Delivery> calls;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Listener(ServerSocket server, Function<Request, Delivery> calls, Supplier<UUID> ids, Clock clock) {
        this.server = server;
        this.calls = calls;
        this.ids = ids;
        this.clock = clock;
    }

    static Listener start(
            InetSocketAddress address,
            Optional<SSLContext> tls,
            Function<Request, Delivery> calls,
            Supplier<UUID> ids,
            Clock clock)
            throws IOException {
        ServerSocket server =
                tls.isPresent() ? tls.get().getServerSocketFactory().createServerSocket() : new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, BACKLOG);
        Listener listener = new Listener(server, calls, ids, clock);
        // Not virtual: it keeps the process alive.
        Thread.ofPlatform().name("emulator-listener").start(listener::accept);
        return listener;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // The port was closed, or a client disconnected before it was served; the loop's condition decides.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(IDLE_MILLIS);
            socket.setTcpNoDelay(true);
            converse(socket);
        } catch (IOException e) {
            // The client has disconnected.
        } finally {
            open.remove(socket);
        }
    }

    private void converse(Socket socket) throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        RequestReader reader = new RequestReader(new BufferedInputStream(socket.getInputStream()), out, ids);
        AnswerWriter writer = new AnswerWriter(out, clock);
        try {
            for (Optional<Request> request = reader.next(); request.isPresent(); request = reader.next()) {
                // A connection that arrived during closing is not in the closed set.
                if (server.isClosed() || !answered(request.get(), writer)) {
                    return;
                }
            }
        } catch (RequestReader.MalformedRequestException e) {
            Answer answer = Answer.text(400, "text/plain", e.getMessage() + "\n");
            writer.write(answer.with("Connection", "close"), ids.get().toString());
        }
    }

    /** Whether the connection stays open. */
    private boolean answered(Request request, AnswerWriter writer) throws IOException {
        switch (calls.apply(request)) {
            case Delivery.Whole whole -> {
                if (request.method().equals("HEAD")) {
                    writer.writeHead(whole.answer(), request.id());
                } else {
                    writer.write(whole.answer(), request.id());
                }
                return !List.of("close").equals(request.headers().get("connection"));
            }
            case Delivery.Cut cut -> {
                writer.writeHalf(cut.answer(), request.id());
                return false;
            }
            case Delivery.Nothing nothing -> {
                return false;
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("The port could not be closed", e);
        }
    }
}
