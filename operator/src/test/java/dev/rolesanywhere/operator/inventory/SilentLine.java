package dev.rolesanywhere.operator.inventory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A TCP proxy to a server whose connections can become silent: they stay open, but transfer nothing. New connections
 * work.
 */
final class SilentLine implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    private static final class Line {
        private final Socket near;
        private final Socket far;
        private volatile boolean silent;

        Line(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void carry(Socket from, Socket to) {
            byte[] buffer = new byte[8192];
            try (from;
                    to) {
                for (int n = from.getInputStream().read(buffer);
                        n >= 0;
                        n = from.getInputStream().read(buffer)) {
                    if (!silent) {
                        to.getOutputStream().write(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // The other side is gone, and so is this line.
            }
        }
    }

    /** @param target port of the server on this machine */
    SilentLine(int target) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Present connections transfer nothing from now on. */
    void goSilent() {
        lines.forEach(line -> line.silent = true);
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                Line line = new Line(near, new Socket("localhost", target));
                lines.add(line);
                Thread.ofVirtual().start(() -> line.carry(line.near, line.far));
                Thread.ofVirtual().start(() -> line.carry(line.far, line.near));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Line line : lines) {
            line.near.close();
            line.far.close();
        }
    }
}
