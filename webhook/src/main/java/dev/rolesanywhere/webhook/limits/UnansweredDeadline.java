package dev.rolesanywhere.webhook.limits;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that sends for too long without an answer: headers or a TLS handshake, one byte at a time.
 *
 * <p>Some of what HTTP/2 clients send needs no answer, so a connection has two periods. An idle connection sends nothing, and is
 * left to the idle timeout.
 */
final class UnansweredDeadline extends ChannelDuplexHandler {
    static final int PERIOD_SECONDS = 10;
    private static final int PERIODS = 2;

    private @Nullable Future<?> running;
    private int periods;
    private boolean sentMore;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (running == null) {
            start(context);
        } else {
            sentMore = true;
        }
        context.fireChannelRead(message);
    }

    private void start(ChannelHandlerContext context) {
        sentMore = false;
        running = context.executor().schedule(() -> ended(context), PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void ended(ChannelHandlerContext context) {
        running = null;
        periods++;
        if (periods == PERIODS) {
            context.close();
        } else if (sentMore) {
            start(context);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        stop();
        context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    private void stop() {
        periods = 0;
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }
}
