package dev.rolesanywhere.operator.endpoint;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;

/**
 * The TLS server, directly on Netty. Vert.x and the JDK's own server see a connection only after its handshake, or
 * limit neither the connections nor the time of a request. Each connection carries one request, as sidecars send them.
 */
final class IssuingListener implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int IO_THREADS = 2;
    private static final int CHUNK = 8192;
    /** A request that is being decided is answered before the end. */
    /** Values of the label {@code reason}. */
    static final String DEADLINE = "deadline";

    private static final String TOO_MANY_OPENED = "rate";
    private static final String ROOM_FOR_ANOTHER = "share";

    private static final long QUIET_MILLIS = 1000;

    private static final long LONGEST_STOP_MILLIS = 5000;

    private final EndpointLimits limits;
    private final Decisions decisions;
    private final SslContext tls;
    private final Connections<Channel> connections;
    private final Places places;
    private final MeterRegistry metrics;
    private final EventLoopGroup accepting = new NioEventLoopGroup(1, new DefaultThreadFactory("issuing-accept", true));
    private final EventLoopGroup serving = new NioEventLoopGroup(IO_THREADS, new DefaultThreadFactory("issuing", true));
    private final ExecutorService deciding = Executors.newVirtualThreadPerTaskExecutor();
    private final Channel server;

    /**
     * Listens at once.
     *
     * @param port 0 for any free one
     * @throws IllegalStateException if it cannot listen there
     */
    IssuingListener(
            int port, KeyManager key, EndpointLimits limits, Decisions decisions, MeterRegistry metrics, Clock clock) {
        this.limits = limits;
        this.decisions = decisions;
        this.metrics = metrics;
        this.connections = new Connections<>(limits, clock);
        this.places = new Places(limits.decidedAtOnce(), limits.decidedAtOncePerAddress());
        this.tls = tls(key);
        Gauge.builder("rolesanywhere.issuing.connections", connections, Connections::size)
                .description("Connections of the issuing endpoint that wait for the client")
                .register(metrics);
        List.of(TOO_MANY_OPENED, ROOM_FOR_ANOTHER, DEADLINE).forEach(this::closedCounter);
        this.server = new ServerBootstrap()
                .group(accepting, serving)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                // On the heap, where a shortage is a Java error and the limits apply.
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(new InetSocketAddress(port))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        var ended = List.of(accepting, serving).stream()
                .map(group -> group.shutdownGracefully(QUIET_MILLIS, LONGEST_STOP_MILLIS, TimeUnit.MILLISECONDS))
                .toList();
        ended.forEach(it -> it.awaitUninterruptibly(LONGEST_STOP_MILLIS));
        deciding.shutdown();
    }

    private static SslContext tls(KeyManager key) {
        try {
            return SslContextBuilder.forServer(key)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("every JVM has TLS 1.3 and TLS 1.2", e);
        }
    }

    private void accept(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        if (remote == null) {
            channel.close();
            return;
        }
        String address = remote.getAddress().getHostAddress();
        var evicted = connections.accept(address, channel);
        if (evicted.isEmpty()) {
            closed(TOO_MANY_OPENED);
            channel.close();
            return;
        }
        channel.closeFuture().addListener(end -> connections.release(channel));
        evict(evicted.get());
        SslHandler handshake = tls.newHandler(channel.alloc());
        handshake.setHandshakeTimeoutMillis(limits.handshake().toMillis());
        channel.pipeline()
                .addLast(handshake)
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(EndpointLimits.MAX_REQUEST_LINE)
                        .setMaxHeaderSize(EndpointLimits.MAX_HEADERS)
                        .setMaxChunkSize(CHUNK)))
                .addLast(new HttpServerExpectContinueHandler())
                .addLast(new IssuingConnection(this, address));
    }

    EndpointLimits limits() {
        return limits;
    }

    Decisions decisions() {
        return decisions;
    }

    Places places() {
        return places;
    }

    void decide(Runnable decision) {
        deciding.execute(decision);
    }

    /** The request is complete. Its connection is not closed for another one while it is decided. */
    void complete(Channel channel) {
        connections.release(channel);
    }

    /** The answer is sent, as fast as the client reads it. */
    void answering(String address, Channel channel) {
        evict(connections.await(address, channel));
        if (!channel.isOpen()) {
            connections.release(channel);
        }
    }

    void closed(String reason) {
        closedCounter(reason).increment();
    }

    private Counter closedCounter(String reason) {
        return Counter.builder("rolesanywhere.issuing.connections.closed")
                .description("Connections that the issuing endpoint closed")
                .tag("reason", reason)
                .register(metrics);
    }

    private void evict(List<Channel> channels) {
        channels.forEach(channel -> {
            closed(ROOM_FOR_ANOTHER);
            closeNow(channel);
        });
    }

    /** Closes below TLS, whose close message would wait for a client that does not read. */
    static void closeNow(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first == null) {
            channel.close();
        } else {
            first.close();
        }
    }
}
