package dev.rolesanywhere.webhook.limits;

import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A listening socket that closes a connection before reading from it if its address has too many open connections or opens them too
 * fast. A TLS handshake costs a millisecond of CPU and about 50 KiB.
 */
final class LimitedServerSocket extends NioServerSocketChannel {
    private static final int CONNECTIONS = 256;
    private static final int BURST = 100;
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final int ADDRESSES = 1_000;

    private final FairShare connections = new FairShare(CONNECTIONS);
    private final RateLimit rate = new RateLimit(InstantSource.system(), BURST, INTERVAL, ADDRESSES);

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count > 0 && accepted.getLast() instanceof SocketChannel connection && !admits(connection)) {
            accepted.removeLast();
            connection.unsafe().closeForcibly();
            return 0;
        }
        return count;
    }

    private boolean admits(SocketChannel connection) {
        if (connection.remoteAddress() == null) {
            return false;
        }
        String address = connection.remoteAddress().getAddress().getHostAddress();
        if (!rate.allows(address) || !connections.take(address, 1)) {
            return false;
        }
        connection.pipeline().addFirst(new UnansweredDeadline());
        connection.closeFuture().addListener(ignored -> connections.giveBack(address, 1));
        return true;
    }
}
