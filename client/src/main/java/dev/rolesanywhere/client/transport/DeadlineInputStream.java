package dev.rolesanywhere.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** The buffered input of a socket. Reading fails after the deadline, even if bytes still arrive slowly. */
final class DeadlineInputStream extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private final long deadlineNanos;
    private final int readMillis;
    private final byte[] buffer = new byte[4096];
    private int at;
    private int end;

    DeadlineInputStream(Socket socket, long deadlineNanos, int readMillis) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.deadlineNanos = deadlineNanos;
        this.readMillis = readMillis;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, end - at);
        System.arraycopy(buffer, at, bytes, offset, n);
        at += n;
        return n;
    }

    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("no complete answer in time");
        }
        socket.setSoTimeout((int) Math.min(left, readMillis));
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }
}
