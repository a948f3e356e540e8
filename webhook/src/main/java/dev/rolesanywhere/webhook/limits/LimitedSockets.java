package dev.rolesanywhere.webhook.limits;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.spi.VertxServiceProvider;

/**
 * Puts {@link LimitedServerSocket} under every port that Vert.x listens on. Vert.x's own limit of connections applies after the TLS
 * handshake and to all addresses together.
 */
public final class LimitedSockets implements VertxServiceProvider {
    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new LimitedTransport());
    }

    private static final class LimitedTransport extends JDKTransport {
        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return domainSocket ? super.serverChannelFactory(true) : LimitedServerSocket::new;
        }
    }
}
